"""Questions about accounts, the roles they hold, and the links and browsers they sign in with."""

from ceremony.accounts.queries.grants import (
    NoSuchRole,
    addresses_of_holders,
    find_grant,
    get_grant,
    has_other_office,
    held_by,
    host_paths,
    list_grants,
    list_roles,
    list_roles_of_leavers,
    may,
    roles_of,
)
from ceremony.accounts.queries.links import Candidate, candidates_of, get_link, list_candidates, token_of
from ceremony.accounts.queries.signing_in import (
    count_recovery_codes,
    find_sign_in,
    has_second_factor,
    list_factors,
    list_passkeys,
    list_sign_ins,
)
from ceremony.accounts.queries.users import find_by_uniquifier, find_user, find_user_of, list_users

__all__ = [
    "Candidate",
    "NoSuchRole",
    "addresses_of_holders",
    "candidates_of",
    "count_recovery_codes",
    "find_by_uniquifier",
    "find_grant",
    "find_sign_in",
    "find_user",
    "find_user_of",
    "get_grant",
    "get_link",
    "has_other_office",
    "has_second_factor",
    "held_by",
    "host_paths",
    "list_candidates",
    "list_factors",
    "list_grants",
    "list_passkeys",
    "list_roles",
    "list_roles_of_leavers",
    "list_sign_ins",
    "list_users",
    "may",
    "roles_of",
    "token_of",
]

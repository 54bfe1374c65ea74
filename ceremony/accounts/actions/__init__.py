"""What happens to accounts: made, given roles, signed in by link or password, signed out."""

from ceremony.accounts.actions.grants import account_for, grant_role, link_accounts, make_account, revoke_role
from ceremony.accounts.actions.links import address_of, make_link, send_link, use_link
from ceremony.accounts.actions.second import add_factor, check_code, remove_factor, renew_codes, reset_factors
from ceremony.accounts.actions.sign_in import (
    change_language,
    find_by_password,
    forget_sign_ins,
    require_password,
    set_password,
    sign_in,
    sign_out,
)
from ceremony.accounts.actions.tries import forgive, take_turn

__all__ = [
    "account_for",
    "add_factor",
    "address_of",
    "change_language",
    "check_code",
    "find_by_password",
    "forget_sign_ins",
    "forgive",
    "grant_role",
    "link_accounts",
    "make_account",
    "make_link",
    "remove_factor",
    "renew_codes",
    "require_password",
    "reset_factors",
    "revoke_role",
    "send_link",
    "set_password",
    "sign_in",
    "sign_out",
    "take_turn",
    "use_link",
]

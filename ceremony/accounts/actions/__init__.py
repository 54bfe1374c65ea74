"""What happens to accounts: made, given roles, signed in by link or password, signed out."""

from ceremony.accounts.actions.grants import account_for, grant_role, link_accounts, make_account, revoke_role
from ceremony.accounts.actions.links import address_of, make_link, send_link, use_link
from ceremony.accounts.actions.sign_in import (
    change_language,
    find_by_password,
    forget_sign_ins,
    set_password,
    sign_in,
    sign_out,
)
from ceremony.accounts.actions.tries import forgive, take_turn

__all__ = [
    "account_for",
    "address_of",
    "change_language",
    "find_by_password",
    "forget_sign_ins",
    "forgive",
    "grant_role",
    "link_accounts",
    "make_account",
    "make_link",
    "revoke_role",
    "send_link",
    "set_password",
    "sign_in",
    "sign_out",
    "take_turn",
    "use_link",
]

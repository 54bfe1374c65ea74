"""Signing in by an address that the identity provider has confirmed."""

from dataclasses import replace
from datetime import date, datetime

from ceremony.accounts.actions.links import account_of
from ceremony.accounts.models import User
from ceremony.accounts.queries import Candidate, find_user_of, list_candidates, list_users
from ceremony.accounts.rules.oidc import AccountClosed, AddressOfLeaver, AddressUnknown, MailboxShared, same_address
from ceremony.core.db import session
from ceremony.people.queries import list_people_with_address


def find_welcome(address: str, today: date) -> Candidate:
    """Return the one person or account that has this address.

    Raises AddressUnknown, AddressOfLeaver, AccountClosed or MailboxShared.
    """
    found = list_candidates(address, today)
    if len(found) > 1 or len(list_people_with_address(address, today)) > 1:
        raise MailboxShared(address=address)
    if not found:
        raise _reason(address, today)
    person, user = found[0].person, found[0].user
    written = (person.email if person else None) or (user.email if user else "")
    if not same_address(written, address):
        raise AddressUnknown(address=address)
    return found[0]


def _reason(address: str, today: date) -> AddressUnknown | AddressOfLeaver | AccountClosed:
    # On the first of all days nobody had left.
    if list_people_with_address(address, date.min) and not list_people_with_address(address, today):
        return AddressOfLeaver(address=address)
    if any(not user.active for user in list_users(address)):
        return AccountClosed(address=address)
    return AddressUnknown(address=address)


def use_address(address: str, today: date, now: datetime) -> User:
    """Return the account that a confirmed address signs in, made where a person of the staff list has none yet.

    Raises what find_welcome raises.
    """
    candidate = find_welcome(address, today)
    if candidate.user is None and candidate.person is not None:
        # Two presses at once make one account.
        session().refresh(candidate.person, with_for_update=True)
        candidate = replace(candidate, user=find_user_of(candidate.person.id))
    written = candidate.person.email if candidate.person else None
    return account_of(candidate, written or address, now)

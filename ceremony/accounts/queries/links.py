"""Questions about one-time links, and whom each may sign in."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ceremony.accounts.models import Grant, OneTimeLink, User
from ceremony.accounts.queries.users import list_users
from ceremony.accounts.rules import Role
from ceremony.accounts.rules.sign_in import LinkSpent, LinkUnknown, OnlyByAnAddressOfTheirOwn, Purpose
from ceremony.core.db import session
from ceremony.people.models import Person
from ceremony.people.queries import list_people_with_address
from ceremony.people.queries.namesakes import place_of


def _signer(purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=f"one-time link 1: {purpose.value}")


def token_of(link: OneTimeLink) -> str:
    """Return the signed token of a link."""
    return str(_signer(link.purpose).dumps(link.nonce))


def get_link(token: str, purpose: Purpose, now: datetime, *, lock: bool = False) -> OneTimeLink:
    """Return the link of a token that can still be used; raises LinkUnknown or LinkSpent.

    With *lock* nobody else can use it until the transaction ends.
    """
    try:
        nonce = _signer(purpose).loads(token)
    except BadSignature as error:
        raise LinkUnknown from error
    wanted = sa.select(OneTimeLink).where(OneTimeLink.nonce == nonce)
    link = session().scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if link is None or link.used_at is not None or not link.made_at <= now < link.expires_at:
        raise LinkSpent
    return link


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a link may sign in: an account, a person without one yet, or both; `key` names them in a form.

    `is_shared`: the address is others' too.
    """

    key: str
    name: str
    unit: str
    user: User | None
    person: Person | None
    is_shared: bool = False


def list_candidates(address: str, today: date) -> list[Candidate]:
    """Return whom a letter to *address* may be for: the accounts and the persons who have it, none that is closed."""
    people = list_people_with_address(address, today)
    users = {user.person_id: user for user in list_users(address)}
    accounts = _accounts_of([person.id for person in people])
    found = [_of_person(person, accounts.get(person.id)) for person in people]
    alone = users.get(None)
    if alone is not None:
        if len(people) == 1 and found[0].user is None:
            # The administrator of the first hour, whom the staff list now has.
            return [Candidate(found[0].key, found[0].name, found[0].unit, alone, people[0])]
        found.append(Candidate(f"account-{alone.id}", alone.name, "", alone, None))
    found = [replace(one, is_shared=len(found) > 1) for one in found]
    return [one for one in found if one.user is None or one.user.active]


def _of_person(person: Person, user: User | None) -> Candidate:
    return Candidate(f"person-{person.id}", person.full_name, place_of(person), user, person)


def _accounts_of(person_ids: list[int]) -> dict[int | None, User]:
    found = session().scalars(sa.select(User).where(User.person_id.in_(person_ids)))
    return {user.person_id: user for user in found}


def candidates_of(link: OneTimeLink, today: date) -> list[Candidate]:
    """Return whom *link* may sign in; raises LinkSpent where nobody is left, or OnlyByAnAddressOfTheirOwn.

    From a mailbox that several open nobody signs in as the office or a manager.
    """
    if link.user is not None:
        found = [Candidate(f"account-{link.user.id}", link.user.name, "", link.user, link.user.person)]
        found = [one for one in found if link.user.active]
    else:
        found = list_candidates(link.email, today)
    if not found:
        raise LinkSpent
    powerful = _of_office_and_managers([one.user.id for one in found if one.user and one.is_shared], today)
    found = [one for one in found if one.user is None or one.user.id not in powerful]
    if not found:
        raise OnlyByAnAddressOfTheirOwn(address=link.email)
    return found


def _of_office_and_managers(user_ids: list[int], today: date) -> set[int]:
    """Return which of these accounts hold the office or manage a unit, now or later."""
    held = sa.select(Grant.user_id).where(
        Grant.user_id.in_(user_ids),
        Grant.role.in_((Role.OFFICE, Role.MANAGER)),
        sa.or_(Grant.ends.is_(None), Grant.ends > today),
    )
    return set(session().scalars(held))

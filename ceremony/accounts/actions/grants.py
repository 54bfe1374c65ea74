"""Making accounts, giving and taking roles."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from ceremony.accounts.models import Grant, User
from ceremony.accounts.queries import (
    find_grant,
    find_user_of,
    has_other_office,
    held_by,
    list_grants,
    list_roles_of_leavers,
    list_users,
)
from ceremony.accounts.rules import Held, Role
from ceremony.accounts.rules.roles import KEPT_AFTER_LEAVING
from ceremony.accounts.rules.second import first_out_of_reach
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.refusal import BadInput, NotFound, Refusal, msgid
from ceremony.core.text import clean
from ceremony.people.models import Person, Unit
from ceremony.people.queries import list_people_with_address
from ceremony.people.rules.units import read_address


class UnknownAddress(NotFound):
    """Neither a person nor an account has this address."""

    sentence = msgid("Nobody has the address %(address)s.")
    cure = msgid("Give the person this address in the staff list and import it (ceremony people import FILE).")
    page_cure = msgid("Write the address down in the staff list first.")


class AddressOfSeveral(BadInput):
    """An account belongs to one person."""

    sentence = msgid("The address %(address)s belongs to several persons: %(names)s.")
    cure = msgid("Give the one who is meant an address of their own in the staff list and import it.")


class GrantIsOver(BadInput):
    """A role for days of which none is left."""

    sentence = msgid("A role from %(first)s to %(last)s would never be held.")
    cure = msgid("Give a last day that is not over and does not lie before the first.")


class NoAddressToSignIn(Refusal):
    """Whoever shall hold a role could not sign in."""

    sentence = msgid("%(name)s has no e-mail address, so could not sign in.")
    cure = msgid("Write the address down in the staff list first.")


class LastOffice(Refusal):
    """Nobody could give roles any more."""

    sentence = msgid("%(name)s is the last who holds the office on %(unit)s.")
    cure = msgid("Give the role to somebody else first, or hand it over.")


class RoleNotHeld(Refusal):
    """What is not held cannot be revoked."""

    sentence = msgid("%(address)s does not hold the role %(role)s on %(unit)s.")
    cure = msgid("Name the unit on which it was granted, with --unit CODE.")
    page_cure = msgid("Choose the unit on which it was given.")


def make_account(address: str, name: str, person: Person | None, now: datetime) -> User:
    """Make an account for *address*; raises BadAddress."""
    user = User(email=read_address(address), name=clean(name), person_id=person.id if person else None, created_at=now)
    session().add(user)
    session().flush()
    record("make account", f"account:{user.id}", after={"name": user.name})
    return user


def account_for(address: str, today: date, now: datetime) -> User:
    """Return the account with *address*, or make it for the one person who has this address.

    Raises BadAddress, UnknownAddress or AddressOfSeveral.
    """
    address = read_address(address)
    people = list_people_with_address(address, today)
    if len(people) > 1:
        raise AddressOfSeveral(address=address, names=", ".join(person.full_name for person in people))
    known = {user.person_id: user for user in list_users(address)}
    found = known.get(people[0].id if people else None) or known.get(None)
    if found is not None:
        return found
    if not people:
        raise UnknownAddress(address=address)
    return make_account(address, people[0].full_name, people[0], now)


def account_of_person(person: Person, role: Role, today: date, now: datetime) -> User:
    """Return the account of *person*, made where it is missing, to give the role to.

    Only a recorder may share a mailbox: whoever opens it could sign in. Raises NoAddressToSignIn or AddressOfSeveral.
    """
    if not person.email:
        raise NoAddressToSignIn(name=person.full_name)
    if role is Role.RECORDER:
        return find_user_of(person.id) or make_account(person.email, person.full_name, person, now)
    return account_for(person.email, today, now)


def grant_role(
    user: User, role: Role, unit: Unit, today: date, *, first: date | None = None, last: date | None = None
) -> Grant:
    """Give *user* the role on *unit* from today or *first* on, up to *last*, both included; who holds it keeps it.

    What would begin later begins on that day instead, or is left for later where *last* is given. Raises GrantIsOver.
    """
    starts = first or today
    if last is not None and last < max(starts, today):
        raise GrantIsOver(first=starts.isoformat(), last=last.isoformat())
    grant = find_grant(user, role, unit)
    if grant is not None and grant.starts > starts and last is None:
        told = {"role": role.value, "unit": unit.code}
        record(
            "grant role", f"account:{user.id}", {"from": grant.starts.isoformat()}, {**told, "from": starts.isoformat()}
        )
        grant.starts = starts
    if grant is None or grant.starts > starts:
        ends = last + timedelta(days=1) if last is not None else None
        grant = Grant(user_id=user.id, role=role, unit_id=unit.id, starts=starts, ends=ends)
        session().add(grant)
        session().flush()
        dates = {"from": first, "to": last}
        told = {name: day.isoformat() for name, day in dates.items() if day is not None}
        record("grant role", f"account:{user.id}", after={"role": role.value, "unit": unit.code, **told})
    return grant


def revoke_role(address: str, role: Role, unit: Unit, today: date) -> Grant:
    """End the role that the account with *address* holds on *unit*; raises RoleNotHeld."""
    held = [grant for user in list_users(clean(address)) for grant in list_grants(user, role, unit, today)]
    if not held:
        raise RoleNotHeld(address=address, role=role.value, unit=unit.code)
    for grant in held:
        end_grant(grant, today)
    record("revoke role", f"account:{held[0].user_id}", {"role": role.value, "unit": unit.code})
    return held[0]


def take_back(grant: Grant, today: date) -> None:
    """End one grant; raises LastOffice where nobody else could give it again."""
    if grant.role is Role.OFFICE and grant.starts <= today and not has_other_office(grant, today):
        raise LastOffice(name=grant.user.name, unit=grant.unit.name)
    end_grant(grant, today)
    record("revoke role", f"account:{grant.user_id}", {"role": grant.role.value, "unit": grant.unit.code})


def end_grant(grant: Grant, today: date) -> None:
    """Let a grant end today; one that lies ahead never begins."""
    grant.ends = max(today, grant.starts)


def end_roles_of_leavers(today: date) -> int:
    """End the roles of whoever left long enough ago (KEPT_AFTER_LEAVING); return how many roles ended."""
    ended = list_roles_of_leavers(today - KEPT_AFTER_LEAVING, today)
    for grant in ended:
        end_grant(grant, today)
        record("end role", f"account:{grant.user_id}", {"role": grant.role.value, "unit": grant.unit.code})
    return len(ended)


def link_accounts(today: date, held: Collection[Held] | None = None) -> int:
    """Link each account without a person to the one person who has its address; return how many.

    *held* are the roles of who gives the address: an account whose roles their office does not reach stays as it is,
    until its owner opens a link from a letter. None: the command line.
    """
    linked = 0
    for user in session().scalars(sa.select(User).where(User.person_id.is_(None))).all():
        if held is not None and first_out_of_reach(held, held_by(user, today)) is not None:
            continue
        people = list_people_with_address(user.email, today)
        if len(people) == 1 and find_user_of(people[0].id) is None:
            user.person_id = people[0].id
            session().flush()
            linked += 1
    return linked

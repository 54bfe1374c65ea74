"""Making accounts, giving and taking roles."""

from datetime import date, datetime

import sqlalchemy as sa

from ceremony.accounts.models import Grant, User
from ceremony.accounts.queries import find_grant, find_user, find_user_of, list_users
from ceremony.accounts.rules import Role
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


class AddressOfSeveral(BadInput):
    """An account belongs to one person."""

    sentence = msgid("The address %(address)s belongs to several persons: %(names)s.")
    cure = msgid("Give the one who is meant an address of their own in the staff list and import it.")


class RoleNotHeld(Refusal):
    """What is not held cannot be revoked."""

    sentence = msgid("%(address)s does not hold the role %(role)s on %(unit)s.")
    cure = msgid("Name the unit on which it was granted, with --unit CODE.")


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
    user = find_user(address)
    if user is not None:
        return user
    if not people:
        raise UnknownAddress(address=address)
    return find_user_of(people[0].id) or make_account(address, people[0].full_name, people[0], now)


def grant_role(user: User, role: Role, unit: Unit, today: date) -> Grant:
    """Give *user* the role on *unit* from today; whoever holds it keeps it."""
    grant = find_grant(user, role, unit)
    if grant is None:
        grant = Grant(user_id=user.id, role=role, unit_id=unit.id, starts=today)
        session().add(grant)
        session().flush()
        record("grant role", f"account:{user.id}", after={"role": role.value, "unit": unit.code})
    return grant


def revoke_role(address: str, role: Role, unit: Unit, today: date) -> Grant:
    """End the role that the account with *address* holds on *unit*; raises RoleNotHeld."""
    held = (find_grant(user, role, unit) for user in list_users(clean(address)))
    grant = next((grant for grant in held if grant is not None), None)
    if grant is None:
        raise RoleNotHeld(address=address, role=role.value, unit=unit.code)
    grant.ends = today
    record("revoke role", f"account:{grant.user_id}", {"role": role.value, "unit": unit.code})
    return grant


def link_accounts(today: date) -> int:
    """Link each account without a person to the one person who has its address; return how many."""
    linked = 0
    for user in session().scalars(sa.select(User).where(User.person_id.is_(None))).all():
        people = list_people_with_address(user.email, today)
        if len(people) == 1 and find_user_of(people[0].id) is None:
            user.person_id = people[0].id
            session().flush()
            linked += 1
    return linked

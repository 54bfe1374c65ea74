"""Questions about roles: who holds which, on which unit, on which days."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.accounts.models import Grant, User
from ceremony.accounts.rules import Held, Role, holds
from ceremony.core.db import session
from ceremony.core.refusal import Gone, msgid
from ceremony.people.models import Office, Person, Unit


def find_grant(user: User, role: Role, unit: Unit) -> Grant | None:
    """Return the grant of this role on this very unit that has no end yet."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.role == role, Grant.unit_id == unit.id, Grant.ends.is_(None)
    )
    return session().scalars(held).one_or_none()


def list_grants(user: User, role: Role, unit: Unit, today: date) -> Sequence[Grant]:
    """Return the grants of this role on this very unit that hold on *today* or will, those without an end first."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id,
        Grant.role == role,
        Grant.unit_id == unit.id,
        _holds_or_will(today),
    )
    return session().scalars(held.order_by(Grant.ends.is_not(None), Grant.id)).all()


def _holds_or_will(today: date) -> sa.ColumnElement[bool]:
    """Whether a grant holds on *today* or will; one that was taken back before it began ends where it begins."""
    return sa.or_(Grant.ends.is_(None), sa.and_(Grant.ends > today, Grant.ends > Grant.starts))


class NoSuchRole(Gone):
    """The role is not held, or not any more."""

    sentence = msgid("This role is not held any more.")
    cure = msgid("Open the page of the roles again.")


def get_grant(grant_id: int, today: date) -> Grant:
    """Return the grant with this id that holds on *today* or will; raises NoSuchRole."""
    grant = session().get(Grant, grant_id)
    if grant is None or (grant.ends is not None and grant.ends <= today):
        raise NoSuchRole
    return grant


def list_roles(unit_ids: Collection[int], today: date) -> list[Grant]:
    """Return the grants on these units that hold on *today* or will: the office's first, then in unit order.

    The units, accounts and persons are loaded with them.
    """
    held = sa.select(Grant).where(Grant.unit_id.in_(unit_ids), _holds_or_will(today))
    loaded = held.options(joinedload(Grant.unit), joinedload(Grant.user).joinedload(User.person))
    order = {role: place for place, role in enumerate(Role)}
    return sorted(session().scalars(loaded), key=lambda one: (order[one.role], one.unit.path, one.starts, one.id))


def list_roles_of_leavers(left_by: date, today: date) -> list[Grant]:
    """Return the grants that hold on *today* or will, of whoever had left on the day *left_by*."""
    held = sa.select(Grant).join(Grant.user).join(User.person).where(Person.left <= left_by, _holds_or_will(today))
    return list(session().scalars(held.order_by(Grant.id)))


def has_other_office(grant: Grant, today: date) -> bool:
    """Whether somebody else who can sign in holds the office on the grant's unit or above it today."""
    others = (
        sa.select(Grant.id)
        .join(Grant.user)
        .outerjoin(User.person)
        .where(Grant.role == Role.OFFICE, Grant.unit_id.in_(grant.unit.ancestor_ids), Grant.user_id != grant.user_id)
        .where(Grant.starts <= today, sa.or_(Grant.ends.is_(None), Grant.ends > today), User.active)
        .where(sa.or_(Person.id.is_(None), Person.left.is_(None), Person.left > today))
    )
    return session().scalars(others.limit(1)).first() is not None


def addresses_of_holders(host: Unit, today: date) -> dict[int, str | None]:
    """Return the address of everybody in *host* who holds a role, now or later, by person id."""
    wanted = (
        sa.select(Person.id, Person.email)
        .join(User, User.person_id == Person.id)
        .join(Grant, Grant.user_id == User.id)
        .where(Person.host_id == host.id, sa.or_(Grant.ends.is_(None), Grant.ends > today))
    )
    return {row[0]: row[1] for row in session().execute(wanted)}


def roles_of(user: User, today: date) -> list[Grant]:
    """Return the grants that *user* holds today, oldest first, with their units."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.starts <= today, sa.or_(Grant.ends.is_(None), Grant.ends > today)
    )
    return list(session().scalars(held.order_by(Grant.id).options(joinedload(Grant.unit))))


def held_by(user: User, today: date) -> list[Held]:
    """Return the roles that *user* holds today, for the rules; none where the account is closed."""
    return [Held(grant.role, grant.unit.path) for grant in roles_of(user, today)] if user.active else []


def host_paths() -> list[str]:
    """Return the paths of all hosts."""
    return list(session().scalars(sa.select(Unit.path).join(Office, Office.unit_id == Unit.id)))


def may(user: User, role: Role, unit: Unit, today: date) -> bool:
    """Whether *user* holds *role* on *unit*, or above it with no other host between."""
    return holds(held_by(user, today), (role,), unit.path, host_paths())

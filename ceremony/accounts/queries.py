"""Questions about accounts and the roles they hold."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.accounts.models import Grant, User
from ceremony.accounts.rules import Role, reaches
from ceremony.core.db import session
from ceremony.people.models import Office, Unit


def find_user(address: str) -> User | None:
    """Return the account with this address, in any case of its letters."""
    return session().scalars(sa.select(User).where(sa.func.lower(User.email) == address.lower())).first()


def find_user_of(person_id: int) -> User | None:
    """Return the account of a person."""
    return session().scalars(sa.select(User).where(User.person_id == person_id)).one_or_none()


def find_grant(user: User, role: Role, unit: Unit) -> Grant | None:
    """Return the grant of this role on this very unit that has not been revoked."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.role == role, Grant.unit_id == unit.id, Grant.ends.is_(None)
    )
    return session().scalars(held).one_or_none()


def roles_of(user: User, today: date) -> list[Grant]:
    """Return the grants that *user* holds today, oldest first, with their units."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.starts <= today, sa.or_(Grant.ends.is_(None), Grant.ends > today)
    )
    return list(session().scalars(held.order_by(Grant.id).options(joinedload(Grant.unit))))


def may(user: User, role: Role, unit: Unit, today: date) -> bool:
    """Whether *user* holds *role* on *unit*, or above it with no other host between."""
    if not user.active:
        return False
    hosts = list(session().scalars(sa.select(Unit.path).join(Office, Office.unit_id == Unit.id)))
    return any(reaches(grant.unit.path, unit.path, hosts) for grant in roles_of(user, today) if grant.role == role)

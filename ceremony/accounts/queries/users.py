"""Questions about accounts."""

import sqlalchemy as sa

from ceremony.accounts.models import User
from ceremony.core.db import session
from ceremony.people.models import Person


def list_users(address: str) -> list[User]:
    """Return the accounts of who has this address now, in any case of its letters; several where persons share it."""
    here, alone = sa.func.lower(Person.email), sa.func.lower(User.email)
    ways = sa.or_(here == address.lower(), sa.and_(User.person_id.is_(None), alone == address.lower()))
    return list(session().scalars(sa.select(User).outerjoin(User.person).where(ways).order_by(User.id)))


def find_user(address: str) -> User | None:
    """Return the account of who has this address now, the oldest where persons share it."""
    return next(iter(list_users(address)), None)


def find_user_of(person_id: int) -> User | None:
    """Return the account of a person."""
    return session().scalars(sa.select(User).where(User.person_id == person_id)).one_or_none()


def find_by_uniquifier(uniquifier: str) -> User | None:
    """Return the open account that a cookie calls so."""
    return session().scalars(sa.select(User).where(User.fs_uniquifier == uniquifier, User.active)).one_or_none()

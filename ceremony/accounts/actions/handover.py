"""Handing the roles of an office over: the old clerk's end and the new one's begin on the same day."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from ceremony.accounts.actions.grants import account_of_person
from ceremony.accounts.models import Grant, User
from ceremony.accounts.rules import Role
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.refusal import Refusal, msgid
from ceremony.people.models import Person


class NothingToHandOver(Refusal):
    """Who hands over holds no role here on that day."""

    sentence = msgid("%(name)s holds no role here on %(day)s that could be handed over.")
    cure = msgid("Choose somebody who holds one, or an earlier day.")


class HandoverToOneself(Refusal):
    """Nobody takes over from themselves."""

    sentence = msgid("%(name)s cannot take over from themselves.")
    cure = msgid("Choose somebody else.")


class HandoverInThePast(Refusal):
    """What was done meanwhile was done under the old role."""

    sentence = msgid("Roles cannot change hands on %(day)s, which is over.")
    cure = msgid("Give today or a later day.")


def roles_to_hand_over(user: User, unit_ids: Collection[int], day: date) -> list[Grant]:
    """Return the roles that *user* holds on these units on *day*, and without an end set."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.unit_id.in_(unit_ids), Grant.starts <= day, Grant.ends.is_(None)
    )
    return list(session().scalars(held.order_by(Grant.id)))


def hand_over(
    user: User, heir: Person, unit_ids: Collection[int], day: date, today: date, now: datetime
) -> list[Grant]:
    """Let the roles of *user* on these units end on *day* and those of *heir* begin; return the new ones.

    Whoever holds one of them already keeps it as it is.
    Raises HandoverToOneself, HandoverInThePast, NothingToHandOver, NoAddressToSignIn or AddressOfSeveral.
    """
    if user.person_id == heir.id:
        raise HandoverToOneself(name=heir.full_name)
    if day < today:
        raise HandoverInThePast(day=f"{day:%d/%m/%Y}")
    held = roles_to_hand_over(user, unit_ids, day)
    if not held:
        raise NothingToHandOver(name=user.name, day=f"{day:%d/%m/%Y}")
    account = account_of_person(heir, min((one.role for one in held), key=list(Role).index), today, now)
    begun = []
    for grant in held:
        grant.ends = day
        values = {"role": grant.role.value, "unit": grant.unit.code, "day": day.isoformat()}
        record("hand over role", f"account:{user.id}", after={**values, "to": account.name})
        if not _holds(account, grant, day):
            begun.append(Grant(user_id=account.id, role=grant.role, unit_id=grant.unit_id, starts=day))
            record("take over role", f"account:{account.id}", after=values)
    session().add_all(begun)
    session().flush()
    return begun


def _holds(account: User, like: Grant, day: date) -> bool:
    """Whether the account has the same role without an end; one that begins later begins on *day* now."""
    open_one = sa.select(Grant).where(
        Grant.user_id == account.id, Grant.role == like.role, Grant.unit_id == like.unit_id, Grant.ends.is_(None)
    )
    grant = session().scalars(open_one).one_or_none()
    if grant is not None and grant.starts > day:
        grant.starts = day
    return grant is not None

"""Questions about who is away."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from ceremony.core.db import session
from ceremony.core.refusal import NotFound, msgid
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.models import Person, Unit
from ceremony.people.queries import nearest_host_id


def granted_leaves_on(host: Unit, day: date) -> dict[int, Leave]:
    """Return the granted leave that covers *day* of everybody in *host* who has one, by person id."""
    granted = (
        sa.select(Leave)
        .join(Leave.person)
        .where(
            Person.host_id == host.id,
            Leave.state == LeaveState.GRANTED,
            Leave.first_day <= day,
            Leave.last_day >= day,
        )
        .order_by(Leave.id.desc())
    )
    # Where two cover the day, the one that was asked first stands.
    return {leave.person_id: leave for leave in session().scalars(granted)}


def away_on(host: Unit, days: Collection[date]) -> dict[date, dict[int, set[int]]]:
    """Return who of *host* has a granted leave on each of *days*: person ids by unit id; one statement."""
    away: dict[date, dict[int, set[int]]] = {day: {} for day in days}
    if not away:
        return away
    granted = (
        sa.select(Leave.first_day, Leave.last_day, Leave.person_id, Person.unit_id)
        .join(Leave.person)
        .where(
            Person.host_id == host.id,
            Leave.state == LeaveState.GRANTED,
            Leave.first_day <= max(away),
            Leave.last_day >= min(away),
        )
    )
    for first, last, person_id, unit_id in session().execute(granted):
        for day in (one for one in away if first <= one <= last):
            away[day].setdefault(unit_id, set()).add(person_id)
    return away


def find_leave(person: Person, day: date) -> Leave | None:
    """Return the person's leave that covers *day*: a granted one, else one that is asked for."""
    covering = sa.select(Leave).where(
        Leave.person_id == person.id,
        Leave.first_day <= day,
        Leave.last_day >= day,
        Leave.state != LeaveState.REFUSED,
    )
    granted_first = sa.case((Leave.state == LeaveState.GRANTED, 0), else_=1)
    return session().scalars(covering.order_by(granted_first, Leave.id).limit(1)).first()


def find_same_leave(person: Person, kind: LeaveKind, first: date, last: date) -> Leave | None:
    """Return the latest leave of this kind for exactly these days, whatever became of it."""
    same = sa.select(Leave).where(
        Leave.person_id == person.id, Leave.kind == kind, Leave.first_day == first, Leave.last_day == last
    )
    return session().scalars(same.order_by(Leave.id.desc()).limit(1)).first()


def find_enclosing_leave(person: Person, kind: LeaveKind, first: date, last: date) -> Leave | None:
    """Return a leave of this kind, asked or granted, within which all these days lie."""
    enclosing = sa.select(Leave).where(
        Leave.person_id == person.id,
        Leave.kind == kind,
        Leave.state != LeaveState.REFUSED,
        Leave.first_day <= first,
        Leave.last_day >= last,
    )
    return session().scalars(enclosing.order_by(Leave.id).limit(1)).first()


class UnknownLeave(NotFound):
    """No leave has this number."""

    sentence = msgid("There is no such absence.")
    cure = msgid("Go back to the list of absences.")


def get_leave(leave_id: int) -> Leave:
    """Return the leave with this number; raises UnknownLeave."""
    leave = session().get(Leave, leave_id)
    if leave is None:
        raise UnknownLeave
    return leave


def list_asked_leaves(host: Unit) -> list[Leave]:
    """Return the host's leaves on which nobody has decided, with persons and units, the next day first."""
    wanted = (
        sa.select(Leave)
        .join(Leave.person)
        .where(Person.host_id == nearest_host_id(host), Leave.state == LeaveState.ASKED)
        .options(contains_eager(Leave.person).joinedload(Person.unit))
        .order_by(Leave.first_day, Person.sort_key, Leave.id)
    )
    return list(session().scalars(wanted))


def list_leaves(host: Unit, begin: date | None = None, end: date | None = None) -> list[Leave]:
    """Return the host's leaves that touch the days from *begin* up to but not including *end*, with their persons.

    By first day, then in name order.
    """
    wanted = (
        sa.select(Leave)
        .join(Leave.person)
        .where(Person.host_id == nearest_host_id(host))
        .options(contains_eager(Leave.person).joinedload(Person.unit))
        .order_by(Leave.first_day, Person.sort_key, Leave.id)
    )
    if begin is not None:
        wanted = wanted.where(Leave.last_day >= begin)
    if end is not None:
        wanted = wanted.where(Leave.first_day < end)
    return list(session().scalars(wanted))

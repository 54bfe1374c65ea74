"""Asking for leave, and deciding it."""

from datetime import date, datetime

import sqlalchemy as sa

from ceremony.core.audit.actions import current_actor, record
from ceremony.core.db import session
from ceremony.core.refusal import Word
from ceremony.core.text import clean
from ceremony.leave.models import Leave
from ceremony.leave.queries import find_enclosing_leave
from ceremony.leave.rules import AlreadyAsked, AlreadyDecided, LeaveKind, LeaveState, require_order
from ceremony.people.models import Person
from ceremony.people.queries.namesakes import called


def ask_leave(
    person: Person, kind: LeaveKind, first: date, last: date, *, note: str = "", source: str, now: datetime
) -> Leave:
    """Note that *person* asks to be away from *first* to *last*, both included.

    *source* says by which way it was asked ("command", "link", "mail").
    Raises DaysInWrongOrder, or AlreadyAsked where all the days lie within a leave of the same kind.
    """
    require_order(first, last)
    known = find_enclosing_leave(person, kind, first, last)
    if known is not None:
        raise AlreadyAsked(name=called(person), **_facts(known))
    leave = Leave(
        person_id=person.id,
        kind=kind,
        first_day=first,
        last_day=last,
        note=clean(note),
        state=LeaveState.ASKED,
        source=source,
        asked_at=now,
    )
    session().add(leave)
    session().flush()
    # Days, kind and words stay out: they may speak of health.
    record("ask leave", f"leave:{leave.id}")
    return leave


def drop_wish(person: Person, day: date, source: str) -> None:
    """Forget what *person* asked for just this day by the same way, as long as nobody has decided it."""
    wish = sa.select(Leave).where(
        Leave.person_id == person.id,
        Leave.first_day == day,
        Leave.last_day == day,
        Leave.state == LeaveState.ASKED,
        Leave.source == source,
    )
    for leave in session().scalars(wish):
        record("drop leave", f"leave:{leave.id}", {"state": leave.state.value})
        session().delete(leave)


def grant_leave(leave: Leave, now: datetime) -> None:
    """Grant the leave, also one that was refused before; raises AlreadyDecided."""
    _decide(leave, LeaveState.GRANTED, now)


def refuse_leave(leave: Leave, now: datetime) -> None:
    """Refuse the leave, also one that was granted before; raises AlreadyDecided."""
    _decide(leave, LeaveState.REFUSED, now)


def _decide(leave: Leave, state: LeaveState, now: datetime) -> None:
    if leave.state == state:
        raise AlreadyDecided(name=called(leave.person), **_facts(leave))
    # The kind and the note may speak of health; the log says only that a decision was taken.
    record(f"leave {state.value}", f"leave:{leave.id}", {"state": leave.state.value}, {"state": state.value})
    leave.state, leave.decided_at, leave.decided_by = state, now, current_actor().label


def _facts(leave: Leave) -> dict[str, object]:
    return {"first": leave.first_day.isoformat(), "last": leave.last_day.isoformat(), "state": Word(leave.state.value)}

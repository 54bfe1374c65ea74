"""Opening a roll and taking it."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ceremony.attendance.models import Attendance, Roll
from ceremony.attendance.queries import (
    get_held,
    get_invited,
    get_window,
    invited_people,
    leaves_on_the_day,
    marks_of,
    require_open,
)
from ceremony.attendance.rules import Held, Invited, Mark, MarkSource, NotThatDayYet, Said, Taken
from ceremony.attendance.rules.register import Line, Problem, match_lines
from ceremony.attendance.rules.windows import Window, opened_by_hand
from ceremony.core.audit.actions import record
from ceremony.core.clock import at, local
from ceremony.core.db import session
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import lock_ceremony

# Whose leaves a later mark of the same roll may take back.
_FROM_ROLL = "roll"


def require_takeable(ceremony: Ceremony, now: datetime) -> Held:
    """Return the ceremony's day and end where its roll may be taken; raises NotHeld, NotThatDayYet or RollClosed."""
    held = get_held(ceremony)
    if local(now).date() < held.day:
        raise NotThatDayYet(month=ceremony.month, date=f"{held.day:%d/%m/%Y}")
    require_open(ceremony)
    return held


def open_roll(ceremony: Ceremony, now: datetime) -> Window:
    """Open check-in and return its time; on the ceremony's day also earlier or later than usual.

    Of a past day it stays the time of that day: nobody arrives any more, but the office can still
    enter its paper register. Raises NotHeld, NotThatDayYet or RollClosed.
    """
    lock_ceremony(ceremony)
    require_takeable(ceremony, now)
    window = get_window(ceremony)
    if local(now).date() == ceremony.date:
        window = opened_by_hand(window, ceremony.minutes, now)
    session().merge(Roll(ceremony_id=ceremony.id, opens=window.opens, closes=window.closes))
    times = {"opens": window.opens.isoformat(), "closes": window.closes.isoformat()}
    record("open-roll", f"ceremony:{ceremony.key}", after=times)
    return window


@dataclass(frozen=True)
class Entry:
    """What is said of one person: the value, and the moment of arrival where it is known."""

    who: Invited
    said: Said
    arrival: datetime | None = None


def mark_person(
    ceremony: Ceremony,
    person: Person,
    said: Said,
    arrival: datetime | None,
    source: MarkSource,
    actor: str,
    now: datetime,
) -> MarkSource:
    """Say how *person* came, or that they are excused, and return the source of what now stands.

    One mark a person: the last word stands; saying the same again keeps the first time and source.
    `excused` grants a leave of that day; any other word takes such a leave back. Raises NotHeld,
    NotThatDayYet, RollClosed or NotOnTheRoll.
    """
    lock_ceremony(ceremony, alone=False)
    require_takeable(ceremony, now)
    entry = Entry(get_invited(ceremony, person), said, arrival)
    if take(ceremony, [entry], source, actor, now, only=person.id):
        return source
    mark = marks_of(ceremony, person.id).get(person.id)
    return source if mark is None or said is Said.EXCUSED else mark.source


@dataclass(frozen=True)
class Imported:
    """What a register changed: its lines, how many were new and known; with problems nothing is written."""

    rows: int
    recorded: int
    known: int
    problems: tuple[Problem, ...] = ()


def import_register(ceremony: Ceremony, lines: Sequence[Line], actor: str, now: datetime) -> Imported:
    """Enter a register of people on the roll, all of it or nothing; the same again changes nothing.

    Raises NotHeld, NotThatDayYet or RollClosed.
    """
    lock_ceremony(ceremony, alone=False)
    day = require_takeable(ceremony, now).day
    matched, problems = match_lines(lines, invited_people(ceremony))
    if problems:
        return Imported(len(lines), 0, 0, tuple(problems))
    entries = [Entry(one.who, one.said, at(day, one.time) if one.time else None) for one in matched]
    recorded = take(ceremony, entries, MarkSource.IMPORT, actor, now)
    record("import-roll", f"ceremony:{ceremony.key}", after={"rows": len(lines), "recorded": recorded})
    return Imported(len(lines), recorded, len(lines) - recorded)


def take(
    ceremony: Ceremony,
    entries: Sequence[Entry],
    source: MarkSource,
    actor: str,
    now: datetime,
    only: int | None = None,
) -> int:
    """Write what is new among *entries* and return how many those are; *only*: their one person."""
    marks, leaves = marks_of(ceremony, only), leaves_on_the_day(ceremony, only)
    excused = [entry.who for entry in entries if entry.said is Said.EXCUSED]
    said = [entry for entry in entries if entry.said is not Said.EXCUSED]
    off = [who for who in excused if not leaves.get(who.person_id)]
    grant_day_off(ceremony, off, actor, now)
    # A mark gives way to the leave, but the unit stays recorded.
    given_way = [Entry(who, Said.ABSENT) for who in excused if who.person_id in marks]
    news = [entry for entry in (*given_way, *said) if _is_news(entry, marks)]
    write_marks(ceremony, news, source, actor, now)
    back = {entry.who.person_id for entry in said} & leaves.keys()
    changed = {who.person_id for who in off} | {entry.who.person_id for entry in news}
    return len(changed | take_back_days_off(ceremony, back, actor, now))


def _is_news(entry: Entry, marks: dict[int, Taken]) -> bool:
    mark = marks.get(entry.who.person_id)
    if mark is None or mark.value.value != entry.said.value:
        return True
    return entry.arrival is not None and entry.arrival != mark.at


def write_marks(ceremony: Ceremony, entries: Iterable[Entry], source: MarkSource, actor: str, now: datetime) -> None:
    """Write one row for each entry over what stood there; *now* where no arrival is known."""
    rows = [
        {
            "ceremony_id": ceremony.id,
            "person_id": entry.who.person_id,
            "unit_id": entry.who.unit_id,
            "host_id": entry.who.host_id,
            "value": Mark(entry.said.value),
            "source": source,
            "actor": actor,
            "at": entry.arrival or now,
        }
        # In one order, so that two registers entered at once wait for each other and never deadlock.
        for entry in sorted(entries, key=lambda entry: entry.who.person_id)
    ]
    if not rows:
        return
    on_postgresql = session().get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(Attendance) if on_postgresql else sqlite.insert(Attendance)
    latest = {name: insert.excluded[name] for name in ("value", "source", "actor", "at")}
    session().connection().execute(
        insert.on_conflict_do_update(index_elements=["ceremony_id", "person_id"], set_=latest), rows
    )


def grant_day_off(ceremony: Ceremony, people: Sequence[Invited], actor: str, now: datetime) -> None:
    """Grant each of *people* a leave of the ceremony's day that a later mark takes back."""
    day = ceremony.date
    rows: list[dict[str, Any]] = [
        {
            "person_id": who.person_id,
            "first_day": day,
            "last_day": day,
            "kind": LeaveKind.OTHER,
            "note": "",
            "state": LeaveState.GRANTED,
            "source": _FROM_ROLL,
            "asked_at": now,
            "decided_at": now,
            "decided_by": actor,
        }
        for who in people
    ]
    if rows:
        session().connection().execute(sa.insert(Leave), rows)
        ids = [who.person_id for who in people]
        record("excuse", f"ceremony:{ceremony.key}", after={"day": str(day), "people": ids})


def take_back_days_off(ceremony: Ceremony, person_ids: Set[int], actor: str, now: datetime) -> Set[int]:
    """Take back the leaves that this roll granted to these people, and return whose those were."""
    if not person_ids:
        return set()
    granted = sa.select(Leave).where(
        Leave.source == _FROM_ROLL, Leave.state == LeaveState.GRANTED, Leave.first_day == ceremony.date
    )
    back = [leave for leave in session().scalars(granted) if leave.person_id in person_ids]
    for leave in back:
        leave.state, leave.decided_at, leave.decided_by = LeaveState.REFUSED, now, actor
    ids = {leave.person_id for leave in back}
    if ids:
        values = {"day": str(ceremony.date), "people": sorted(ids)}
        record("take-back-excuse", f"ceremony:{ceremony.key}", after=values)
    return ids

"""The rest of a roll at once, and one step back."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from ceremony.attendance.actions.roll import (
    Entry,
    grant_day_off,
    mark_person,
    require_takeable,
    take,
    take_back_days_off,
    write_marks,
)
from ceremony.attendance.models import Attendance
from ceremony.attendance.queries import get_invited, invited_people, leaves_on_the_day, marks_of
from ceremony.attendance.rules import Mark, MarkSource, Said
from ceremony.attendance.rules.undo import ChangedSince, Step, standing_of
from ceremony.core.db import session
from ceremony.people.models import Person
from ceremony.people.queries.namesakes import called
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import lock_ceremony


def say_of(ceremony: Ceremony, person: Person, said: Said, source: MarkSource, actor: str, now: datetime) -> Step:
    """Say how *person* came, as `mark_person` does, and return the step by which it can be taken back."""
    before = marks_of(ceremony, person.id).get(person.id)
    was_away = bool(leaves_on_the_day(ceremony, person.id))
    mark_person(ceremony, person, said, None, source, actor, now)
    return Step(ceremony.id, person.id, said.value, before, was_away, now)


def mark_rest(
    ceremony: Ceremony, unit_ids: Collection[int] | None, source: MarkSource, actor: str, now: datetime
) -> Step:
    """Mark everybody of these units (None: all) of whom nothing is known as present, and return the step.

    Raises NotHeld, NotThatDayYet or RollClosed.
    """
    lock_ceremony(ceremony, alone=False)
    day = require_takeable(ceremony, now).day
    marks, leaves = marks_of(ceremony), leaves_on_the_day(ceremony)
    rest = [
        Entry(who, Said.PRESENT)
        for who in invited_people(ceremony)
        if (unit_ids is None or who.unit_id in unit_ids)
        and who.person_id not in marks
        and not leaves.get(who.person_id)
        and (who.left is None or who.left > day)
    ]
    take(ceremony, rest, source, actor, now)
    return Step(ceremony.id, None, Said.PRESENT.value, None, was_away=False, at=now)


def take_back(ceremony: Ceremony, step: Step, person: Person | None, actor: str, now: datetime) -> None:
    """Take the step back: what stood before stands again, with its own source, actor and time.

    *person*: whom the step is about; None for the rest, of whom only the marks of that very press are taken away.
    Raises NotHeld, NotThatDayYet, RollClosed, NotOnTheRoll or ChangedSince.
    """
    lock_ceremony(ceremony, alone=False)
    require_takeable(ceremony, now)
    if person is None:
        session().execute(
            sa.delete(Attendance).where(
                Attendance.ceremony_id == ceremony.id,
                Attendance.actor == actor,
                Attendance.at == step.at,
                Attendance.value == Mark.PRESENT,
            )
        )
        return
    who = get_invited(ceremony, person)
    leaves = leaves_on_the_day(ceremony, person.id).get(person.id, ())
    if standing_of(marks_of(ceremony, person.id).get(person.id), leaves) != step.said:
        raise ChangedSince(who=called(person))
    if step.before is None:
        session().execute(
            sa.delete(Attendance).where(Attendance.ceremony_id == ceremony.id, Attendance.person_id == person.id)
        )
    else:
        was = step.before
        write_marks(ceremony, [Entry(who, Said(was.value.value), was.at)], was.source, was.actor, now)
    if not step.was_away:
        take_back_days_off(ceremony, {person.id}, actor, now)
    elif not leaves:
        grant_day_off(ceremony, [who], actor, now)

"""What the page of a roll and the screen before the people show."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from ceremony.attendance.models import PersonOutcome, RollClosing
from ceremony.attendance.queries import get_held, invited_people, leaves_on_the_day, marks_of
from ceremony.attendance.rules import Held, MarkSource, Outcome, Taken
from ceremony.attendance.rules.undo import UNMARKED, standing_of
from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.people.models import Person, Unit
from ceremony.people.queries import unit_ranks
from ceremony.people.queries.namesakes import apart
from ceremony.schedule.models import Ceremony


@dataclass(frozen=True)
class Row:
    """One person on the roll.

    `standing`: present, late, excused, absent, unmarked; of a closed roll also not_recorded and not_obliged.
    `at` is the arrival where somebody arrived, `source` who said so, `why` the closing's words.
    """

    person_id: int
    name: str
    position: str
    standing: str
    # What tells the person from a namesake.
    apart: str = ""
    at: datetime | None = None
    source: MarkSource | None = None
    why: str = ""


@dataclass(frozen=True)
class Group:
    """The people of one unit, in name order."""

    unit: str
    rows: tuple[Row, ...]

    @property
    def done(self) -> int:
        """How many of them have something said of them."""
        return sum(row.standing != UNMARKED for row in self.rows)

    @property
    def came(self) -> int:
        """How many of them came."""
        return sum(row.standing in ("present", "late") for row in self.rows)

    @property
    def expected(self) -> int:
        """How many of them have no leave."""
        return sum(row.standing != "excused" for row in self.rows)


def counts_of(groups: Iterable[Group]) -> Counter[str]:
    """Return how many people stand how."""
    return Counter(row.standing for group in groups for row in group.rows)


def roll_of(ceremony: Ceremony, unit_ids: Collection[int] | None) -> list[Group]:
    """Return the roll as it stands, by unit, only of these units (None: of all); raises NotHeld."""
    held = get_held(ceremony)
    marks, leaves = marks_of(ceremony), leaves_on_the_day(ceremony)
    unit_of = {who.person_id: who.unit_id for who in invited_people(ceremony)}
    rows = []
    for person in _people(ceremony, unit_of.keys()):
        if unit_ids is not None and unit_of[person.id] not in unit_ids:
            continue
        mark = marks.get(person.id)
        standing = standing_of(mark, leaves.get(person.id, ()))
        row = Row(person.id, person.full_name, person.position, standing, apart(person))
        if mark is not None and standing == mark.value:
            row = replace(row, at=_arrival(mark, held), source=mark.source)
        rows.append((unit_of[person.id], row))
    return _grouped(rows)


def outcomes_of(closing: RollClosing, unit_ids: Collection[int] | None) -> list[Group]:
    """Return what a closed roll says of each person, by unit, only of these units (None: of all)."""
    wanted = (
        sa.select(PersonOutcome, Person)
        .join(Person, Person.id == PersonOutcome.person_id)
        .where(PersonOutcome.closing_id == closing.id)
        .order_by(Person.sort_key, Person.id)
    )
    if unit_ids is not None:
        wanted = wanted.where(PersonOutcome.unit_id.in_(unit_ids))
    rows = []
    for outcome, person in session().execute(wanted):
        came = "late" if outcome.late else "present"
        standing = came if outcome.outcome is Outcome.ATTENDED else outcome.outcome.value
        row = Row(person.id, person.full_name, person.position, standing, apart(person), why=outcome.why)
        rows.append((outcome.unit_id, row))
    return _grouped(rows)


def _arrival(mark: Taken, held: Held) -> datetime | None:
    return mark.at if mark.at.date() == held.day and mark.at <= held.end else None


def _people(ceremony: Ceremony, known: Collection[int]) -> list[Person]:
    invited = sa.select(Invitation.person_id).where(
        Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_not(None)
    )
    wanted = (
        sa.select(Person)
        .where(sa.or_(Person.host_id == ceremony.host_id, Person.id.in_(invited)))
        .order_by(Person.sort_key, Person.id)
    )
    return [person for person in session().scalars(wanted) if person.id in known]


def _grouped(rows: Iterable[tuple[int, Row]]) -> list[Group]:
    ranks = unit_ranks()
    by_unit: dict[int, list[Row]] = {}
    for unit_id, row in rows:
        by_unit.setdefault(unit_id, []).append(row)
    names = {unit_id: name for unit_id, name in session().execute(sa.select(Unit.id, Unit.name)) if unit_id in by_unit}
    return [Group(names[unit_id], tuple(by_unit[unit_id])) for unit_id in sorted(by_unit, key=ranks.__getitem__)]


def last_arrivals(groups: Iterable[Group], number: int) -> list[Row]:
    """Return who came last by the code on the screen, the latest first."""
    by_code = [
        row for group in groups for row in group.rows if row.source is MarkSource.CODE and row.at and row.standing
    ]
    return sorted(by_code, key=lambda row: row.at.timestamp() if row.at else 0, reverse=True)[:number]

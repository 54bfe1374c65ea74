"""Who spoke and led when, and whose turn is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from ceremony.core.db import session
from ceremony.leave.queries import away_on
from ceremony.people.models import Person, Unit
from ceremony.people.queries import count_own_people
from ceremony.programme.models import ProgrammeItem, RotaExempt
from ceremony.programme.queries import list_coming, list_open_units
from ceremony.programme.rules.rota import SPEAKING, Duty, Free, Turn, propose_turns
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState

MOST_MONTHS = 12


@dataclass(frozen=True)
class Served:
    """One duty on one day: what it was, of which unit, by whom where that is known."""

    duty: Duty
    ceremony: Ceremony
    words: str
    unit: Unit
    person: Person | None

    @property
    def day(self) -> date:
        """The day of the ceremony."""
        return self.ceremony.told.day


@dataclass(frozen=True)
class Candidate:
    """Whose turn it is: a unit, and the one of its people who served longest ago."""

    unit: Unit
    person: Person | None


@dataclass(frozen=True)
class Month:
    """A coming ceremony: who speaks and leads, or whose turn it is; `away` are the ids of people on leave that day."""

    ceremony: Ceremony
    decided: dict[Duty, Served] = field(default_factory=dict)
    proposed: dict[Duty, Candidate] = field(default_factory=dict)
    away: frozenset[int] = frozenset()

    @property
    def day(self) -> date:
        """The day of the ceremony."""
        return self.ceremony.told.day

    @property
    def who_speaks(self) -> int | None:
        """The id of the unit that is to speak, or whose turn that is."""
        found = self.decided.get(Duty.SPEAKING) or self.proposed.get(Duty.SPEAKING)
        return None if found is None else found.unit.id


@dataclass(frozen=True)
class Count:
    """How often a unit served in this year and the last, and when for the last time; dates ahead count."""

    unit: Unit
    this_year: dict[Duty, int]
    last_year: dict[Duty, int]
    last: date | None


def list_exempt(host: Unit) -> set[int]:
    """Return the ids of the host's units that take no turns."""
    ids = [unit.id for unit in list_open_units(host)]
    return set(session().scalars(sa.select(RotaExempt.unit_id).where(RotaExempt.unit_id.in_(ids))))


def list_with_people(host: Unit, today: date) -> list[Unit]:
    """Return the host's units that have people of their own, in unit order."""
    people = count_own_people(today)
    return [unit for unit in list_open_units(host) if people.get(unit.id)]


def list_rota_units(host: Unit, today: date) -> list[Unit]:
    """Return the units that take turns, in unit order: those with people of their own that are not exempt."""
    exempt = list_exempt(host)
    return [unit for unit in list_with_people(host, today) if unit.id not in exempt]


def list_served(host: Unit, first: date) -> list[Served]:
    """Return who spoke and led from *first* on, dates ahead too, in the order of days.

    A unit that presented several things on a day is told for each; what was not reached is left out.
    """
    held = sa.and_(Ceremony.host_id == host.id, Ceremony.date >= first, Ceremony.state == CeremonyState.PLANNED)
    spoken = (
        sa.select(ProgrammeItem)
        .join(ProgrammeItem.ceremony)
        .join(ProgrammeItem.unit)
        .where(held, ProgrammeItem.kind.in_(SPEAKING), ProgrammeItem.is_unreached.is_(False))
        .options(
            contains_eager(ProgrammeItem.ceremony),
            contains_eager(ProgrammeItem.unit),
            joinedload(ProgrammeItem.speaker),
        )
        .order_by(ProgrammeItem.position)
    )
    found = [
        Served(Duty.SPEAKING, item.ceremony, item.title, item.unit, item.speaker)
        for item in session().scalars(spoken)
        if item.unit is not None
    ]
    led = sa.select(Ceremony).where(held, Ceremony.mc_unit_id.is_not(None))
    loaded = led.options(joinedload(Ceremony.mc_unit), joinedload(Ceremony.mc))
    found += [Served(Duty.MC, one, "", one.mc_unit, one.mc) for one in session().scalars(loaded) if one.mc_unit]
    # Sorting keeps the order of the programme among those of one day.
    return sorted(found, key=lambda one: (one.day, one.ceremony.id))


def rota_of(host: Unit, served: Sequence[Served], today: date) -> list[Month]:
    """Return the host's coming ceremonies, at most MOST_MONTHS, each duty decided or proposed."""
    coming = list_coming(host, today)[:MOST_MONTHS]
    away, people = away_on(host, {one.told.day for one in coming}), count_own_people(today)
    units = {unit.id: unit for unit in list_rota_units(host, today)}
    months = {one.id: Month(one, away=_ids(away[one.told.day].values())) for one in coming}
    for one in served:
        if one.ceremony.id in months:
            months[one.ceremony.id].decided.setdefault(one.duty, one)

    def is_free(unit_id: int, day: date) -> bool:
        return people.get(unit_id, 0) > len(away[day].get(unit_id, ()))

    _propose(Duty.SPEAKING, list(months.values()), units, served, is_free)
    speaking = {month.day: month.who_speaks for month in months.values()}

    def may_lead(unit_id: int, day: date) -> bool:
        # Who speaks that day leads only where nobody else is free.
        return is_free(unit_id, day) and (
            unit_id != speaking.get(day) or not any(is_free(one, day) for one in units if one != unit_id)
        )

    _propose(Duty.MC, list(months.values()), units, served, may_lead)
    return list(months.values())


def _propose(
    duty: Duty, months: Sequence[Month], units: Mapping[int, Unit], served: Sequence[Served], is_free: Free
) -> None:
    """Propose whose turn the duty is in each month in which nobody has decided it."""
    turns = {Turn(one.unit.id, one.day) for one in served if one.duty is duty}
    waiting = [month for month in months if duty not in month.decided]
    chosen = propose_turns(list(units), turns, [month.day for month in waiting], is_free)
    candidates = _Candidates([one for one in chosen if one is not None], served, duty)
    for month, unit_id in zip(waiting, chosen, strict=True):
        if unit_id is not None:
            person = candidates.next_of(unit_id, month.day, month.away)
            month.proposed[duty] = Candidate(units[unit_id], person)


def _ids(by_unit: Iterable[set[int]]) -> frozenset[int]:
    return frozenset(person_id for ids in by_unit for person_id in ids)


class _Candidates:
    """The people of some units, who served longest ago first."""

    def __init__(self, unit_ids: Sequence[int], served: Sequence[Served], duty: Duty) -> None:
        wanted = sa.select(Person).where(Person.unit_id.in_(set(unit_ids))).order_by(Person.sort_key, Person.id)
        self._people: dict[int, list[Person]] = {}
        for person in session().scalars(wanted):
            self._people.setdefault(person.unit_id, []).append(person)
        self._turns = [Turn(one.person.id, one.day) for one in served if one.person and one.duty is duty]

    def next_of(self, unit_id: int, day: date, away: frozenset[int]) -> Person | None:
        """Return whose turn it is within the unit on *day*."""
        people = {one.id: one for one in self._people.get(unit_id, ()) if one.belongs_on(day)}
        (chosen,) = propose_turns(list(people), self._turns, [day], lambda one, _day: one not in away)
        if chosen is None:
            return None
        self._turns.append(Turn(chosen, day))
        return people[chosen]


def count_turns(units: Sequence[Unit], served: Sequence[Served], year: int) -> list[Count]:
    """Return how often each unit served in *year* and the year before; several things on one day are one turn."""
    turns: Mapping[Duty, set[Turn]] = {
        duty: {Turn(one.unit.id, one.day) for one in served if one.duty is duty} for duty in Duty
    }

    def number(unit: Unit, duty: Duty, of_year: int) -> int:
        return sum(1 for one in turns[duty] if one.who == unit.id and one.day.year == of_year)

    return [
        Count(
            unit,
            {duty: number(unit, duty, year) for duty in Duty},
            {duty: number(unit, duty, year - 1) for duty in Duty},
            max((one.day for duty in Duty for one in turns[duty] if one.who == unit.id), default=None),
        )
        for unit in units
    ]

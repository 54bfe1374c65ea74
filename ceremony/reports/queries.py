"""Figures of closed rolls, by month, year and person."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from ceremony.attendance.models import PersonOutcome, RollClosing, UnitCount
from ceremony.attendance.rules import Away, Figures, Outcome, words_for_leave
from ceremony.core.db import session
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveState
from ceremony.people.models import Person, Unit
from ceremony.people.queries import list_hosts, unit_ranks
from ceremony.reports.rules import AgencyRow, FigureRow, PersonLine, UnknownSeries, month_names, value_of, with_sum
from ceremony.schedule.models import Ceremony, Series


def month_figures(ceremony: Ceremony) -> list[FigureRow]:
    """Return a closed ceremony's row for each unit's own people, in unit order, and the sum.

    Empty while the roll is not closed.
    """
    several = sa.select(Ceremony.slot).where(Ceremony.series_id == ceremony.series_id)
    return _figures([ceremony], month_names(list(session().scalars(several))))


def year_figures(host: Unit, year: int, series_name: str | None = None) -> list[FigureRow]:
    """Return the same rows for each closed ceremony of the host's *year*, in the order of slots.

    Raises UnknownSeries.
    """
    of_year = (
        sa.select(Ceremony)
        .where(Ceremony.host_id == host.id)
        .where(Ceremony.slot >= date(year, 1, 1), Ceremony.slot <= date(year, 12, 31))
        .order_by(Ceremony.slot, Ceremony.id)
    )
    if series_name is not None:
        of_host = sa.select(Series.id).where(Series.host_id == host.id, Series.name == series_name)
        series_id = session().scalars(of_host).one_or_none()
        if series_id is None:
            raise UnknownSeries(host=host.name, name=series_name)
        of_year = of_year.where(Ceremony.series_id == series_id)
    ceremonies = list(session().scalars(of_year))
    return _figures(ceremonies, month_names([ceremony.slot for ceremony in ceremonies]))


def _figures(ceremonies: Sequence[Ceremony], names: dict[date, str]) -> list[FigureRow]:
    counts = (
        sa.select(UnitCount, Unit.code, RollClosing.ceremony_id)
        .join(RollClosing, RollClosing.id == UnitCount.closing_id)
        .join(Unit, Unit.id == UnitCount.unit_id)
        .where(RollClosing.ceremony_id.in_([ceremony.id for ceremony in ceremonies]))
    )
    closed = sa.select(RollClosing.ceremony_id).where(RollClosing.ceremony_id.in_([one.id for one in ceremonies]))
    ranks = unit_ranks()
    rows: dict[int, list[tuple[int, FigureRow]]] = {ceremony_id: [] for ceremony_id in session().scalars(closed)}
    named = {ceremony.id: names[ceremony.slot] for ceremony in ceremonies}
    for count, code, ceremony_id in session().execute(counts):
        row = FigureRow(named[ceremony_id], count.unit_name, code, _figures_of(count))
        rows[ceremony_id].append((ranks[count.unit_id], row))
    found: list[FigureRow] = []
    for ceremony in ceremonies:
        if ceremony.id in rows:
            in_order = sorted(rows[ceremony.id], key=lambda ranked: ranked[0])
            found += with_sum(named[ceremony.id], [row for _, row in in_order])
    return found


def agency_figures(host: Unit, year: int) -> list[AgencyRow]:
    """Return a row for each host below *host*, in unit order: the sums of its closed rolls of *year*."""
    sums = {name: sa.func.sum(getattr(UnitCount, name)) for name in Figures.__dataclass_fields__}
    counted = (
        sa.select(RollClosing.host_id, sa.func.count(RollClosing.id.distinct()), *sums.values())
        .join(UnitCount, UnitCount.closing_id == RollClosing.id)
        .join(Ceremony, Ceremony.id == RollClosing.ceremony_id)
        .where(Ceremony.slot >= date(year, 1, 1), Ceremony.slot <= date(year, 12, 31))
        .group_by(RollClosing.host_id)
    )
    found = {
        host_id: (rolls, Figures(*map(int, counts))) for host_id, rolls, *counts in session().execute(counted).all()
    }
    below = (unit for unit in list_hosts() if unit.id != host.id and unit.path.startswith(host.path))
    return [AgencyRow(unit.name, unit.code, *found.get(unit.id, (0, Figures()))) for unit in below]


def _figures_of(count: UnitCount) -> Figures:
    return Figures(
        attended=count.attended,
        late=count.late,
        excused=count.excused,
        absent=count.absent,
        not_recorded=count.not_recorded,
        not_obliged=count.not_obliged,
    )


def person_record(person: Person, year: int, *, own: bool = False) -> list[PersonLine]:
    """Return what the closed rolls of *year* say of a person, in the order of days.

    The kind of a leave, which may tell of health, is named only in the person's *own* reading.
    """
    outcomes = (
        sa.select(PersonOutcome, RollClosing.day, Ceremony.slot, Ceremony.key)
        .join(RollClosing, RollClosing.id == PersonOutcome.closing_id)
        .join(Ceremony, Ceremony.id == RollClosing.ceremony_id)
        .where(PersonOutcome.person_id == person.id)
        .where(Ceremony.slot >= date(year, 1, 1), Ceremony.slot <= date(year, 12, 31))
        .order_by(RollClosing.day, Ceremony.slot)
    )
    found = session().execute(outcomes).all()
    names = month_names([slot for _, _, slot, _ in found])
    leaves = _granted_leaves(person) if own else []
    return [
        PersonLine(
            names[slot],
            day,
            value_of(outcome.outcome, late=outcome.late),
            outcome.source or None,
            _why(outcome, day, leaves),
            key,
        )
        for outcome, day, slot, key in found
    ]


def _granted_leaves(person: Person) -> list[Away]:
    granted = sa.select(Leave.first_day, Leave.last_day, Leave.kind).where(
        Leave.person_id == person.id, Leave.state == LeaveState.GRANTED
    )
    return [Away(*row) for row in session().execute(granted)]


def _why(outcome: PersonOutcome, day: date, leaves: Sequence[Away]) -> str:
    """Return the closing's words; with the kind where the very leave that excused is among *leaves*."""
    for leave in leaves:
        excused = outcome.outcome is Outcome.EXCUSED and leave.first <= day <= leave.last
        if excused and words_for_leave(leave) == outcome.why:
            return words_for_leave(leave, own=True)
    return outcome.why


def totals_by_ceremony(ceremony_ids: Collection[int]) -> dict[int, Figures]:
    """Return the figures of each closed roll among these ceremonies, over all its units."""
    counts = (
        sa.select(UnitCount, RollClosing.ceremony_id)
        .join(RollClosing, RollClosing.id == UnitCount.closing_id)
        .where(RollClosing.ceremony_id.in_(ceremony_ids))
    )
    totals: dict[int, Figures] = {}
    for count, ceremony_id in session().execute(counts):
        totals[ceremony_id] = totals.get(ceremony_id, Figures()) + _figures_of(count)
    return totals

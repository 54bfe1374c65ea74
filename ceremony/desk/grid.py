"""A year as twelve months of days: what is off, and what is held."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ceremony.desk.board import BoardRow
from ceremony.schedule.rules import WorkDays


@dataclass(frozen=True)
class GridDay:
    """One day: why it is off ("" where it is worked), and the ceremonies that are held on it."""

    date: date
    off: str
    rows: tuple[BoardRow, ...]


Week = tuple[GridDay | None, ...]


def grid_of(rows: Sequence[BoardRow], year: int, days: WorkDays) -> list[list[Week]]:
    """Return the weeks of each month, Monday first; None stands for the days of the months beside it."""
    held: dict[date, tuple[BoardRow, ...]] = {}
    for row in rows:
        if row.is_held and row.ceremony.date is not None:
            held[row.ceremony.date] = (*held.get(row.ceremony.date, ()), row)
    return [
        [
            tuple(GridDay(day, days.reason_off(day), held.get(day, ())) if day.month == month else None for day in week)
            for week in Calendar().monthdatescalendar(year, month)
        ]
        for month in range(1, 13)
    ]

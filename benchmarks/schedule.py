"""The dates of a rule: a thousand months, moved from days off and explained, beside the bare recurrence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from dateutil.rrule import rrulestr

from benchmarks.harness import Goal, Row
from ceremony.schedule.rules.days import WorkDays
from ceremony.schedule.rules.occurrences import occurrences
from ceremony.schedule.rules.states import WhenOff

FIRST, LAST = date(2016, 1, 1), date(2099, 4, 1)
MONTHS = (LAST.year - FIRST.year) * 12 + LAST.month


# A day has no zone.
BEGIN, END = datetime(FIRST.year, 1, 1), datetime(LAST.year, LAST.month, 30)  # noqa: DTZ001


def _bare() -> list[datetime]:
    return rrulestr("FREQ=MONTHLY;BYDAY=1MO", dtstart=BEGIN).between(BEGIN, END, inc=True)


def _preview(days: WorkDays) -> list[object]:
    return list(occurrences("first-monday", WhenOff.NEXT_MONDAY, days, FIRST, LAST))


@contextmanager
def rows() -> Iterator[list[Row]]:
    """The office has the holidays in memory, as it has after the first year that it looks at."""
    days = WorkDays()
    assert len(_preview(days)) == len(_bare()) == MONTHS
    yield [
        Row(
            "preview of 1,000 months, first Monday",
            "months",
            MONTHS,
            lambda: _preview(days),
            _bare,
            goal=Goal("limit", 0.2),
        ),
    ]

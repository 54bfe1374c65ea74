"""Dates and hours that lie too near to each other for the same people."""

from collections.abc import Iterable, Mapping
from datetime import date

# Two ceremonies within as many days are one too many for who must attend both.
NEAR_DAYS = 3


def near_dates(dates: Iterable[date | None], others: Mapping[date, str]) -> dict[date, tuple[date, str]]:
    """Return, by date, the nearest of *others* within NEAR_DAYS and its name; dates without one are left out."""
    found = {}
    for day in dates:
        close = [one for one in others if day is not None and abs((one - day).days) <= NEAR_DAYS]
        if day is not None and close:
            nearest = min(close, key=lambda one: (abs((one - day).days), one))
            found[day] = (nearest, others[nearest])
    return found


def overlap(start: str, minutes: int, other_start: str, other_minutes: int) -> bool:
    """Whether two ceremonies of one day, each from "07:00" for so many minutes, run at the same time."""
    begins, other_begins = _minute(start), _minute(other_start)
    return begins < other_begins + other_minutes and other_begins < begins + minutes


def _minute(wall: str) -> int:
    hours, _, minutes = wall.partition(":")
    return 60 * int(hours) + int(minutes)

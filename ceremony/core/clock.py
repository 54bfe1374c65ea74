"""The only reader of time: what moment it is, what day it is in the office, and a rehearsal's clock.

Leases, throttles and heartbeats use `real_now`; everything that people see uses `now` and `today`.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = "Asia/Ho_Chi_Minh"


def real_now() -> datetime:
    """Return the machine's moment, in UTC, rehearsal or not."""
    return datetime.now(UTC)  # noqa: TID251 - this is the door


def real_seconds() -> float:
    """Return a count of seconds that only runs forward."""
    return time.monotonic()


@dataclass(frozen=True)
class Rehearsal:
    """A clock that showed `shows` at the moment `at`, and has run on since; both aware."""

    shows: datetime
    at: datetime

    @classmethod
    def parse(cls, text: str) -> "Rehearsal":
        """Read `2021-07-26T08:00+07:00[@2026-11-24T09:00+07:00]`; without @ it starts now.

        Raises ValueError where a moment is unreadable or has no zone.
        """
        shows, anchored, at = text.partition("@")
        return cls(shows=_moment(shows), at=_moment(at) if anchored else real_now())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone, such as +07:00")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the calendar") from error


@dataclass(frozen=True)
class Clock:
    """The office's clock: its zone and, in a rehearsal, its shift."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(OFFICE_ZONE))
    rehearsal: Rehearsal | None = None

    def now(self) -> datetime:
        """Return the office's moment, in UTC."""
        moment = real_now()
        if self.rehearsal is None:
            return moment
        return self.rehearsal.shows + (moment - self.rehearsal.at)


# One process serves one office zone, so the clock is a property of the process like its zone files.
_installed = Clock()


def install(clock: Clock) -> None:
    """Make *clock* the one that `now`, `today` and `local` read in this process."""
    global _installed
    _installed = clock


def installed() -> Clock:
    """Return the clock of this process."""
    return _installed


def now() -> datetime:
    """Return the office's moment, aware, in UTC."""
    return _installed.now()


def today() -> date:
    """Return the office's day."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return *moment* on the office's wall clock."""
    return moment.astimezone(_installed.zone)


def at(day: date, wall: str) -> datetime:
    """Return the moment, in UTC, of *day* at *wall* ("07:00") on the office's clock."""
    hour, minute = map(int, wall.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=_installed.zone).astimezone(UTC)


def office_day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of *day* and of the day after it, in UTC."""
    start = at(day, "00:00")
    return start, at(day + timedelta(days=1), "00:00")

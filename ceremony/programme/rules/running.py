"""How a programme runs: which item is under way, what time is left, and how far it is behind or ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from ceremony.core.refusal import Refusal, msgid

_NOTHING = timedelta(0)
_MINUTE = timedelta(minutes=1)


class NotTheDay(Refusal):
    """A programme runs on the day of its ceremony."""

    sentence = msgid("The ceremony is not held today.")
    cure = msgid("Lead it on its day; until then the programme can be changed.")


class BegunAlready(Refusal):
    """What has begun was reached."""

    sentence = msgid("This item has begun, so it was reached.")
    cure = msgid("Go back to the item before it first.")


class Run(StrEnum):
    """How far a programme is."""

    WAITING = "waiting"
    UNDER_WAY = "under-way"
    OVER = "over"


class Timed(Protocol):
    """What is known of an item: its minutes, its moments, and whether it is left out."""

    @property
    def minutes(self) -> int:
        """How long it shall take."""

    @property
    def begun_at(self) -> datetime | None:
        """When it began."""

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""

    @property
    def is_unreached(self) -> bool:
        """Whether it is left out today."""


@dataclass(frozen=True)
class Standing:
    """Where a programme stands; places count from 0, `left` is negative once an item takes too long.

    `ends` is when all will be over as it goes now; `behind` is negative where it is ahead of its time.
    """

    run: Run
    current: int | None
    next: int | None
    left: timedelta | None
    ends: datetime
    behind: timedelta

    @property
    def minutes_behind(self) -> int:
        """Whole minutes behind (negative: ahead); less than one is on time."""
        return int(self.behind / _MINUTE)


def standing_of(items: Sequence[Timed], starts_at: datetime, now: datetime) -> Standing:
    """Return where the programme stands at *now* that was to begin at *starts_at*."""
    current = next((at for at, one in enumerate(items) if one.begun_at is not None and one.ended_at is None), None)
    waiting = [at for at, one in enumerate(items) if one.begun_at is None and not one.is_unreached]
    planned_end = starts_at + _minutes(items)
    rest = _minutes([items[at] for at in waiting])
    ended = [one.ended_at for one in items if one.ended_at is not None]
    left = None
    if current is not None:
        run = Run.UNDER_WAY
        begun = items[current].begun_at or now
        left = begun + timedelta(minutes=items[current].minutes) - now
        ends = now + max(left, _NOTHING) + rest
    elif ended and not waiting:
        run, ends = Run.OVER, max(ended)
    else:
        run = Run.UNDER_WAY if ended else Run.WAITING
        ends = (now if ended else max(now, starts_at)) + rest
    return Standing(run, current, waiting[0] if waiting else None, left, ends, ends - planned_end)


def _minutes(items: Sequence[Timed]) -> timedelta:
    return timedelta(minutes=sum(one.minutes for one in items))


def merged_notes(was: str, kept: str, typed: str) -> str:
    """Return the notes that stand after two people wrote at once: *was* is what this one began with."""
    if kept in (was, typed) or kept in typed:
        return typed
    return kept if typed in (was, "") else f"{kept}\n{typed}"

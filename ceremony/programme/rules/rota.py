"""Whose turn it is: duties go round the units so that over a year all serve alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from ceremony.core.refusal import Refusal, msgid
from ceremony.programme.rules import ItemKind

_YEAR = relativedelta(months=12)
# What a unit has a turn of; the salute and the conclusion are always the same people's.
SPEAKING = (ItemKind.PRESENTATION, ItemKind.STORY, ItemKind.NEWS)


class Duty(StrEnum):
    """What the units take turns in."""

    SPEAKING = "speaking"
    MC = "mc"


class NobodySpeaks(Refusal):
    """The programme has no part that a unit could present."""

    sentence = msgid("The programme has no presentation, story or news without a speaker.")
    cure = msgid("Add such an item to the programme first.")


@dataclass(frozen=True)
class Turn:
    """Somebody (a unit or a person, by id) served on a day, or is going to."""

    who: int
    day: date


Free = Callable[[int, date], bool]


def propose_turns(who: Sequence[int], turns: Iterable[Turn], days: Sequence[date], is_free: Free) -> list[int | None]:
    """Return whose turn each of *days* is, None where nobody is free; *who* stands in the order that breaks ties.

    Who served least in the twelve months around the day, then who served longest ago, and never the same
    twice in a row while another is free.
    """
    known, proposed = list(turns), []
    for day in days:
        chosen = _next_of([one for one in who if is_free(one, day)], known, day)
        proposed.append(chosen)
        if chosen is not None:
            known.append(Turn(chosen, day))
    return proposed


def _next_of(free: Sequence[int], turns: Sequence[Turn], day: date) -> int | None:
    before = max((one for one in turns if one.day < day), key=lambda one: one.day, default=None)
    others = [one for one in free if before is None or one != before.who] or free
    served = {one: [turn.day for turn in turns if turn.who == one] for one in others}

    def weight(one: int) -> tuple[int, int]:
        near = [held for held in served[one] if day - _YEAR < held < day + _YEAR]
        # As many days as lie between it and the nearest turn; more is better.
        gap = min((abs((day - held).days) for held in served[one]), default=day.toordinal())
        return len(near), -gap

    # min() keeps the first of equals.
    return min(others, key=weight, default=None)

"""What an office decides about single dates before a year is planned: another day, or none, each with a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.schedule.rules.changes import OntoDayOff, require_reason
from ceremony.schedule.rules.days import WorkDays
from ceremony.schedule.rules.occurrences import Occurrence

# Further from the rule's own day it would be the ceremony of another month.
FURTHEST = timedelta(days=31)


class TooFarAway(BadInput):
    """The chosen day belongs to another slot."""

    sentence = msgid("%(date)s is more than a month away from %(by_rule)s, the day of the rule.")
    cure = msgid("Choose a working day from %(first)s to %(last)s.")


class TwoOnOneDay(Refusal):
    """Two slots of the series would be held on the same day."""

    sentence = msgid("Another ceremony of this series is on %(date)s already.")
    cure = msgid("Choose another working day for one of the two.")


@dataclass(frozen=True)
class Choice:
    """The day that was chosen in the place of the rule's, None where nothing is to be held, and why."""

    date: date | None
    reason: str


def chosen(occurrence: Occurrence, choice: Choice, days: WorkDays) -> Occurrence:
    """Return the slot as it was decided; raises MissingReason, TooFarAway, OntoDayOff or NoCalendar."""
    require_reason(choice.reason)
    day, slot = choice.date, occurrence.slot
    if day is None:
        return Occurrence(slot, None, choice.reason)
    if abs(day - slot) > FURTHEST:
        first, last = slot - FURTHEST, slot + FURTHEST
        raise TooFarAway(date=day, by_rule=slot, first=first, last=last)
    name = days.explain_off(day)
    if name:
        raise OntoDayOff(date=day, name=name, next=days.next_working_day(day))
    return Occurrence(slot, day, choice.reason)


def require_apart(occurrences: Iterable[Occurrence], slot: date, taken: Collection[date]) -> None:
    """Refuse to hold the ceremony of *slot* on a day that another one of the series has; raises TwoOnOneDay."""
    by_slot = {one.slot: one.date for one in occurrences}
    day = by_slot.pop(slot)
    if day is not None and (day in taken or day in by_slot.values()):
        raise TwoOnOneDay(date=day)


def decide(
    occurrences: Iterable[Occurrence], choices: Mapping[date, Choice], days: WorkDays, taken: Collection[date] = ()
) -> list[Occurrence]:
    """Return the slots with what was decided in the place of what the rule gives, by slot.

    *taken* are dates that the series already has. Raises what `chosen` and `require_apart` raise.
    """
    decided = [chosen(one, choices[one.slot], days) if one.slot in choices else one for one in occurrences]
    for one in decided:
        if one.slot in choices:
            require_apart(decided, one.slot, taken)
    return decided

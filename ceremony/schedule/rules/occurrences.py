"""What the rule gives, month by month, when some of its dates are days off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ceremony.core.refusal import BadInput, msgid
from ceremony.schedule.rules.days import WorkDays, require_year
from ceremony.schedule.rules.recurrence import parse_rule, slots_of_year
from ceremony.schedule.rules.states import WhenOff

_A_DAY = timedelta(days=1)
_MONDAY = 0


class MonthsReversed(BadInput):
    """The span ends before it begins."""

    sentence = msgid("The months from %(first)s to %(last)s run backwards.")
    cure = msgid("Give the earlier month with --from and the later one with --to.")
    page_cure = msgid("Give the earlier month first.")


@dataclass(frozen=True)
class Occurrence:
    """One slot of a rule: its own date, and the real one; None where nothing is held."""

    slot: date
    date: date | None
    reason: str = ""

    @property
    def month(self) -> str:
        """The slot's month, as 2021-08."""
        return f"{self.slot:%Y-%m}"

    @property
    def moved(self) -> bool:
        """Whether it is held on another day than the rule's own."""
        return self.date is not None and self.date != self.slot


def occurrences(
    rule: str, when_off: WhenOff, days: WorkDays, from_month: date, to_month: date, taken: Iterable[date] = ()
) -> list[Occurrence]:
    """Return the rule's slots from the month of *from_month* to the month of *to_month*, both included.

    The slots before them in the first year are counted too, and *taken* are dates that the series
    already has, so that no two share a date: the later is without one.
    Raises NoCalendar, UnreadableRule, RuleTooFine, RuleNeverFalls or MonthsReversed.
    """
    first, last = from_month.replace(day=1), to_month.replace(day=1)
    for month in (first, last):
        require_year(month.year)
    if first > last:
        raise MonthsReversed(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
    canonical = parse_rule(rule)
    held = dict.fromkeys(taken, "")
    found = []
    for year in range(first.year, last.year + 1):
        for slot in slots_of_year(canonical, days, year):
            if slot.replace(day=1) > last:
                break
            occurrence = _free(_held(slot, when_off, days), held)
            if occurrence.date is not None:
                held[occurrence.date] = f" của kỳ {slot:%d/%m/%Y}"
            if slot >= first:
                found.append(occurrence)
    return found


def _free(occurrence: Occurrence, held: dict[date, str]) -> Occurrence:
    day = occurrence.date
    if day is None or day not in held:
        return occurrence
    return Occurrence(occurrence.slot, None, f"không tổ chức: trùng ngày {day:%d/%m/%Y}{held[day]}")


def _held(slot: date, when_off: WhenOff, days: WorkDays) -> Occurrence:
    """Return when the slot is held by this policy, with the reason in the words that people read."""
    why = days.explain_off(slot)
    if not why:
        return Occurrence(slot, slot)
    if when_off is WhenOff.SKIP:
        return Occurrence(slot, None, f"không tổ chức: {slot:%d/%m} là ngày nghỉ ({why})")
    day = moved_to(slot, when_off, days)
    if day is None:
        before = f"trước đó trong tháng không còn ngày làm việc nào ({slot:%d/%m}: {why})"
        return Occurrence(slot, None, f"không tổ chức: {before}")
    away = "" if (day.year, day.month) == (slot.year, slot.month) else f" sang tháng {day:%m/%Y}"
    return Occurrence(slot, day, f"dời từ {slot:%d/%m}{away}: {why}")


def moved_to(slot: date, when_off: WhenOff, days: WorkDays) -> date | None:
    """Return the day that the policy gives in the place of *slot*, a day off; None where it gives none.

    Raises NoCalendar.
    """
    if when_off is WhenOff.SKIP:
        return None
    back = when_off is WhenOff.PREVIOUS_WORKING_DAY
    day = slot - _A_DAY if back else slot + _A_DAY
    while not (days.is_working(day) and (when_off is not WhenOff.NEXT_MONDAY or day.weekday() == _MONDAY)):
        day = day - _A_DAY if back else day + _A_DAY
        if back and day.month != slot.month:
            return None
    return day if not back or day.month == slot.month else None

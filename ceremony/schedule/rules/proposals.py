"""What a corrected day means for a ceremony that is planned already: a proposal, never a change."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ceremony.schedule.rules.days import WorkDays
from ceremony.schedule.rules.occurrences import Occurrence, moved_to
from ceremony.schedule.rules.states import DayKind

if TYPE_CHECKING:
    from ceremony.schedule.models import Ceremony

# How a reason begins that the rule itself gave, not a person.
_BY_RULE = "dời từ "


@dataclass(frozen=True)
class Proposal:
    """One ceremony whose date no longer fits: where it could go (None: nowhere by the rule), and why."""

    key: str
    held: date
    new_date: date | None
    reason: str
    # Whether the date itself is a day off now; else the rule's own day has become a working day.
    is_off: bool


def proposal_for(ceremony: "Ceremony", occurrence: Occurrence | None, days: WorkDays) -> Proposal | None:
    """Return what to ask about *ceremony*; None where its date fits.

    *occurrence* is what the rule gives for its slot today. Raises NoCalendar.
    """
    held = ceremony.date
    if held is None:
        return None
    why = days.explain_off(held)
    by_rule = occurrence.date if occurrence else None
    if why:
        new = by_rule if by_rule not in (None, held) else moved_to(held, ceremony.series.when_off, days)
        in_month = new is None or f"{new:%Y-%m}" == ceremony.month
        away = "" if in_month else f" sang tháng {new:%m/%Y}"
        return Proposal(ceremony.key, held, new, f"{_BY_RULE}{held:%d/%m}{away}: {why}", is_off=True)
    worked = days.corrections.get(ceremony.slot)
    if worked is None or worked.kind is not DayKind.WORKING or not ceremony.reason.startswith(_BY_RULE):
        return None
    if by_rule != ceremony.slot or held == ceremony.slot:
        return None
    reason = f"{ceremony.slot:%d/%m} là ngày làm việc: {worked.name} (theo {worked.document})"
    return Proposal(ceremony.key, held, ceremony.slot, reason, is_off=False)

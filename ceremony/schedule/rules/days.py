"""Working days: the public holidays of Việt Nam, and what a host's office corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

from ceremony.core.refusal import BadInput, msgid
from ceremony.schedule.rules.states import DayKind

# Compensation for holidays on a weekend began with the Labour Code of 1994.
FIRST_YEAR = 1995
LAST_YEAR = 2100
# The newest year whose announcements the calendar holds; the Government announces each one late in the year before.
LAST_ANNOUNCED_YEAR = 2026
# The first year with 24/11, by Nghị quyết 28/2026/QH16: a calendar without it is too old for any later year.
CULTURE_DAY = date(2026, 11, 24)
_ESTIMATED = "dự kiến"
_SWAP = "(thay cho ngày {:%d/%m/%Y})"
_SATURDAY, _SUNDAY = 5, 6
_WEEKEND = {_SATURDAY: "Thứ Bảy", _SUNDAY: "Chủ nhật"}
_A_DAY = timedelta(days=1)


class NoCalendar(BadInput):
    """The public holidays of a year are not known."""

    sentence = msgid("The calendar of public holidays has no year %(year)s.")
    cure = msgid("Choose a year from %(first)s to %(last)s.")


@dataclass(frozen=True)
class DayFact:
    """A day that is off though a weekday, or worked though a weekend, or that an office corrected.

    `document` names what announced it, "" where only the calendar says so. `announced` is False
    while the year's holidays are only expected.
    """

    date: date
    kind: DayKind
    name: str
    document: str = ""
    announced: bool = True


# Announced, and missing in the calendar. An office's own correction wins over these too.
_EXCHANGE = "12729/VPCP-KGVX"
_MISSING = (
    DayFact(date(2026, 1, 2), DayKind.OFF, "Ngày nghỉ (thay cho ngày 10/01/2026)", _EXCHANGE),
    DayFact(date(2026, 1, 10), DayKind.WORKING, "Làm bù cho ngày 02/01/2026", _EXCHANGE),
)


def require_year(year: int) -> None:
    """Refuse a year whose public holidays are not known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoCalendar(year=year, first=FIRST_YEAR, last=LAST_YEAR)


@lru_cache(maxsize=256)
def public_days(year: int) -> Mapping[date, DayFact]:
    """Return the public holidays, compensations, swaps and make-up working days of *year*, by date.

    Raises NoCalendar.
    """
    require_year(year)
    # A bridge day may be made up for in the year beside it: 31/12/2018 on 5/1/2019.
    around = range(year - 1, min(year + 1, LAST_YEAR) + 1)
    known = holidays.country_holidays("VN", years=around, language="vi", expand=False)
    announced = year <= LAST_ANNOUNCED_YEAR
    facts = {}
    for day, name in known.items():
        facts[day] = DayFact(day, DayKind.OFF, name, announced=announced and _ESTIMATED not in name)
    for day in known.weekend_workdays:
        made_up = [off for off, name in known.items() if _SWAP.format(day) in name]
        name = f"Làm bù cho ngày {made_up[0]:%d/%m/%Y}" if made_up else "Làm bù"
        facts[day] = DayFact(day, DayKind.WORKING, name, announced=announced)
    facts |= {fact.date: fact for fact in _MISSING}
    return {day: fact for day, fact in sorted(facts.items()) if day.year == year}


def knows_culture_day() -> bool:
    """Whether the calendar in use is new enough to hold 24/11, Ngày Văn hóa Việt Nam."""
    return CULTURE_DAY in public_days(CULTURE_DAY.year)


@dataclass(frozen=True)
class WorkDays:
    """Which days are worked in one office: public holidays, weekends, and the office's corrections over both."""

    corrections: Mapping[date, DayFact] = field(default_factory=dict)

    @classmethod
    def corrected(cls, facts: Iterable[DayFact] = ()) -> "WorkDays":
        """Return the calendar with these corrections."""
        return cls({fact.date: fact for fact in facts})

    def reason_off(self, day: date) -> str:
        """Return why *day* is off, "" where it is a working day; raises NoCalendar."""
        fact = self._fact(day)
        if fact is not None:
            return "" if fact.kind is DayKind.WORKING else fact.name
        return _WEEKEND.get(day.weekday(), "")

    def explain_off(self, day: date) -> str:
        """Return why *day* is off with the document that says so, where one is named; "" where it is worked."""
        why, fact = self.reason_off(day), self._fact(day)
        return f"{why} (theo {fact.document})" if why and fact is not None and fact.document else why

    def _fact(self, day: date) -> DayFact | None:
        return self.corrections.get(day) or public_days(day.year).get(day)

    def is_working(self, day: date) -> bool:
        """Whether *day* is worked; raises NoCalendar."""
        return not self.reason_off(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after *day*; raises NoCalendar."""
        following = day + _A_DAY
        while not self.is_working(following):
            following += _A_DAY
        return following

    def first_working_day(self, month: date) -> date | None:
        """Return the first working day of the month that begins on *month*; None where there is none."""
        day = month
        while day.month == month.month:
            if self.is_working(day):
                return day
            day += _A_DAY
        return None


def list_year(year: int, corrections: Iterable[DayFact]) -> list[DayFact]:
    """Return all that is special in *year*, a correction in the place of what it corrects, sorted."""
    facts = dict(public_days(year)) | {fact.date: fact for fact in corrections if fact.date.year == year}
    return [facts[day] for day in sorted(facts)]

"""The rule of a series: the first Monday, the first working day, or any RRULE (RFC 5545 3.3.10).

Every year counts anew: an RRULE's DTSTART is 1 January, so that a plan depends on its year alone.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from ceremony.core.refusal import BadInput, msgid
from ceremony.schedule.rules.days import WorkDays

FIRST_MONDAY = "first-monday"
FIRST_WORKING_DAY = "first-working-day"
_AS_RRULE = {FIRST_MONDAY: "FREQ=MONTHLY;BYDAY=1MO"}

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_FINER = ("HOURLY", "MINUTELY", "SECONDLY")
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL = re.compile(r"(\d{8})(T\d{6}Z?)?", re.ASCII)
# Smallest and largest number of each part; a negative number counts from the end.
_SINGLE = {"INTERVAL": 1000, "COUNT": 1000}
_LISTS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_ONLY_FROM_THE_START = "BYMONTH"
# Where RFC 5545 forbids a part.
_ONLY_WITH = {
    "BYWEEKNO": {"YEARLY"},
    "BYYEARDAY": {"YEARLY"},
    "BYMONTHDAY": {"DAILY", "MONTHLY", "YEARLY"},
}


def is_first_monday(rule: str) -> bool:
    """Whether *rule*, as it is kept, gives the first Monday of each month."""
    return rule in (FIRST_MONDAY, _AS_RRULE[FIRST_MONDAY])


class UnreadableRule(BadInput):
    """The rule is none of the two named ones and no RRULE."""

    sentence = msgid("%(text)s is no rule that ceremonies can follow: %(part)s.")
    cure = msgid("Use first-monday, first-working-day, or an RRULE such as FREQ=MONTHLY;BYDAY=1MO.")


class RuleTooFine(BadInput):
    """The rule counts in hours or less."""

    sentence = msgid("%(text)s sets a time of day.")
    cure = msgid("Let the rule say the days (FREQ=DAILY or rarer) and give the time with --start.")
    page_cure = msgid("Let the rule say the days, and give the time in its own field.")


class RuleNeverFalls(BadInput):
    """No day of any year fits the rule."""

    sentence = msgid("No day ever fits the rule %(text)s.")
    cure = msgid("Use first-monday, first-working-day, or an RRULE such as FREQ=MONTHLY;BYDAY=1MO.")


@lru_cache(maxsize=64)
def parse_rule(text: str) -> str:
    """Return *text* as it is kept: a rule's name, or an RRULE in capitals without `RRULE:`.

    Raises UnreadableRule, RuleTooFine or RuleNeverFalls.
    """
    wanted = text.strip()
    if wanted.lower() in (FIRST_MONDAY, FIRST_WORKING_DAY):
        return wanted.lower()
    canonical = wanted.upper().removeprefix("RRULE:").rstrip(";")
    parts: dict[str, str] = {}
    for part in canonical.split(";"):
        name, _, value = part.partition("=")
        if not value or name in parts:
            raise UnreadableRule(text=text, part=part or "FREQ")
        parts[name] = value
    frequency = parts.get("FREQ", "")
    if frequency in _FINER or any(name in parts for name in _TIMES):
        raise RuleTooFine(text=text)
    for name, value in parts.items():
        if not _fits(name, value, frequency, in_month=frequency == "MONTHLY" or "BYMONTH" in parts):
            raise UnreadableRule(text=text, part=f"{name}={value}")
    if frequency not in _FREQUENCIES:
        raise UnreadableRule(text=text, part="FREQ")
    misplaced = _misplaced(parts)
    if misplaced:
        raise UnreadableRule(text=text, part=f"{misplaced}={parts[misplaced]}")
    if next(iter(_from_year(canonical, 2001, bounded=False)), None) is None:
        raise RuleNeverFalls(text=text)
    return canonical


def _misplaced(parts: Mapping[str, str]) -> str:
    """Return the part that RFC 5545 forbids beside the others, "" where there is none."""
    if {"COUNT", "UNTIL"} <= parts.keys():
        return "UNTIL"
    chosen_from = any(name.startswith("BY") for name in parts.keys() - {"BYSETPOS"})
    return "BYSETPOS" if "BYSETPOS" in parts and not chosen_from else ""


def _fits(name: str, value: str, frequency: str, *, in_month: bool) -> bool:
    """Whether RFC 5545 allows the part beside this frequency; *in_month*: numbered weekdays count within a month."""
    if name in _SINGLE:
        return value.isascii() and value.isdigit() and 1 <= int(value) <= _SINGLE[name]
    if name in _LISTS:
        lowest = 1 if name == _ONLY_FROM_THE_START else -_LISTS[name]
        allowed = _ONLY_WITH.get(name, _FREQUENCIES)
        return frequency in allowed and all(_between(one, lowest, _LISTS[name]) for one in value.split(","))
    if name == "BYDAY":
        days = [_WEEKDAY.fullmatch(one) for one in value.split(",")]
        numbered, last = frequency in ("MONTHLY", "YEARLY"), 5 if in_month else 53
        return all(day and (day[1] is None or (numbered and _between(day[1], -last, last))) for day in days)
    if name == "UNTIL":
        return _until(value) is not None
    return name == "FREQ" or (name == "WKST" and value in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"))


def _between(text: str, lowest: int, highest: int) -> bool:
    return bool(re.fullmatch(r"[+-]?\d{1,3}", text, re.ASCII)) and int(text) != 0 and lowest <= int(text) <= highest


def _until(value: str) -> date | None:
    match = _UNTIL.fullmatch(value)
    try:
        return datetime.strptime(match[1], "%Y%m%d").date() if match else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _from_year(canonical: str, year: int, *, bounded: bool = True) -> rrule:
    """Return the rule counted from 1 January of *year*.

    UNTIL is kept by `slots_of_year`: slots are days, and RFC 5545 wants it of the same kind.
    """
    parts = [part for part in canonical.split(";") if not part.startswith("UNTIL=")]
    if not bounded:
        parts = [part for part in parts if not part.startswith("COUNT=")]
    found = rrulestr(";".join(parts), dtstart=datetime(year, 1, 1))  # noqa: DTZ001 - a day has no zone
    assert isinstance(found, rrule)
    return found


def slots_of_year(rule: str, days: WorkDays, year: int) -> list[date]:
    """Return the rule's own dates in *year*, sorted; *rule* is what `parse_rule` returned. Raises NoCalendar."""
    if rule == FIRST_WORKING_DAY:
        firsts = [days.first_working_day(date(year, month, 1)) for month in range(1, 13)]
        return [day for day in firsts if day is not None]
    canonical = _AS_RRULE.get(rule, rule)
    first, last = datetime(year, 1, 1), datetime.combine(date(year, 12, 31), time.max)  # noqa: DTZ001 - days
    found = [moment.date() for moment in _from_year(canonical, year).between(first, last, inc=True)]
    until = next((_until(part[6:]) for part in canonical.split(";") if part.startswith("UNTIL=")), None)
    return [day for day in found if until is None or day <= until]

"""Reading an announcement of days off and make-up working days, as it is pasted or comes as CSV."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ceremony.core.refusal import BadInput, msgid
from ceremony.core.text import clean, fold
from ceremony.schedule.rules.days import DayFact, require_year
from ceremony.schedule.rules.states import DayKind

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_KINDS = {
    **dict.fromkeys(("off", "nghi", "ngay nghi", "nghi le", "nghi bu", "nghi hoan doi"), DayKind.OFF),
    **dict.fromkeys(("working", "lam viec", "lam bu", "di lam", "di lam bu"), DayKind.WORKING),
}
_SEPARATORS = ("\t", ";", ",")
_LONGEST = 31


class UnreadableLine(BadInput):
    """A line of an announcement says no day."""

    sentence = msgid("Line %(number)s cannot be read: %(line)s.")
    cure = msgid("Write day; nghỉ or làm bù; name, for example: 02/01/2026; nghỉ; Nghỉ hoán đổi")


def read_announcement(text: str, document: str) -> list[DayFact]:
    """Return the days of *text*, one a line: a day or "first - last"; off or working; name; document.

    The separator is a tab, a semicolon or a comma; a line without its own document has *document*. A head line,
    and empty lines, are passed over. Raises UnreadableLine or NoCalendar.
    """
    facts: dict[date, DayFact] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (not facts and not _DATE.search(line)):
            continue
        cells = _cells(line)
        days = list(_days(cells[0]))
        kind = _KINDS.get(fold(cells[1])) if len(cells) > 1 else None
        name = cells[2] if len(cells) > 2 else ""
        if not days or kind is None or not name:
            raise UnreadableLine(number=number, line=clean(line)[:80])
        own = cells[3] if len(cells) > 3 and cells[3] else clean(document)
        facts |= {day: DayFact(day, kind, name, own) for day in days}
    return [facts[day] for day in sorted(facts)]


def _cells(line: str) -> list[str]:
    separator = next((one for one in _SEPARATORS if one in line), ";")
    return [clean(cell).strip('"') for cell in line.split(separator)]


def _days(text: str) -> Iterator[date]:
    """Give the day, or all days from the first to the last, that *text* names; nothing where it is unreadable."""
    found = [_date(match) for match in _DATE.finditer(text)]
    rest = _DATE.sub("", text).strip(" -–")
    if rest or not 1 <= len(found) <= 2 or None in found:
        return
    first, last = found[0], found[-1]
    if first is None or last is None or not timedelta(0) <= last - first <= timedelta(days=_LONGEST):
        return
    require_year(first.year)
    require_year(last.year)
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _date(match: re.Match[str]) -> date | None:
    parts = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
    try:
        return date(*map(int, parts))
    except ValueError:
        return None

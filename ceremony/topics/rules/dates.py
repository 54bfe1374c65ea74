"""Days as documents say them: 15/7/2021, 27-12-2018, ngày 05 tháng 3 năm 2020, in words, in English."""

import re
from datetime import date

from ceremony.topics.rules.symbols import digits

_D = r"[0-9oil]"
_NAMED_MONTHS = {"gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_NAMED_MONTHS |= {"chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12}
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NUMERAL = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|tram|nghin|ngan|linh|le)(?![a-z])"
_MONTH_WORD = r"gieng|muoi\s(?:mot|hai)|muoi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|chap"
# The day itself, in `bare`; the last numeric form lets a stroke be missing (01/012019).
DAY = re.compile(
    rf"""(?:
      (?P<d1>{_D}{{1,2}})\s{{0,2}}[/\-.]\s{{0,2}}(?P<m1>{_D}{{1,2}})\s{{0,2}}[/\-.]\s{{0,2}}(?P<y1>[0-9]{_D}{{3}}|[0-9]{{2}}(?![0-9/-]))
    | (?P<d2>{_D}{{1,2}})\s{{0,2}}[/\-.]\s{{0,2}}(?P<m2>{_D}{{2}})(?P<y2>(?:19|20){_D}{{2}})(?![0-9])
    | (?P<d3>{_D}{{1,2}})\s{{0,2}}[/\-.]\s{{0,2}}(?P<m3>{_D}{{1,2}})
      \s{{0,2}},?\s{{0,2}}nam\s{{0,2}}(?P<y3>[12]{_D}{{3}})
    | (?:m[uo]ng\s{{0,2}})?(?P<d4>{_D}{{1,2}})\s{{0,3}}thang\s{{0,3}}(?P<m4>{_D}{{1,2}}|{_MONTH_WORD})
      \s{{0,3}}[,/]?\s{{0,3}}(?:nam)?\s{{0,3}}(?P<y4>[12]{_D}{{3}})
    | (?:m[uo]ng\s{{0,2}})?(?P<d5>{_NUMERAL}(?:\s{_NUMERAL}){{0,2}})\s{{1,2}}thang\s{{1,2}}(?P<m5>{_MONTH_WORD})
      \s{{1,2}}nam\s{{1,2}}(?P<y5>{_NUMERAL}(?:\s{_NUMERAL}){{2,7}})
    | (?P<m6>{_MONTHS})[a-z]{{0,6}}\.?\s{{1,2}}(?P<d6>{_D}{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y6>[12]{_D}{{3}})
    | (?P<d7>{_D}{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}(?P<m7>{_MONTHS})[a-z]{{0,6}}\.?,?\s{{1,2}}(?P<y7>[12]{_D}{{3}})
    )(?![0-9])""",
    re.VERBOSE,
)
_UNITS = {"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8}
_UNITS |= {"chin": 9}
# A year in two figures is of this century up to here: none older than 1945 is cited.
_LAST_YEAR = 2199
_FIRST_YEAR = 1900


def day_of(match: re.Match[str]) -> date | None:
    """Return the day that a match of DAY says; None where no calendar has it."""
    form = next(name[1] for name in ("d1", "d2", "d3", "d4", "d5", "d6", "d7") if match[name] is not None)
    day, month, year = match[f"d{form}"], match[f"m{form}"], match[f"y{form}"]
    try:
        found = date(_year(year), _month(month), _number(day))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _number(text: str) -> int:
    made = digits(text.replace("i", "l"))
    return int(made) if made.isdigit() else _in_words(text)


def _month(text: str) -> int:
    text = " ".join(text.split())
    if text in _NAMED_MONTHS:
        return _NAMED_MONTHS[text]
    if text[:3].isalpha() and text[:3] in _MONTHS.split("|"):
        return _MONTHS.split("|").index(text[:3]) + 1
    return _number(text)


def _year(text: str) -> int:
    year = _number(text)
    if year >= 100 or len(text) > 2:
        return year
    return 2000 + year if year < 45 else 1900 + year


def _in_words(text: str) -> int:
    """Return the number that Vietnamese words say: hai nghìn không trăm hai mươi mốt."""
    total = group = 0
    for word in text.split():
        if word in ("nghin", "ngan"):
            total, group = (total + group) * 1000, 0
        elif word == "tram":
            group *= 100
        elif word == "muoi":
            ones = group % 100
            group = group - ones + (ones or 1) * 10
        elif word in _UNITS:
            group += _UNITS[word]
    return total + group

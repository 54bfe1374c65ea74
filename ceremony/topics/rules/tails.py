"""What stands behind a document's number: its day, who issued it and what it is about, in whatever order."""

import re
from dataclasses import dataclass
from datetime import date

from ceremony.topics.rules.clauses import HEADS, breaks_line, spaced
from ceremony.topics.rules.dates import DAY, day_of
from ceremony.topics.rules.head import Head
from ceremony.topics.rules.issuers import Issuers, read_issuers
from ceremony.topics.rules.subjects import Subject, issued_by, read_subject, starts_at
from ceremony.topics.rules.written import Written, trimmed

_JOINT = re.compile(r"(?:TTLT|TTLB|TT-LB|NQLT|KHLT|KHLN|HDLN|HDLT|CTPH|CTrPH|QCPH|QCLN|KHPH|[^-/]*LT\b)")
_DATE_LEAD = re.compile(
    spaced(
        r"[\s,]{0,4}(?P<bracket>[(\[])?\s{0,2}(?:(?:được\s)?(?:ban hành|ký(?: ban hành)?|thông qua|đề|"
        r"phát hành)\s(?:vào\s)?)?"
        r"(?:(?:hồi|lúc)\s[0-9]{1,2}\s?(?:giờ|h)\s?(?:[0-9]{1,2}\s?(?:phút|')?)?[,\s]{0,3})?"
        r"(?P<word>ng[àa]y|ngàv|dated|of|ngáy)?\s{0,3}"
    )
)
_YEAR = re.compile(
    spaced(
        r"[\s,]{0,3}\(?(?:(?:ban hành\s)?năm\s(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?=\s[^\W\d_]))\)?(?!\s?[-–]\s?[0-9])"
    )
)
_ISSUER_LEAD = re.compile(
    spaced(
        r"[\s,]{0,4}(?:c[ủu]a|giữa|by|of(?= the)|liên(?= (?:bộ|ngành|sở)))(?![^\W_])(?!\s(?:nghị|quyết|chỉ|thông tư|"
        r"kế hoạch|luật)\s)"
    )
)
_BY = re.compile(r"[\s,]{1,4}(?:do|được)\s")
_PLACE_AND_YEAR = re.compile(r"\s{1,2}(?:[A-ZĐ][^\W\d_]*\s){1,4}(?=(?:19|20)[0-9]{2}\s[^\W\d_])")


@dataclass
class Tail:
    """What stands behind a number, and where the citation ends."""

    day: date | None
    issuers: Issuers | None
    subject: tuple[int, int] | None
    end: int
    # Named by its year instead of its day: 71-NQ/TW năm 2025.
    by_year: bool = False


def read_tail(written: Written, head: Head, following: list[int], limit: int) -> Tail:
    """Read what follows a number: day, issuer, subject, in whatever order they come."""
    tail = Tail(head.day, head.issuers, head.name, head.end)
    everything, limit = limit, max(head.end, min([limit, *following[:1]]))
    # How many bodies the symbol of a joint document names.
    joint = len(re.split("[-/]", head.symbol)) - 1 if head.symbol and _JOINT.match(head.symbol) else 0
    for _ in range(5):
        here = tail.end
        if tail.end < limit and not (
            _takes_day(written, tail, limit)
            or _takes_year(written, tail, head, limit)
            or _takes_issuer(written, tail, limit, joint=joint)
        ):
            break
        if tail.end == here:
            break
    if head.bracket:
        closing = re.compile(r"\s{0,2}[)\]]").match(written.plain, tail.end, limit)
        tail.end = closing.end() if closing else tail.end
    if tail.subject is None:
        _takes_subject(written, head, tail, following, everything)
    return tail


def _takes_day(written: Written, tail: Tail, limit: int) -> bool:
    lead = _DATE_LEAD.match(written.small, tail.end, limit)
    if tail.day is not None or lead is None:
        return False
    if "\n" in lead[0] and breaks_line(written, tail.end + lead[0].index("\n")):
        return False
    if not lead["word"] and not lead["bracket"] and "," not in lead[0]:
        return False
    found = DAY.match(written.bare, lead.end(), limit)
    if found is None:
        return False
    end = found.end()
    if lead["bracket"]:
        closing = re.compile(r"\s{0,2}[)\]]").match(written.plain, end, limit)
        if closing is None:
            return False
        end = closing.end()
    tail.day, tail.end = day_of(found), end
    return True


def _takes_year(written: Written, tail: Tail, head: Head, limit: int) -> bool:
    if tail.day is not None:
        return False
    place = (
        _PLACE_AND_YEAR.match(written.plain, tail.end, limit)
        if head.symbol and re.search("UBND|HĐND", head.symbol)
        else None
    )
    year = _YEAR.match(written.small, place.end() if place else tail.end, limit)
    if year is None:
        return False
    tail.end, tail.by_year = year.end(), True
    return True


def _takes_issuer(written: Written, tail: Tail, limit: int, *, joint: int) -> bool:
    if tail.issuers is not None:
        return False
    lead = _ISSUER_LEAD.match(written.small, tail.end, limit)
    if lead:
        start = lead.end() - 4 if lead[0].strip(" ,\n") == "liên" else lead.end()
        several = joint > 0 or "giữa" in lead[0] or "liên" in lead[0]
        tail.issuers = read_issuers(written, start, limit, joint=several, bodies=joint)
        if tail.issuers is None:
            return False
        tail.end = tail.issuers.end
        return True
    return _takes_maker(written, tail, limit) or _takes_bare_issuer(written, tail, limit, joint=joint)


_BODY = re.compile(rf"[\s,]{{1,3}}(?=(?:hội nghị (?:lần thứ|trung ương|ban chấp hành|bch)|{HEADS})(?![^\W_]))")


def _takes_bare_issuer(written: Written, tail: Tail, limit: int, *, joint: int) -> bool:
    """… ngày 5/5/2020 UBND tỉnh về việc …: nothing leads to the issuer, so the subject must follow it."""
    lead = _BODY.match(written.small, tail.end, limit)
    if tail.day is None or lead is None or "," in lead[0] or not written.plain[lead.end()].isupper():
        return False
    issuers = read_issuers(written, lead.end(), limit, joint=joint > 0, bodies=joint)
    if issuers is None or issuers.stop != "about" or " có " in written.small[lead.end() : issuers.end]:
        return False
    tail.issuers, tail.end = issuers, issuers.end
    return True


def _takes_maker(written: Written, tail: Tail, limit: int) -> bool:
    """… do Bộ Nội vụ ban hành (ngày …), … được Chính phủ ban hành ngày …"""
    by = _BY.match(written.small, tail.end, limit)
    if by is None:
        return False
    issued = re.compile(r"(.{2,110}?)\s(?:ký\s)?(?:ban hành|thông qua)(?![^\W_])").match(written.small, by.end(), limit)
    if issued is None or re.search(r"[.;:()\n\d]", issued[1]):
        return False
    issuers = read_issuers(written, by.end(), issued.end(1), joint=True)
    if issuers is None or written.small[issuers.end : issued.end(1)].strip():
        return False
    tail.issuers, tail.end = issuers, issued.end()
    return True


def _takes_subject(written: Written, head: Head, tail: Tail, following: list[int], limit: int) -> None:
    titled = _is_title(written, head)
    begun = starts_at(written, tail.end, titled=titled)
    if begun is None or begun[0] >= limit:
        return
    subject = read_subject(written, begun[0], limit, following, titled=titled)
    if subject is None:
        return
    maker = issued_by(written, subject, named_by_year=tail.by_year) if titled or tail.by_year else None
    end = subject.end
    if maker is not None and tail.issuers is None:
        issuers = read_issuers(written, maker[1], maker[2], joint=False)
        if issuers is not None and not written.small[issuers.end : maker[2]].strip():
            tail.issuers = issuers
            end = maker[0]
            subject = Subject(subject.start, end, end if maker[2] + 12 < subject.end else subject.closes)
    span = trimmed(written, subject.start, end)
    if span is None:
        return
    closes = subject.closes
    while closes > span[1] and written.plain[closes - 1].isspace():
        closes -= 1
    tail.subject, tail.end = span, max(closes, span[1])


def _is_title(written: Written, head: Head) -> bool:
    """Whether the citation begins its line and nothing but its title stands there."""
    if head.symbol is None or head.type is None:
        return False
    line = max(written.plain.rfind("\n", max(0, head.start - 8), head.start) + 1, head.start - 8, 0)
    if written.plain[line : head.start].strip(' -+*•"“') or (line > 0 and written.plain[line - 1] != "\n"):
        return False
    rest = written.plain[head.end : head.end + _LONGEST_TITLE].partition("\n")[0]
    return len(rest) < _LONGEST_TITLE and not re.search(
        r"[.:]\s|;\s(?![a-zđàáảãạăâèéêìíòóôơùúưỳýủứừ])|\s(?:đã|sẽ|là)\s", rest
    )


_LONGEST_TITLE = 300

"""What a document is about: where its subject begins, and where the sentence around it goes on."""

import re
from dataclasses import dataclass

from ceremony.topics.rules.clauses import (
    ABOUT,
    STARTS_SUBJECT,
    SUBJECT_VERBS,
    breaks_line,
    is_full_stop,
    leans_on,
)
from ceremony.topics.rules.subject_words import ENDS, ENDS_BEHIND_COMMA, NO_TITLE, OF_DRAFT
from ceremony.topics.rules.written import Written

LONGEST = 900
_STOP = re.compile(r"[|.;:!?…\n,()\[\]{}“”\"«»]|(?<![^\W_])[^\W\d_]")
_CLOSERS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_TAIL = " \t\n,.;:/-–—_•*|&…"
_DANGLING = re.compile(r"(?:\s+(?:và|hoặc|của|theo|tại|để|đến|cho|với|cùng|trong|từ|là))+$")
_ISSUED_BY_SOMEWHERE = re.compile(r"(?<![^\W_])do\s+([^,;.]{2,120}?)\s+(?:đã\s)?ban\shành(?![^\W_])")
_ISSUED_BY = re.compile(r"(?<![^\W_])do\s+(.{2,150}?)\s+(?:đã\s)?ban\shành$", re.DOTALL)
# "Nghị quyết số 76/NQ-CP ngày … của Chính phủ: Chương trình …", on a line of its own.
_NAMED = re.compile(r"\s{0,2}[:-]\s{1,2}(?=[^\W\d_])")


@dataclass(frozen=True)
class Subject:
    """The subject from `start` to `end`, and where what belongs to it ends (a closing bracket or quotation mark)."""

    start: int
    end: int
    closes: int


def starts_at(written: Written, position: int, *, titled: bool) -> tuple[int, int] | None:
    """Return where a subject begins at *position*, behind "về", and where its lead begins; None where none does.

    *titled*: the citation stands at the head of its line, so that bare words behind it are its title.
    """
    small = written.small
    here = position
    while here < len(small) and (small[here].isspace() and not (small[here] == "\n" and breaks_line(written, here))):
        here += 1
    comma = here < len(small) and small[here] == ","
    at = here + 1 if comma else here
    while at < len(small) and small[at] in " \n" and not (small[at] == "\n" and breaks_line(written, at)):
        at += 1
    opened = at < len(small) and small[at] in '“"(«' and at + 1
    about = ABOUT.match(small, opened or at)
    if about and about.end() < len(small) and about.end() > (opened or at):
        return about.end(), (opened or at)
    if comma:
        return None
    named = _NAMED.match(written.plain, position) if titled else None
    if named:
        return named.end(), named.end()
    on = re.match(r"(?:on|regarding|concerning)\s(?:the\s)?", small[here : here + 16])
    if on and re.match(r"[a-z ]{0,40}", small[here : here + 40]) and written.plain.isascii():
        return here + 3, here
    if STARTS_SUBJECT.match(small, here) or (opened and STARTS_SUBJECT.match(small, opened)):
        return here, here
    if titled and here < len(small) and here > position and small[here].isalpha() and not NO_TITLE.match(small, here):
        return here, here
    return None


def read_subject(
    written: Written, start: int, limit: int, following: list[int], *, titled: bool = False
) -> Subject | None:
    """Return the subject that begins at *start* and ends before *limit*; None where nothing is left of it.

    *following*: where the next cited documents begin; *titled*: nothing but the subject follows on the line.
    """
    limit = min(limit, start + LONGEST)
    end, closes = _end(written, start, limit, following, titled=titled)
    text = written.small[start:end]
    text = _DANGLING.sub("", text.rstrip(_TAIL)).rstrip(_TAIL)
    end = start + len(text)
    if not any(letter.isalnum() for letter in text):
        return None
    if closes <= end or written.small[closes - 1] not in ')]}”»"':
        closes = end
    return Subject(start, end, closes)


@dataclass
class _Scan:
    """One walk over a subject's marks and words up to the first that ends it."""

    written: Written
    start: int
    following: list[int]
    titled: bool
    # Whether the subject itself stands in a bracket or in quotation marks, which are closed behind it.
    led: bool
    opened: list[tuple[str, int]]

    def ends_at(self, mark: re.Match[str]) -> tuple[int, int] | None:
        """Return where the subject ends, and where what was opened before it closes; None where it goes on."""
        sign, at = mark[0], mark.start()
        if sign.isalpha():
            return self._word(at)
        if sign == '"':
            return (at, at + 1) if _quoted(self.written.small, at, self.opened) else None
        if sign in "([{“«":
            if sign == "(" and (OF_DRAFT.match(self.written.small, at) or at + 1 in self.following):
                return at, at
            self.opened.append((sign, at))
            return None
        if sign in _CLOSERS:
            return self._closer(sign, at)
        if sign == "\n":
            return self._line_end(at)
        if sign == ";" and self.titled and _goes_on_small(self.written, at):
            return None
        return (at, at) if _stops(self.written, sign, at, bool(self.opened)) else None

    def _word(self, at: int) -> tuple[int, int] | None:
        if at == self.start:
            return None
        if not self.opened and ENDS.match(self.written.small, at):
            return at, at
        if at in self.following and _another(self.written, self.start, at, self.following):
            return _before_separator(self.written.small, self.start, at)
        return None

    def _closer(self, sign: str, at: int) -> tuple[int, int] | None:
        if not self.opened or self.opened[-1][0] != _CLOSERS[sign]:
            return at, at + 1 if self.led else at
        begun = self.opened.pop()[1]
        whole = not self.opened and begun == self.start and sign in "”»"
        return (at + 1, at + 1) if whole and not _GOES_ON_BEHIND.match(self.written.small, at + 1) else None

    def _line_end(self, at: int) -> tuple[int, int] | None:
        behind = at + 1
        while behind < len(self.written.small) and self.written.small[behind] == " ":
            behind += 1
        if behind in self.following and not leans_on(self.written, at):
            return at, at
        return (at, at) if breaks_line(self.written, at) else None


# Words with which a subject goes on behind its quoted part: về “Chăm sóc sức khỏe” giai đoạn 2023 - 2030.
_GOES_ON_BEHIND = re.compile(
    r"\s+(?:giai đoạn|trên|của|năm|đến|trong|cho|tại|thuộc|và|đối với|theo|gắn|từ|ở|cấp|tỉnh|thành phố|ngành|"
    r"lần|[-–(])(?![^\W_])"
)


def _end(written: Written, start: int, limit: int, following: list[int], *, titled: bool) -> tuple[int, int]:
    """Return where the subject ends, and where what was opened before it closes."""
    lead = written.small[max(0, start - 12) : start]
    led = lead[-1:] in ("“", '"', "«", "(") or "(" in lead.rpartition(")")[2] or "“" in lead.rpartition("”")[2]
    scan = _Scan(written, start, following, titled, led, [])
    for mark in _STOP.finditer(written.small, start, limit):
        ended = scan.ends_at(mark)
        if ended is not None:
            return ended
    if scan.opened and limit < len(written.small) and scan.opened[0][0] == "(":
        return scan.opened[0][1], scan.opened[0][1]
    return limit, limit


def _quoted(small: str, at: int, opened: list[tuple[str, int]]) -> bool:
    """Count a straight quotation mark in; whether it closes what was opened before the subject."""
    if opened and opened[-1][0] == '"':
        opened.pop()
        return False
    before, behind = small[at - 1 : at], small[at + 1 : at + 2]
    if before and not before.isspace() and before != "(" and (not behind or not behind.isalnum()):
        return True
    opened.append(('"', at))
    return False


# "… thực hiện Nghị quyết số 04-NQ/TW, ngày 19-5-2018": the day is the inner document's.
_DAY_NEXT = re.compile(r",\s*ngày\s")
_SYMBOL_BEFORE = re.compile(r"[0-9][/-](?:[0-9]{4}/)?[A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)*$")


def _goes_on_small(written: Written, at: int) -> bool:
    """Whether a title goes on behind its semicolon: … an toàn xã hội; phòng, chống tệ nạn xã hội."""
    return written.plain[at + 1 : at + 2] == " " and written.plain[at + 2 : at + 3].islower()


def _stops(written: Written, sign: str, at: int, inside: bool) -> bool:
    small = written.small
    if sign == ",":
        ended = None if inside else ENDS_BEHIND_COMMA.match(small, at + 1)
        if ended is None or (_DAY_NEXT.match(small, at) and _SYMBOL_BEFORE.search(written.plain[max(0, at - 24) : at])):
            return False
        if not ended["body"]:
            return True
        # A body that acts is written large: ", Sở Ngoại vụ đã tổ chức …".
        return written.plain[ended.start("body")].isupper()
    if sign == ".":
        return is_full_stop(written, at)
    if sign == ":":
        staged = re.search(r"giai đoạn [ivx0-9]+$", small[max(0, at - 16) : at])
        return not inside and not staged and small[at + 1 : at + 2] in ("", " ", "\n")
    if sign in "…|":
        return True
    return sign in ";!?" and not (inside and sign == ";")


_SEPARATOR = re.compile(
    r"(?:[,;]|(?<![^\W_])(?:và|cùng|hoặc|hay|cũng như|gắn với|cùng với|với))\s*(?:(?:tại|các|theo|thực hiện|"
    r"điều\s[0-9]+|khoản\s[0-9]+|điểm\s\w)\s+){0,3}$"
)
_AMENDS = re.compile(r"sửa\sđổi|bổ\ssung|bãi\sbỏ|thay\sthế|đính\schính|hợp\snhất|hết\shiệu\slực|ngưng\shiệu\slực")
_EXPLAINS = re.compile(r"hướng\sdẫn|thi\shành")


_PART_OF = re.compile(r"(?:điều|khoản|điểm|mục|chương|phụ lục|mẫu số)\s[0-9a-zđ]{1,4}(?:\s(?:và|,)\s[^,]{1,20})?,?\s*$")


def _another(written: Written, start: int, at: int, following: list[int]) -> bool:
    """Whether what is cited at *at* is the next document of a list, and no part of this one's subject."""
    before = written.small[start:at]
    separated = _SEPARATOR.search(before[-40:])
    if separated is None or (_PART_OF.search(before[-60:]) and _AMENDS.search(before)):
        return False
    nested = [one for one in following if start <= one < at]
    if not nested:
        return True
    if _AMENDS.search(before) or (_EXPLAINS.search(before) and separated[0][0] not in ",;"):
        return False
    return separated[0][0] in ",;"


def _before_separator(small: str, start: int, at: int) -> tuple[int, int]:
    separated = _SEPARATOR.search(small[start:at])
    end = start + separated.start() if separated else at
    return end, end


def issued_by(written: Written, subject: Subject, *, named_by_year: bool) -> tuple[int, int, int] | None:
    """Return where "do … ban hành" behind the subject begins, and where the issuer in it begins and ends.

    It ends the subject; where the document is named by its year (… năm 2018 về …), a sentence may go on behind it.
    """
    pattern = _ISSUED_BY_SOMEWHERE if named_by_year else _ISSUED_BY
    found = pattern.search(written.small, subject.start if named_by_year else subject.end - 180, subject.end)
    if found is None or found.start() <= subject.start:
        return None
    return found.start(), found.start(1), found.end(1)


__all__ = ["LONGEST", "SUBJECT_VERBS", "Subject", "issued_by", "read_subject", "starts_at"]

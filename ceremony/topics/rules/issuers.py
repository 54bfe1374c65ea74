"""Who issued a document: names that hold "và", commas and "về" themselves, one of them or several."""

import re
from dataclasses import dataclass

from ceremony.topics.rules.clauses import ENDS_ISSUER, NEXT_HEAD, breaks_line, is_full_stop
from ceremony.topics.rules.issuer_words import (
    MINISTER_AND,
    NAMED_BY_TASK,
    NAMES_WITH_COMMAS,
    NEVER_DASHED,
    OF_BODY,
    OWNED,
    PARTY_PAIR,
    SESSION,
    SMALL_IN_NAMES,
    SMALL_STARTS,
    TERM,
)
from ceremony.topics.rules.written import Written

_LONGEST = 320
_TOKEN = re.compile(r"[^\W_]+(?:[.&/][^\W_]+)*\.?|[^\w\s]|\n")


@dataclass(frozen=True)
class Issuers:
    """The names found, and where in the text they end."""

    names: tuple[str, ...]
    end: int
    # What ended them: about, verb, sentence or end.
    stop: str


@dataclass
class _Reading:
    written: Written
    start: int
    joint: bool
    bodies: int
    # Where each name begins and ends.
    spans: list[tuple[int, int]]
    # What separated the last name from the one before it, and what stopped the reading.
    by_comma: list[bool]
    stop: str = "end"

    @property
    def begun(self) -> int:
        return self.spans[-1][0]


def read_issuers(written: Written, start: int, end: int, *, joint: bool, bodies: int = 0) -> Issuers | None:
    """Return who issued it, read from *start* and at most to *end*; None where nobody is named.

    *joint*: the symbol says that several issued it, so a comma may divide them; *bodies*: how many the symbol
    names, 0 where it does not say.
    """
    while start < end and written.plain[start].isspace():
        start += 1
    reading = _Reading(written, start, joint, bodies, [(start, start)], [])
    for token in _TOKEN.finditer(written.small, start, min(end, start + _LONGEST)):
        if not _goes_on(reading, token):
            break
    else:
        reading.stop = "end"
    return _checked(reading)


def _goes_on(reading: _Reading, token: re.Match[str]) -> bool:
    """Take one more word into the name, or say what stopped it."""
    word, written = token[0], reading.written
    if word == "\n":
        reading.stop = "end"
        return not breaks_line(written, token.start())
    if word[0].isalnum():
        return _takes_word(reading, token)
    if word == ",":
        return _takes_comma(reading, token)
    if word == "(":
        return _takes_term(reading, token)
    if word == "-":
        return _takes_dash(reading, token)
    if word in ")]":
        reading.stop = "end"
        # It may close what the name opened: (khóa XI).
        return token.start() < reading.spans[-1][1]
    if word in "&/'’":
        return True
    reading.stop = "end"
    return False


def _takes_word(reading: _Reading, token: re.Match[str]) -> bool:
    word, written = token[0], reading.written
    if token.start() < reading.spans[-1][1]:
        return True
    if word == "và":
        return _takes_and(reading, token)
    if word == "của":
        owned = OWNED.match(written.small, reading.begun) and OF_BODY.match(written.small, token.end() + 1)
        reading.stop = "sentence"
        return bool(owned)
    stop = ENDS_ISSUER.match(written.small, token.start())
    if stop and not _inside_name(reading, stop):
        reading.stop = stop.lastgroup or "sentence"
        return False
    ended = word.endswith(".") and is_full_stop(written, token.end() - 1)
    if re.match(r"năm\s{1,2}(?:19|20)\d\d", written.small[token.start() : token.start() + 9]):
        reading.stop = "sentence"
        return False
    reading.spans[-1] = (reading.begun, token.end() - (1 if ended else 0))
    if ended:
        reading.stop = "end"
    return not ended


def _inside_name(reading: _Reading, stop: re.Match[str]) -> bool:
    """Whether a word that may end a name is a part of it: Ban Tổ chức, Ủy ban Quốc gia về Chuyển đổi số."""
    written = reading.written
    plain, small = written.plain, written.small
    so_far = small[reading.begun : stop.start()]
    if stop["about"]:
        if not NAMED_BY_TASK.match(small, reading.begun) or " về " in so_far:
            return False
        rest = re.split("[;,.]", small[stop.end() : stop.end() + 120])[0]
        return plain[stop.end() + 1 : stop.end() + 2].isupper() or re.search(r"[\w)] về ", rest) is not None
    if not so_far.strip():
        return plain[stop.start()].isupper()
    if plain[stop.start() : stop.end()].isupper() and plain[reading.begun : stop.start()].isupper():
        # In a title all in capitals a verb ends the name as in any other text, but for Ban Tổ chức and Ban Chỉ đạo.
        return len(so_far.split()) == 1 and so_far.strip() in ("ban", "vụ", "cục", "sở", "phòng", "bộ")
    if not plain[stop.start()].isupper():
        return False
    before = plain[reading.begun : stop.start()].split()[-1]
    return (
        stop["verb"] is None
        or len(so_far.split()) == 1
        or before in ("Ban", "Cục", "Vụ", "Phòng", "Hội", "Viện", "Tổ", "Quỹ", "đồng")
    )


def _takes_and(reading: _Reading, token: re.Match[str]) -> bool:
    written = reading.written
    start = token.end()
    while start < len(written.plain) and written.plain[start].isspace():
        start += 1
    reading.stop = "sentence"
    if NEXT_HEAD.match(written.small, start) and (
        written.plain[start].isupper() or written.plain[reading.begun].islower()
    ):
        reading.spans.append((start, start))
        reading.by_comma.append(False)
        return True
    following = re.match(r"[^\W_]+", written.small[start : start + 20])
    if following is None or (
        re.match(r"(?:nghị|quyết|chỉ|thông|kế|luật|công văn|hướng|kết|quy)\b", following[0])
        and _type_behind(written, start)
    ):
        reading.stop = "end"
        return False
    if written.plain[start].isupper() or following[0] in SMALL_IN_NAMES:
        reading.spans[-1] = (reading.begun, token.end())
        return True
    return False


def _type_behind(written: Written, start: int) -> bool:
    return (
        re.match(r"[^\W\d_]+\s[^\W\d_]+(?:\s[^\W\d_]+){0,3}\s{0,2}(?:số\s?:?\s?)?\d", written.small[start : start + 40])
        is not None
    )


def _takes_comma(reading: _Reading, token: re.Match[str]) -> bool:
    written = reading.written
    small, plain, behind = written.small, written.plain, token.end()
    if SESSION.match(small, behind):
        reading.spans[-1] = (reading.begun, behind)
        return True
    so_far = " ".join(small[reading.begun : token.start()].split())
    if so_far in ("bộ trưởng", "bộ trưởng bộ tư pháp") and MINISTER_AND.match(small, behind):
        reading.spans[-1] = (reading.begun, behind)
        return True
    start = behind
    while start < len(plain) and plain[start].isspace():
        start += 1
    if start >= len(plain) or not plain[start].isupper():
        reading.stop = "end"
        return False
    if NEXT_HEAD.match(small, start) and not _name_with_commas(small, reading.begun, start):
        reading.spans.append((start, start))
        reading.by_comma.append(True)
        return True
    if _name_with_commas(small, reading.begun, start):
        reading.spans[-1] = (reading.begun, behind)
        return True
    reading.stop = "end"
    return False


def _name_with_commas(small: str, begun: int, start: int) -> bool:
    """Whether the name goes on behind a comma: Bộ Văn hóa, Thể thao và Du lịch."""
    if NEXT_HEAD.match(small, start) and not re.match(r"công nghệ|hội nhập", small[start : start + 10]):
        return False
    return bool(NAMES_WITH_COMMAS.match(small[begun:start])) and " và " in small[start : start + 60]


def _takes_term(reading: _Reading, token: re.Match[str]) -> bool:
    term = TERM.match(reading.written.small, token.start())
    reading.stop = "end"
    if term is None:
        return False
    reading.spans[-1] = (reading.begun, term.end())
    return True


def _takes_dash(reading: _Reading, token: re.Match[str]) -> bool:
    written = reading.written
    start = token.end()
    while start < len(written.plain) and written.plain[start] == " ":
        start += 1
    reading.stop = "end"
    if start == token.end() or written.plain[token.start() - 1 : token.start()].isalnum():
        return True
    stop = ENDS_ISSUER.match(written.small, start)
    if stop is not None and stop["verb"]:
        return False
    if NEXT_HEAD.match(written.small, start) and written.plain[start : start + 1].isupper():
        reading.spans.append((start, start))
        reading.by_comma.append(False)
        return True
    if NEVER_DASHED.match(written.small, reading.begun):
        return False
    return written.plain[start : start + 1].isupper()


def _checked(reading: _Reading) -> Issuers | None:
    """Drop a name that a comma joined and that the sentence goes on with: "của UBND tỉnh, Sở Ngoại vụ đã …"."""
    written, spans = reading.written, reading.spans
    while len(spans) > 1 and spans[-1][0] == spans[-1][1]:
        spans.pop()
        reading.by_comma.pop()
    more = 0 < reading.bodies < len(spans)
    if more and reading.stop == "sentence" and reading.by_comma and reading.by_comma[-1]:
        spans.pop()
        reading.by_comma.pop()
    fits = reading.stop in ("about", "end") or (reading.stop == "verb" and _is_party(reading))
    if not reading.joint and not fits:
        while reading.by_comma and reading.by_comma[-1] and not (len(spans) == 2 and _is_party(reading)):
            spans.pop()
            reading.by_comma.pop()
    if not reading.joint and reading.by_comma.count(True) > 1 and not _is_party(reading):
        del spans[1 + reading.by_comma.index(True) :]
    names = [written.cut(start, end).strip(" ,.-–") for start, end in spans]
    if not names[0] or not _may_start(written, spans[0][0]):
        return None
    return Issuers(tuple(name for name in names if name), spans[-1][1], reading.stop)


def _is_party(reading: _Reading) -> bool:
    return all(PARTY_PAIR.match(reading.written.small, start) for start, _ in reading.spans)


def _may_start(written: Written, start: int) -> bool:
    letter = written.plain[start : start + 1]
    return letter.isupper() or SMALL_STARTS.match(written.small, start) is not None

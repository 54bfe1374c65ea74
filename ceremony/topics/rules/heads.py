"""Where citations begin: at a number with its symbol, at a type's word with a number, at a law's name with its day.

Each is read to the left for its type, and for a name or an issuer that stands before the number.
"""

import bisect
import re
from dataclasses import replace

from ceremony.topics.rules.dates import DAY, day_of
from ceremony.topics.rules.head import Head
from ceremony.topics.rules.issuers import read_issuers
from ceremony.topics.rules.kinds import Word, find_words, letters_of, type_by_symbol
from ceremony.topics.rules.laws import DAY_WORD, LONGEST_GAP, inside_word, law_named, name_and_day, outermost, renamed
from ceremony.topics.rules.symbols import Core, digits, find_cores
from ceremony.topics.rules.written import Written, trimmed

_SO = r"(?:so|s0|no\.?|number)"
_PLAIN_GAP = re.compile(
    rf"[\s,]{{0,4}}(?P<bracket>[(\[])?\s{{0,3}}(?:mang\s)?(?:{_SO}\s?(?:hieu\s?)?(?:ky hieu\s?)?[:.]?)?\s{{0,3}}\Z"
)
_NUMBERED = re.compile(rf"(?<![^\W_]){_SO}\s?(?:hieu\s?)?[:.]?\s{{0,3}}\Z")
_LONGEST_NAME_GAP = 120


def find_heads(written: Written) -> list[Head]:
    """Return the beginnings of all citations in the text, in its order."""
    words = find_words(written)
    starts = [word.start for word in words]
    heads: list[Head] = []
    taken: set[int] = set()
    previous = -1
    for core in find_cores(written):
        head = _with_type(written, core, words, starts, previous)
        if head is None:
            head = _without_type(written, core)
        if head is not None:
            heads.append(head)
            index = bisect.bisect_left(starts, head.start)
            if index < len(words) and words[index].start == head.start:
                taken.add(index)
            previous = core.end
        else:
            previous = max(previous, core.start)
    days = [match.end() for match in DAY_WORD.finditer(written.small)]
    spans = sorted((head.start, head.end) for head in heads)
    for index, word in enumerate(words):
        if index in taken or _covered(spans, word.start):
            continue
        bare_head = _number_only(written, word) or (
            name_and_day(written, word, words[index + 1 : index + 9], days)
            if word.is_law
            else _day_and_issuer(written, word)
        )
        if bare_head is not None and not _covered(spans, bare_head.end - 1):
            heads.append(bare_head)
            bisect.insort(spans, (bare_head.start, bare_head.end))
    return sorted(heads, key=lambda head: head.start)


def _covered(spans: list[tuple[int, int]], position: int) -> bool:
    index = bisect.bisect_right(spans, (position, len(spans) + (1 << 60))) - 1
    return index >= 0 and spans[index][0] <= position < spans[index][1]


def _with_type(written: Written, core: Core, words: list[Word], starts: list[int], floor: int) -> Head | None:
    """Return the citation with the type that a word before its number says."""
    index = bisect.bisect_left(starts, core.start) - 1
    tried = 0
    while index >= 0 and tried < 6:
        word = words[index]
        if word.end < floor or core.start - word.end > LONGEST_GAP:
            return None
        head = _joined(written, core, word)
        if head is not None:
            return outermost(written, head, words, index, floor) if word.is_law else head
        index -= 1
        tried += 1
    return None


def _joined(written: Written, core: Core, word: Word) -> Head | None:
    if inside_word(written, word):
        return None
    gap = written.bare[word.end : core.start]
    plain = _PLAIN_GAP.match(gap)
    head = Head(word.start, core.end, word.type, core.number, core.year, core.symbol)
    if plain:
        return renamed(written, word, replace(head, bracket=plain["bracket"] is not None))
    if word.short:
        return None
    return (
        law_named(written, core, word, head)
        or _issued_before(written, core, word, head)
        or _titled(written, core, word, head)
    )


_OF = re.compile(r"\s{1,3}c[uủ]a\s{1,3}|\s{1,3}giữa\s{1,3}")


def _issued_before(written: Written, core: Core, word: Word, head: Head) -> Head | None:
    """Quyết định của Bộ Chính trị số 31-QĐ/TW, Nghị định ngày 5/3/2020 của Chính phủ số 30/2020/NĐ-CP."""
    small, here = written.small, word.end
    day = None
    dated = re.compile(r"\s{1,3}ng[aà]y\s{0,3}").match(small, here)
    if dated:
        found = DAY.match(written.bare, dated.end())
        if found is None:
            return None
        day, here = day_of(found), found.end()
    of = _OF.match(small, here)
    issuers = None
    numbered = _NUMBERED.search(written.bare, max(here, core.start - 16), core.start)
    if numbered is None:
        return None
    if of and core.start - of.end() <= _LONGEST_NAME_GAP:
        issuers = read_issuers(written, of.end(), numbered.start(), joint=False)
        if issuers is None or small[issuers.end : numbered.start()].strip(" ,\n("):
            return None
    elif day is None or small[here : numbered.start()].strip(" ,\n("):
        return None
    return replace(head, day=day, issuers=issuers)


def _titled(written: Written, core: Core, word: Word, head: Head) -> Head | None:
    """Kế hoạch tuyên truyền cải cách hành chính số 12/KH-SNV: the letters say the same type as the word."""
    numbered = _NUMBERED.search(written.bare, max(word.end, core.start - 16), core.start)
    if numbered is None or not _agrees(core.symbol, word.type):
        return None
    gap = written.small[word.end : numbered.start()]
    if len(gap) > _LONGEST_NAME_GAP or _NO_TITLE_GAP.search(gap):
        return None
    if len(gap.split()) < _FEWEST_WORDS:
        return head
    return replace(head, name=trimmed(written, word.end, numbered.start()))


# "Công điện hỏa tốc số …", "Báo cáo thẩm định số …": so few words are a kind of the type, not a title.
_FEWEST_WORDS = 3
_NO_TITLE_GAP = re.compile(r"[.;:()\d“”\"\n]|,\s|^\s+(?:này|trên|đó|nêu|nói|theo|tại)(?![^\W_])")


def _agrees(symbol: str, kind: str) -> bool:
    """Whether the letters say the same type as the word: KH Kế hoạch, and BCTĐ a Báo cáo of some kind."""
    letters = re.split("[-/]", symbol)[0]
    if letters_of(letters) is not None:
        return type_by_symbol(symbol) == kind
    return kind == type_by_symbol(letters[:2] + "-X")


_NUMBER_WORD = re.compile(rf"{_SO}\s?[:.]?\s{{0,3}}\Z")


def _without_type(written: Written, core: Core) -> Head | None:
    """Return a citation that has no word for its type: 76/NQ-CP, "số 30/2020/NĐ-CP"."""
    numbered = _NUMBER_WORD.search(written.bare, max(0, core.start - 12), core.start)
    if not core.stands_alone and not (numbered and len(re.split("[-/]", core.symbol)) > 1):
        return None
    start = core.start
    if numbered and not written.bare[max(0, numbered.start() - 1) : numbered.start()].isalnum():
        start = numbered.start()
    return Head(start, core.end, None, core.number, core.year, core.symbol)


_COUNTED = (
    r"năm|tháng|ngày|tuần|giờ|phút|người|nội dung|nhóm|điểm|tỷ|tỉ|triệu|nghìn|ngàn|trang|quý|bộ|mục|lần|cấp|"
    r"loại|khoản|điều|"
    r"chương|phần|trường|huyện|xã|tỉnh|đồng|km|m2|ha|kg|đơn vị|cơ quan|bước|kỳ|nhiệm vụ|giải pháp|chỉ tiêu|"
    r"tiêu chí|vụ|"
    r"trong|cán bộ|đại biểu|hộ|dự án|công trình|khóa|khoá|mức|môn|tiết|bài|phiên|cuộc|phương án|hình thức|"
    r"trụ cột|mẫu|văn bản"
)
_BARE_NUMBER = re.compile(
    r"\s{0,3}[(]?\s{0,2}(?P<so>(?:số|so|sô|sổ|no\.?)\s?[:.]?\s{0,3})?(?P<number>[0-9]{1,5}[a-dđ]?)(?:/(?P<year>(?:19|20)[0-9]{2}))?"
    r"(?![^\W_]|[.,:][0-9]|\s{0,2}%|\s?[-/]\s?[0-9a-zđ]|\s?\+)"
)
_BEHIND_NUMBER = re.compile(
    r"[\s,]*(?:của|về|v/v|ngày|năm\s(?:19|20)|\(\s?ngày|ban hành|cua|ve|giữa|do|được|và)(?![^\W])|\s*[.;:,)”\"]|"
    r"\s*\Z|\s*\n"
)

# The types whose symbols hold the year.
_WITH_YEAR = ("Nghị định", "Nghị quyết", "Pháp lệnh", "Quyết định", "Thông tư", "Thông tư liên tịch")
_ALIAS = re.compile(r"(?:gọi tắt là|gọi là|viết tắt là|gọi chung là|gọi tắt)[\s:“\"]*\Z")


def _number_only(written: Written, word: Word) -> Head | None:
    """Chỉ thị số 17 về …, Nghị quyết 57 của Bộ Chính trị, Nghị định 100/2019: no symbol at all."""
    if word.type in ("Luật", "Bộ luật", "Hiến pháp", "Hợp đồng", "Dự án", "Cam kết"):
        return None
    match = _BARE_NUMBER.match(written.small, word.end)
    if _ALIAS.search(written.small, max(0, word.start - 24), word.start):
        return None
    if match is None or (match["number"].startswith("0") and not match["number"].strip("0")):
        return None
    # Elsewhere 7/2021 is a month.
    if match["year"] and word.type not in _WITH_YEAR:
        return None
    behind = written.small[match.end() : match.end() + 24]
    if re.match(rf" {{1,3}}(?:{_COUNTED})(?![^\W_])", behind) and not re.match(
        r"\s+(?:năm\s(?:19|20)\d\d|ngày\s\d)", behind
    ):
        return None
    capital = written.plain[word.start].isupper()
    named = _BEHIND_NUMBER.match(behind) is not None
    if not match["so"]:
        if re.fullmatch(r"(?:19|20)[0-9]{2}", match["number"]) or word.short:
            return None
        if not (named and ((word.is_strong and capital) or (re.match(r"\s+(?:của|về)\s", behind) and capital))):
            return None
    elif not (named or (capital and word.is_strong)):
        return None
    return Head(
        word.start,
        match.end(),
        word.type,
        digits(match["number"]) if match["number"][-1].isdigit() else match["number"],
        int(match["year"]) if match["year"] else None,
    )


def _day_and_issuer(written: Written, word: Word) -> Head | None:
    """Nghị định ngày 5/3/2020 của Chính phủ về …: no number, so the day must follow at once."""
    if word.short or not written.plain[word.start].isupper():
        return None
    dated = re.compile(r"\s{1,3}ng[aà]y\s{0,3}").match(written.small, word.end)
    found = DAY.match(written.bare, dated.end()) if dated else None
    if found is None or not re.compile(r"[\s,]{1,3}của\s").match(written.small, found.end()):
        return None
    return Head(word.start, found.end(), word.type, day=day_of(found))

"""Laws are cited by their names: before the number, before a bracket, or with their day and no number at all."""

import bisect
import re
from dataclasses import replace

from ceremony.topics.rules.dates import DAY, day_of
from ceremony.topics.rules.head import Head
from ceremony.topics.rules.kinds import Word
from ceremony.topics.rules.symbols import Core
from ceremony.topics.rules.written import Written, trimmed

LONGEST_GAP = 260
_NAME_BREAKS = re.compile(r"[.;:()\[\]“”\"!?]|\n\s*\n|(?<![^\W_])(?:có hiệu lực|được|đã|sẽ|theo|căn cứ|ngày)(?![^\W_])")
_YEAR_BEHIND = re.compile(
    r"[\s,]*(?:\(?(?:năm\s)?(?:19|20)[0-9]{2}\)?)?(?:[\s,]*[,(]\s*(?:bộ\s)?luật\s)?[\s,(]*(?:(?:số|"
    r"so)\s?(?:hiệu\s?)?:?)?[\s:]*\Z"
)


def law_named(written: Written, core: Core, word: Word, head: Head) -> Head | None:
    """Luật Lâm nghiệp số 16/2017/QH14: the name stands before the number."""
    if not word.is_law:
        return None
    tail = _YEAR_BEHIND.search(written.small, max(word.end, core.start - 40), core.start)
    end = tail.start() if tail else core.start
    if end <= word.end + 1 or _NAME_BREAKS.search(written.small, word.end, end) or end - word.end > 220:
        return None
    if not core.symbol.startswith(("QH", "UBTVQH", "LCT", "L/", "PL")):
        return None
    return replace(head, name=trimmed(written, word.end, end), bracket="(" in written.plain[end : core.start])


_LAW_BEFORE = re.compile(
    r"(?<![^\W_])(?:bộ\sluật|luật|pháp\slệnh)\s(?P<name>[^.;:()“”\"!?\n]{3,160}?)\s?(?:năm\s)?(?:(?:19|"
    r"20)[0-9]{2})?\s?\(\Z"
)


def renamed(written: Written, word: Word, head: Head) -> Head:
    """Luật An ninh mạng (Luật số 24/2018/QH14): the name stands before the bracket."""
    if not word.is_law or written.plain[word.start - 1 : word.start] != "(":
        return head
    named = _LAW_BEFORE.search(written.small, max(0, word.start - 180), word.start)
    if named is None:
        return head
    return replace(head, start=named.start(), name=trimmed(written, *named.span("name")), bracket=True)


_NO_LAW = re.compile(r"(?:pháp|quy|kỷ|định|dự án|dự thảo|hệ|sắc|theo pháp|qui)\s{1,2}\Z")


def inside_word(written: Written, word: Word) -> bool:
    """Pháp luật and kỷ luật are no law."""
    return word.type == "Luật" and _NO_LAW.search(written.small, max(0, word.start - 8), word.start) is not None


_ONE_LAW_CHANGES = re.compile(r"\s+(?:\(?sửa đổi|bổ sung|về việc sửa đổi|bãi bỏ|về sửa đổi)")


def outermost(written: Written, head: Head, words: list[Word], index: int, floor: int) -> Head:
    """Luật sửa đổi, bổ sung một số điều của Luật Cư trú số 36/2013/QH13 is one law that changes another."""
    for earlier in range(index - 1, max(-1, index - 6), -1):
        word = words[earlier]
        if not word.is_law or word.end < floor or head.start - word.start > LONGEST_GAP:
            break
        between = written.small[word.end : head.start]
        if re.search(r"[.;:()“”\"]", between):
            break
        if _ONE_LAW_CHANGES.match(between):
            end = head.name[1] if head.name else head.start
            return replace(head, start=word.start, type=word.type, name=trimmed(written, word.end, end))
    return head


_SPACE = re.compile(r"\s{0,3}")
DAY_WORD = re.compile(r"(?<![^\W_])ng[aà]y(?![^\W_])")
_OF_ITSELF = re.compile(r"\s+(?:này|trên|đó|nêu|số|năm|hiện hành|quy định|có|được|là|về việc)(?![^\W_])")


_BEHIND_NAME = re.compile(
    r"(?:,?\s(?:năm\s(?:19|20)\d\d|ban hành|thông qua|ký|(?:được|do)(?:\s(?:quốc hội|ủy ban)[^,;]{0,60})?))+\Z"
)


def name_and_day(written: Written, word: Word, later: list[Word], days: list[int]) -> Head | None:
    """Luật Tổ chức Chính phủ ngày 25/12/2001: name and day, no number."""
    small = written.small
    if inside_word(written, word) or _OF_ITSELF.match(small, word.end) or word.short:
        return None
    index = bisect.bisect_right(days, word.end)
    if index == len(days) or days[index] > word.end + LONGEST_GAP:
        return None
    behind = _SPACE.match(small, days[index])
    found = DAY.match(written.bare, behind.end() if behind else days[index])
    before_day = days[index] - len("ngày")
    between = small[word.end : before_day].replace("(sửa đổi)", " sửa đổi ")
    if found is None or re.search(
        r"[.;:()“”\"!?\d]|\n\s*\n|(?<![^\W_])(?:hiệu lực|từ|đã|sẽ|đến|vào|trước|sau|theo|tại|sáng|chiều|"
        r"căn cứ)(?![^\W_])",
        between,
    ):
        return None
    name = trimmed(written, word.end, before_day)
    if name is None:
        return Head(word.start, found.end(), word.type, day=day_of(found)) if word.type == "Hiến pháp" else None
    title = small[name[0] : name[1]]
    changes = _ONE_LAW_CHANGES.match(between)
    if not written.plain[word.start].isupper() and not written.plain[name[0]].isupper() and not changes:
        return None
    inner = [one for one in later if one.is_law and name[0] <= one.start < name[1] and not inside_word(written, one)]
    if inner and not changes:
        return None
    name_end = _BEHIND_NAME.sub("", title)
    return Head(word.start, found.end(), word.type, name=(name[0], name[0] + len(name_end)), day=day_of(found))

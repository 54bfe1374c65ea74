"""The parts of a ceremony, in the order in which they are usually held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from dateutil.relativedelta import relativedelta

from ceremony.core.refusal import NotFound, Refusal, msgid


class ItemKind(StrEnum):
    """What an item of the programme is."""

    GATHERING = "gathering"
    FLAG_SALUTE = "flag-salute"
    STORY = "story"
    PRESENTATION = "presentation"
    NEWS = "news"
    REVIEW = "review"
    PRAISE = "praise"
    CONCLUSION = "conclusion"
    OTHER = "other"


@dataclass(frozen=True)
class Part:
    """One item as it usually is: its title in the words that people read, its minutes, and notes for who leads."""

    kind: ItemKind
    title: str
    minutes: int
    notes: str = ""


STANDARD = (
    Part(ItemKind.GATHERING, "Ổn định tổ chức, điểm danh", 3),
    Part(ItemKind.FLAG_SALUTE, "Chào cờ, hát Quốc ca", 3),
    Part(ItemKind.STORY, "Kể chuyện về Bác", 3),
    Part(ItemKind.PRESENTATION, "Phổ biến, quán triệt văn bản", 10),
    Part(ItemKind.NEWS, "Thời sự", 3),
    Part(ItemKind.REVIEW, "Đánh giá tháng trước, nhiệm vụ trọng tâm tháng này", 5),
    Part(ItemKind.PRAISE, "Biểu dương, khen thưởng", 2),
    Part(ItemKind.CONCLUSION, "Kết luận", 1),
)
PRESENTATION = next(part for part in STANDARD if part.kind is ItemKind.PRESENTATION)


class Presented(StrEnum):
    """Where a document of the library stands."""

    UNUSED = "unused"
    PLANNED = "planned"
    PRESENTED = "presented"


def presented_state(starts: Iterable[datetime | None], now: datetime) -> Presented:
    """Return where a document stands whose ceremonies begin at *starts*, None while one has no date."""
    moments = list(starts)
    if any(moment is not None and moment <= now for moment in moments):
        return Presented.PRESENTED
    return Presented.PLANNED if moments else Presented.UNUSED


REPEATS_WITHIN = relativedelta(months=24)


def repeated(earlier: Iterable[date], day: date) -> date | None:
    """Return the last of the *earlier* days on which a document was presented, where *day* comes too soon after it."""
    return max((one for one in earlier if day - REPEATS_WITHIN < one < day), default=None)


class UnknownItem(NotFound):
    """The programme has no such item, or no longer."""

    sentence = msgid("The programme has no such item, or no longer.")
    cure = msgid("Open the programme again.")


class PresentedTwice(Refusal):
    """A document is presented once in a ceremony."""

    sentence = msgid("The programme presents this document already.")
    cure = msgid("Choose another one, or change the item that has it.")


class NothingToKeep(Refusal):
    """A programme without items is no template."""

    sentence = msgid("The programme has no items yet.")
    cure = msgid("Begin with the usual programme, then keep it.")


class NotLeftOver(Refusal):
    """Only what the ceremony before did not reach is carried over, and once."""

    sentence = msgid("This item is not left over from the ceremony before, or is carried over already.")
    cure = msgid("Open the programme again.")


def skeleton_of(parts: Iterable[Part]) -> list[Part]:
    """Return *parts* as a programme begins: what presents documents is one usual presentation, the others stay."""
    kept: list[Part] = []
    for part in parts:
        if part.kind is not ItemKind.PRESENTATION:
            kept.append(part)
        elif all(one.kind is not ItemKind.PRESENTATION for one in kept):
            kept.append(Part(part.kind, PRESENTATION.title, part.minutes, part.notes))
    return kept


def place_for(kinds: Sequence[ItemKind]) -> int:
    """Return where an item that is carried over stands among these: before the conclusion, else last."""
    last = next((place for place, kind in enumerate(kinds) if kind is ItemKind.CONCLUSION), None)
    return len(kinds) if last is None else last


def fingerprint(*values: object) -> str:
    """Return a short mark of what somebody was shown, to notice that it has changed since."""
    return sha256(repr(values).encode()).hexdigest()[:16]

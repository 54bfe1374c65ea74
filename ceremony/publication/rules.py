"""The text of an article: drafted from the ceremony and its documents, naming nobody and counting nobody."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from ceremony.core.refusal import Gone, NotFound, Refusal, msgid

SOURCE = "Văn phòng"


class ArticleState(StrEnum):
    """How far an article is."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting-approval"
    PUBLISHED = "published"


class NotHeldYet(Refusal):
    """An article tells what was, not what shall be."""

    sentence = msgid("The ceremony of %(month)s is on %(date)s; its article is not drafted before that day.")
    cure = msgid("Draft it on the day itself, after the ceremony.")


class NoArticle(NotFound):
    """Nothing was drafted yet."""

    sentence = msgid("The ceremony of %(month)s has no article yet.")
    cure = msgid("Draft it first.")


class AlreadyOut(Gone):
    """The public reads it."""

    sentence = msgid("The article of %(month)s is published; it is not edited any more.")
    cure = msgid("Ask the office to take it back first.")


class EditedMeanwhile(Refusal):
    """Two people edited the article at once."""

    sentence = msgid("Somebody else has just changed this article.")
    cure = msgid("Compare both texts below and save again; nothing of yours is lost.")


@dataclass(frozen=True)
class Cited:
    """A document as an article needs it; `number` is the printed one ("76/NQ-CP")."""

    type: str
    number: str
    issued_on: date | None
    issuers: Sequence[str]
    subject: str
    points: Sequence[str] = ()

    @property
    def short(self) -> str:
        """The later mention: type and number, or the subject where it has no number."""
        return f"{self.type} số {self.number}" if self.number else f"{self.type} {self.subject}".strip()

    @property
    def full(self) -> str:
        """The first mention, as "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về …"."""
        parts = [self.short]
        if self.issued_on is not None:
            parts.append(f"ngày {self.issued_on.day}/{self.issued_on.month}/{self.issued_on.year}")
        if self.issuers:
            parts.append(f"của {_listed(self.issuers)}")
        if self.number and self.subject:
            parts.append(f"về {self.subject}")
        return " ".join(parts)


def printed_number(number: str, year: int | None, symbol: str) -> str:
    """Return number and symbol as they are printed: 76/NQ-CP, 30/2020/NĐ-CP, but 05-CT/TW for the Party's.

    The Party's symbols have the dash before the type and the slash before the body (CT/TW).
    """
    if not number or not symbol:
        return number or symbol
    if year is not None:
        return f"{number}/{year}/{symbol}"
    return f"{number}-{symbol}" if "/" in symbol else f"{number}/{symbol}"


@dataclass(frozen=True)
class Occasion:
    """What an article tells of: the day and start, the host, its guests, the theme, the documents."""

    host: str
    day: date
    start: str
    month: date | None
    place: str = ""
    guests: Sequence[str] = ()
    theme: str = ""
    documents: Sequence[Cited] = ()

    @property
    def name(self) -> str:
        """The ceremony's name; `month` is the month it begins, None where it is not the month's first."""
        name = "lễ chào cờ và sinh hoạt chính trị"
        return name if self.month is None else f"{name} đầu tháng {self.month.month}/{self.month.year}"


@dataclass(frozen=True)
class Text:
    """An article's words; paragraphs of the body are parted by an empty line, points begin with "- "."""

    headline: str
    lead: str
    body: str
    source: str = SOURCE

    @property
    def digest(self) -> str:
        """The SHA-256 by which a draft that was edited is told from one that was not."""
        return hashlib.sha256("\0".join(asdict(self).values()).encode()).hexdigest()


def draft_text(occasion: Occasion) -> Text:
    """Return the article as the program would write it."""
    return Text(headline=_headline(occasion), lead=_lead(occasion), body=_body(occasion))


def _headline(occasion: Occasion) -> str:
    """The topic is the headline: the one document in full, several in short, else the theme."""
    documents = occasion.documents
    if len(documents) == 1:
        return f"Tuyên truyền, phổ biến {documents[0].full}"
    if documents:
        return f"Tuyên truyền, phổ biến {_listed([document.short for document in documents])}"
    return _capital(occasion.theme or occasion.name)


def _lead(occasion: Occasion) -> str:
    hour = int(occasion.start[:2])
    part = "Sáng" if hour < 11 else "Trưa" if hour < 13 else "Chiều" if hour < 18 else "Tối"
    words = [f"{part} ngày {_paper_date(occasion.day)},"]
    if occasion.place:
        words.append(f"tại {occasion.place},")
    words.append(f"{occasion.host} tổ chức {occasion.name}")
    words.append("cho toàn thể công chức, viên chức và người lao động")
    if occasion.guests:
        words.append(f"cùng {_listed(occasion.guests)}")
    return " ".join(words) + "."


def _body(occasion: Occasion) -> str:
    after = f"Sau nghi thức chào cờ, hát Quốc ca, {occasion.host}"
    documents = occasion.documents
    if not documents:
        topic = f"theo chủ đề: {occasion.theme}" if occasion.theme else "theo chương trình"
        return f"{after} tiến hành sinh hoạt chính trị {topic.rstrip('.')}."
    paragraphs = [f"{after} đã tổ chức phổ biến, quán triệt {_listed([document.full for document in documents])}."]
    for document in documents:
        if document.points:
            points = [f"- {point}" for point in document.points]
            paragraphs.append("\n".join([f"Nội dung cốt lõi của {document.short}:", *points]))
    return "\n\n".join(paragraphs)


def _listed(names: Sequence[str]) -> str:
    """Return "A", "A và B" or "A, B và C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _paper_date(day: date) -> str:
    """Return the day as papers write it (NĐ 30/2020): a 0 before days under 10 and months 1 and 2."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""What a text must say before its document stands in a library, and what may not stand there."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ceremony.core.refusal import BadInput, NotFound, Refusal, Word, msgid
from ceremony.core.text import clean, fold
from ceremony.topics.rules.citation import Citation, Found, plain_number
from ceremony.topics.rules.kinds import LAWS, TYPES
from ceremony.topics.rules.reading import read
from ceremony.topics.rules.symbols import canonical_symbol, tidy_symbol

_STAMP = re.compile(
    r"(?<!\w)(?<!BÍ )(?:MẬT|(?i:(?<!độ )tối mật|(?<!độ )tuyệt mật))(?!\w)"
    r"|^Mật(?!\w)|(?<!\w)Mật[.]?$|[(\[]\s*Mật\s*[)\]]"
)
EXAMPLE = msgid(
    "Write it as: Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể "
    "cải cách hành chính nhà nước giai đoạn 2021-2030"
)
DATE, SUBJECT = msgid("the day that it was signed"), msgid("its subject")
BOTH_MISSING = msgid("the day that it was signed and its subject")
_LONGEST_SHOWN = 200


class NoCitation(BadInput):
    """The text cites no document."""

    sentence = msgid("%(text)s cites no document.")
    cure = EXAMPLE


class SeveralCitations(BadInput):
    """The text cites more than one document, and only one is asked for."""

    sentence = msgid("The text cites %(count)s documents: %(citations)s.")
    cure = msgid("Give one of them at a time.")


class IncompleteCitation(BadInput):
    """The text does not say all that a library must know of a document that it does not have yet."""

    sentence = msgid("%(text)s is not in the library yet, and the text does not say %(missing)s.")
    cure = EXAMPLE


class ImpossibleDate(BadInput):
    """The day is in no calendar."""

    sentence = msgid("%(date)s is no date.")
    cure = msgid("Write the day that the document was signed, as 15/7/2021.")


class UnknownDocument(NotFound):
    """The library has no such document."""

    sentence = msgid("The library has no such document.")
    cure = msgid("Open the list of documents.")


class SecretDocument(Refusal):
    """State secrets have no place here."""

    sentence = msgid("A document marked MẬT may not be entered here.")
    cure = msgid("Handle it on paper, as the rules on state secrets demand.")


class SecretFile(SecretDocument):
    """The stamp stands in the file itself."""

    sentence = msgid("The file bears the stamp MẬT: it may not be kept here.")


def require_not_secret(text: str) -> None:
    """Refuse a text that bears the stamp of a state secret; raises SecretDocument."""
    if _STAMP.search(clean(text)):
        raise SecretDocument


class NoWebAddress(BadInput):
    """It leads nowhere that a browser may go."""

    sentence = msgid("%(link)s is no address of the web.")
    cure = msgid("Copy it from the browser; it begins with https:// or http://.")


class ReplacedByItself(BadInput):
    """A document cannot take its own place."""

    sentence = msgid("A document cannot replace itself.")
    cure = msgid("Choose the newer document.")


_WEB_ADDRESS = re.compile(r"https?://[^\s/?#<>\"']+\.[^\s<>\"']+", re.IGNORECASE)


def require_web_address(link: str) -> None:
    """Refuse a link that is no address of the web; an empty one is none. Raises NoWebAddress."""
    if link and not _WEB_ADDRESS.fullmatch(link):
        raise NoWebAddress(link=_shown(link))


# On the first page of a file, where the stamp stands; "bí mật", "bảo mật" and the like are no stamps.
_FILE_STAMP = re.compile(
    r"(?<!\w)(?<!BÍ )(?<!BẢO )(?<!THÂN )(?<!ONG )(?<!RỈ )(?:TỐI |TUYỆT )?MẬT(?!\w)"
    r"|Độ mật\s*:\s*(?:Mật|Tối mật|Tuyệt mật)"
)
_FIRST_PAGE = 2_000


def require_file_not_secret(text: str) -> None:
    """Refuse a file whose *text* bears the stamp of a state secret on its first page; raises SecretFile."""
    if _FILE_STAMP.search(clean(text[:_FIRST_PAGE])):
        raise SecretFile


def distinct(found: Iterable[Found]) -> list[Found]:
    """Return for each document the citation that says most of it, without those inside another's subject."""
    kept: dict[tuple[str, ...], Found] = {}
    for one in found:
        if one.inside:
            continue
        mark = short_key(one)
        if mark not in kept or _says(one) > _says(kept[mark]):
            kept[mark] = one
    return list(kept.values())


def short_key(found: Found) -> tuple[str, ...]:
    """Return what two citations in one text must share to be of one document, where a later one leaves out the day."""
    if found.number is None:
        return found.type, clean(found.subject or "").casefold(), str(found.date)
    symbol = canonical_symbol(found.symbol or "", found.year_in_symbol)
    return found.type, plain_number(found.number), str(found.year_in_symbol or ""), symbol.casefold()


def _says(found: Found) -> int:
    return (found.date is not None) + bool(found.issuers) + (found.subject is not None)


def read_one(text: str) -> Found:
    """Return the one document that *text* cites; raises SecretDocument, NoCitation or SeveralCitations."""
    require_not_secret(text)
    found = distinct(read(text))
    if not found:
        raise NoCitation(text=_shown(text))
    if len(found) > 1:
        citations = "; ".join(_shown(one.text) for one in found[:3])
        raise SeveralCitations(count=len(found), citations=citations + ("; …" if len(found) > 3 else ""))
    return found[0]


def _shown(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def complete(found: Found) -> Citation:
    """Return what is found as a document that can be kept; raises ImpossibleDate or IncompleteCitation.

    Who issued it follows from the symbol where only one body has that symbol; else it may stay open.
    """
    if found.date is None:
        _require_possible(found)
    if found.date is None or found.subject is None:
        missing = BOTH_MISSING if found.date is None and found.subject is None else SUBJECT if found.date else DATE
        raise IncompleteCitation(text=_shown(found.text), missing=Word(missing))
    symbol = found.symbol or ""
    return Citation(
        type=found.type,
        number=found.number or "",
        year_in_symbol=found.year_in_symbol,
        symbol=canonical_symbol(symbol, found.year_in_symbol),
        date=found.date,
        issuers=found.issuers or issuers_by_symbol(symbol),
        subject=found.subject,
    )


_WRITTEN_DAY = re.compile(r"[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{4}(?![0-9])")


def _require_possible(found: Found) -> None:
    head = clean(found.text)
    if found.subject is not None:
        head = head.partition(found.subject)[0]
    day = _WRITTEN_DAY.search(head)
    if day:
        raise ImpossibleDate(date=day[0])


_ISSUERS = (
    (re.compile(r"(?:.*-)?CP\Z"), "Chính phủ"),
    (re.compile(r"(?:.*-)?TTg\Z"), "Thủ tướng Chính phủ"),
    (re.compile(r"QH[0-9]{1,2}\Z"), "Quốc hội"),
    (re.compile(r"(?:.*-)?UBTVQH[0-9]{1,2}\Z"), "Ủy ban Thường vụ Quốc hội"),
    (re.compile(r"(?:.*[-/])?CTN\Z"), "Chủ tịch nước"),
)


def issuers_by_symbol(symbol: str) -> tuple[str, ...]:
    """Return the one body whose symbol this is, empty where several have it (Chính phủ for NQ-CP, none for QĐ-UBND)."""
    if "LT" in symbol:
        return ()
    return next(((name,) for pattern, name in _ISSUERS if pattern.match(symbol)), ())


def parse_citation(text: str) -> Citation:
    """Return the one document that *text* cites, complete.

    Raises SecretDocument, NoCitation, SeveralCitations, ImpossibleDate or IncompleteCitation.
    """
    return complete(read_one(text))


class NumberMissing(BadInput):
    """Only a law is known by its name."""

    sentence = msgid("The number is missing.")
    cure = msgid("Only a law may be kept by its name and day; give the number that the document bears.")


_BY_FOLDED = {fold(name): name for name in TYPES}


def citation_of_fields(
    kind: str, number: str, year: int | None, symbol: str, day: date, issuers: Sequence[str], subject: str
) -> Citation:
    """Return the document that seven fields say, each as somebody typed it; raises SecretDocument or NumberMissing."""
    require_not_secret(subject)
    kind = _BY_FOLDED.get(fold(kind), kind[:1].upper() + kind[1:])
    if not number and kind not in LAWS:
        raise NumberMissing
    symbol = canonical_symbol(tidy_symbol(symbol.strip("/- ")), year) if symbol else ""
    return Citation(
        type=kind,
        number=number,
        year_in_symbol=year,
        symbol=symbol,
        date=day,
        issuers=tuple(issuers) or issuers_by_symbol(symbol),
        subject=subject,
    )

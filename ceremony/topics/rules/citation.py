"""A cited document, what makes two citations one document, and its canonical form.

`Loại số <ký hiệu> ngày d/m/yyyy của <cơ quan> về <trích yếu>`; numbers restart each year (state) and each
congress (Party), so the key is type, number, symbol and date.
"""

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - the field is named as in the contract

from ceremony.core.text import fold
from ceremony.topics.rules.symbols import canonical_symbol


@dataclass(frozen=True)
class Citation:
    """A document of which enough is known to keep it; `year_in_symbol` is 2020 in 30/2020/NĐ-CP.

    `number` and `symbol` are empty for a law that is known by name and date only.
    """

    type: str
    number: str
    year_in_symbol: int | None
    symbol: str
    date: Date
    issuers: tuple[str, ...]
    subject: str

    @property
    def key(self) -> str:
        """What citations of one document share: type, number, symbol and date; the name where it has no number."""
        if not self.number:
            return "|".join((self.type, fold(self.subject), "", self.date.isoformat())).casefold()
        return stem(self.type, self.number, self.year_in_symbol, self.symbol) + self.date.isoformat()


def stem(kind: str, number: str, year_in_symbol: int | None, symbol: str) -> str:
    """Return a key up to its date: "nghị quyết|76|nq-cp|"."""
    canonical = canonical_symbol(symbol, year_in_symbol)
    canonical = f"{year_in_symbol}/{canonical}" if year_in_symbol else canonical
    return "|".join((kind, plain_number(number), canonical, "")).casefold()


@dataclass(frozen=True)
class Found:
    """A citation as a text has it, from `start` to `end` of the text given; what it does not say is None or empty."""

    type: str
    number: str | None
    year_in_symbol: int | None
    symbol: str | None
    date: Date | None
    issuers: tuple[str, ...]
    subject: str | None
    text: str
    start: int
    end: int
    # Whether it stands in the subject of the one before it.
    inside: bool


def plain_number(number: str) -> str:
    """Return the number without the noughts before it."""
    return number.lstrip("0") or "0"


def number_and_symbol(number: str, year_in_symbol: int | None, symbol: str) -> str:
    """Return "76/NQ-CP", "30/2020/NĐ-CP", "05-CT/TW", or the number alone."""
    if not symbol:
        return number
    symbol = canonical_symbol(symbol, year_in_symbol)
    if year_in_symbol:
        return f"{number}/{year_in_symbol}/{symbol}"
    return f"{number}-{symbol}" if "/" in symbol else f"{number}/{symbol}"


def print_citation(citation: Citation) -> str:
    """Return the citation in its canonical form."""
    day = f"ngày {citation.date.day}/{citation.date.month}/{citation.date.year}"
    if not citation.number:
        return f"{citation.type} {citation.subject} {day}{_of(citation.issuers)}"
    number = number_and_symbol(citation.number, citation.year_in_symbol, citation.symbol)
    return f"{citation.type} số {number} {day}{_of(citation.issuers)} về {citation.subject}"


def _of(issuers: tuple[str, ...]) -> str:
    if not issuers:
        return ""
    *most, last = issuers
    return f" của {', '.join(most)} và {last}" if most else f" của {last}"

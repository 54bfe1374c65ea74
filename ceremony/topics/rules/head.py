"""Where one citation begins."""

from dataclasses import dataclass
from datetime import date

from ceremony.topics.rules.issuers import Issuers


@dataclass(frozen=True)
class Head:
    """Where a citation begins, and what stands before its day: type, number, symbol, a law's name, who issued it."""

    start: int
    # Where its number and symbol end, and what follows is read.
    end: int
    type: str | None
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    name: tuple[int, int] | None = None
    day: date | None = None
    issuers: Issuers | None = None
    bracket: bool = False

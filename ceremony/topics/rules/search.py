"""Searching the library: words without marks, and the place where they were found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ceremony.core.text import fold
from ceremony.topics.rules.written import write

_WORD = re.compile(r"[a-z0-9]+")
_AROUND = 90
_MOST_WORDS = 20
# So short a text is shown whole.
_SHORT = 240


class Place(StrEnum):
    """Where in a document words were found, the nearest first."""

    SYMBOL = "symbol"
    TITLE = "title"
    POINTS = "points"
    FILE = "file"


def words_of_text(text: str) -> list[str]:
    """Return the words of *text* without marks: "76/NQ-CP" gives 76, nq and cp."""
    return _WORD.findall(fold(text))


def searched(text: str) -> list[str]:
    """Return the words that a search asks for; the last may be the beginning of one."""
    return words_of_text(text)[:_MOST_WORDS]


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt, and whether it is one of the words searched for."""

    text: str
    hit: bool


def _hits(words: Sequence[str]) -> re.Pattern[str]:
    return _pattern(tuple(words))


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    whole = sorted({rf"{word}(?![a-z0-9])" for word in words[:-1]} | {words[-1] + "[a-z0-9]*"}, key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(whole)})")


def holds_all(text: str, words: Sequence[str]) -> bool:
    """Whether *text*, without marks, holds every one of the words."""
    found = {match[0] for match in _hits(words).finditer(text)}
    return all(any(one == word or (word == words[-1] and one.startswith(word)) for one in found) for word in words)


def excerpt_of(text: str, words: Sequence[str]) -> str:
    """Return the part of *text* around the place where most of the words stand together."""
    if len(text) <= _SHORT:
        return text.strip()
    written = write(text)
    if len(written.plain) <= _SHORT:
        return written.cut(0, len(written.plain))
    starts = [match.start() for match in _hits(words).finditer(written.bare)]
    if not starts:
        return written.cut(0, min(len(written.plain), 2 * _AROUND)) + ("…" if len(written.plain) > 2 * _AROUND else "")
    best = max(starts, key=lambda start: sum(start <= other < start + _AROUND for other in starts))
    begin, end = max(0, best - _AROUND // 2), min(len(written.plain), best + 2 * _AROUND)
    while begin > 0 and written.bare[begin - 1].isalnum():
        begin -= 1
    while end < len(written.plain) and written.bare[end - 1].isalnum() and written.bare[end].isalnum():
        end += 1
    return ("…" if begin else "") + written.cut(begin, end) + ("…" if end < len(written.plain) else "")


def pieces_of(excerpt: str, words: Sequence[str]) -> list[Piece]:
    """Return the excerpt in pieces, the words searched for apart, to mark them."""
    written = write(excerpt)
    pieces, at = [], 0
    for match in _hits(words).finditer(written.bare):
        pieces += [Piece(excerpt[at : written.place(match.start())], hit=False)]
        at = written.place(match.end())
        pieces += [Piece(excerpt[written.place(match.start()) : at], hit=True)]
    return [piece for piece in (*pieces, Piece(excerpt[at:], hit=False)) if piece.text]

"""A text as it was given, and beside it the forms in which it is searched, letter for letter.

Whatever is found in a form is cut from the given text by its place: people get their own words back.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ceremony.core.text import clean

_SPACES = "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
# Letters that look like the Latin ones: from a Cyrillic or Greek keyboard, and from character recognition.
_ALIKE = {
    **dict(zip("АВЕКМНОРСТХУІЈЅ", "ABEKMHOPCTXYIJS", strict=True)),
    **dict(zip("аеорсухіјѕ", "aeopcyxijs", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("ÐƉðɖ", "ĐĐđđ", strict=True)),
    # What old fonts print for ư.
    **dict(zip("ƣƢ", "ưƯ", strict=True)),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("⁄∕／", "/"),
    "\r": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
}


class _LetterForLetter(dict[int, str]):
    """A table for `str.translate` that never changes the length, filled as letters come."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = self.form(chr(code))
        return letter

    @staticmethod
    def form(letter: str) -> str:
        raise NotImplementedError


class _Plain(_LetterForLetter):
    @staticmethod
    def form(letter: str) -> str:
        if "！" <= letter <= "～":
            return chr(ord(letter) - 0xFEE0)
        return _ALIKE.get(letter, letter)


class _Small(_LetterForLetter):
    @staticmethod
    def form(letter: str) -> str:
        lower = letter.lower()
        return lower if len(lower) == 1 else letter


class _Bare(_LetterForLetter):
    @staticmethod
    def form(letter: str) -> str:
        return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


_MENDED = str.maketrans("ƣƢ", "ưƯ")
_PLAIN, _SMALL, _BARE = _Plain(), _Small(), _Bare()
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_LETTER = re.compile(f"([^{_UNSEEN}])([\u0300-\u036f{_UNSEEN}]*)", re.DOTALL)
_HAS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_DROP_UNSEEN = dict.fromkeys(map(ord, _UNSEEN))


@dataclass(frozen=True)
class Written:
    """A text in three forms of one length.

    `plain`: NFC, one kind of dash and space, look-alikes Latin; `small`: that in lower case; `bare`: without marks.
    """

    given: str
    plain: str
    small: str
    bare: str
    places: Sequence[int]
    # Lines so short that they were broken by a margin: a line's end is no end of a thought.
    wrapped: bool

    def place(self, position: int) -> int:
        """Return where in the given text the letter at *position* of the forms begins."""
        return self.places[position]

    def cut(self, start: int, end: int) -> str:
        """Return the given words between two positions of the forms, in the one written form."""
        return clean(self.given[self.places[start] : self.places[end]].translate(_MENDED))


_LONGEST_WRAPPED_LINE = 130


def write(text: str) -> Written:
    """Return *text* in its forms."""
    letters, places = _composed(text)
    plain = letters.translate(_PLAIN)
    small = plain.translate(_SMALL)
    wrapped = "\n" in plain and max(map(len, plain.split("\n"))) <= _LONGEST_WRAPPED_LINE
    return Written(text, plain, small, small.translate(_BARE), places, wrapped)


def _composed(text: str) -> tuple[str, Sequence[int]]:
    if unicodedata.is_normalized("NFC", text) and not _HAS_UNSEEN.search(text):
        return text, range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    for match in _LETTER.finditer(text):
        composed = unicodedata.normalize("NFC", match[0].translate(_DROP_UNSEEN))
        letters.append(composed)
        places += [match.start()] * len(composed)
    places.append(len(text))
    return "".join(letters), places


def trimmed(written: Written, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the spaces and strokes at its ends; None where nothing is left."""
    while start < end and (written.plain[start].isspace() or written.plain[start] in ",:-"):
        start += 1
    while end > start and (written.plain[end - 1].isspace() or written.plain[end - 1] in ",:-"):
        end -= 1
    return (start, end) if end > start else None

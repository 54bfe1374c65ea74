"""Vietnamese text: one written form on every way in, the order of names, search without marks.

Order (general knowledge of the language, equal to ICU's per syllable): letters
a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, foreign f j w z in their Latin places;
tones none, huyền, hỏi, ngã, sắc, nặng; syllable by syllable, within one the letters first.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{position:02d}" for position, letter in enumerate(ALPHABET, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Zero-width characters, marks of direction, soft hyphens, and controls that are no white space (a
# database refuses NUL); bytes that were no UTF-8 become visible as U+FFFD; an Icelandic eth is a Đ.
_MENDED = (
    dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
    | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
    | dict.fromkeys((*range(9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)))
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | {ord("Ð"): "Đ", ord("ð"): "đ"}
)
# All else that is mended is not printable either.
_TO_MEND = re.compile("[Ðð]")
_END_OF_SYLLABLE = "00"
_BREAK = re.compile(r"[\s\-–]+")


def clean(text: str) -> str:
    """Return *text* in NFC, single-spaced, without invisible characters and no-break spaces, with đ for ð."""
    if not text.isprintable() or _TO_MEND.search(text):
        text = text.translate(_MENDED)
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return *text* in lower case without marks (đ becomes d), for search: "Hoà" and "hòa" are "hoa"."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=16_384)
def _syllable_key(syllable: str) -> str:
    tone = "0"
    letters = []
    for character in unicodedata.normalize("NFD", syllable):
        if character in _TONES:
            tone = _TONES[character]
        else:
            letters.append(character)
    recomposed = unicodedata.normalize("NFC", "".join(letters))
    return "".join(_RANK.get(letter, "") for letter in recomposed) + _END_OF_SYLLABLE + "0" + tone


@lru_cache(maxsize=4_096)
def sort_key(text: str) -> str:
    """Return the key that puts *text* in Vietnamese order; digits only, so any collation agrees."""
    return "".join(map(_syllable_key, _BREAK.split(clean(text).lower())))


def name_sort_key(full_name: str) -> str:
    """Return the key of a person's name: given name (last word) first, then the rest from the left."""
    words = clean(full_name).split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def initials(full_name: str) -> str:
    """Return the initials of *full_name*, as shown where a name may not be."""
    return "".join(word[0].upper() for word in clean(full_name).split())


def slug(text: str, separator: str = "-") -> str:
    """Return *text* as an upper-case code of ASCII letters and digits, as `PHONG-HOP-TAC-QUOC-TE`."""
    return re.sub(r"[^a-z0-9]+", separator, fold(text)).strip(separator).upper()


_WALL = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)", re.ASCII)


def parse_wall(text: str) -> str:
    """Read "7:00", "07:00" or "07h00" as "07:00"; raises ValueError for anything else."""
    match = _WALL.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time of day such as 07:00")
    return f"{int(match[1]):02d}:{match[2]}"

"""Vietnamese text in the encodings from before Unicode, as it stands in a program that took it for Latin-1.

TCVN3 (ABC; fonts .VnTime) has one character a letter and capitals without tones; VNI (fonts VNI-Times) puts a
character for the tone behind the letter; Windows-1258 has the tones as characters of their own; UTF-8 that was read
as Latin-1 has two or three characters a letter.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from ceremony.core.text.syllables import is_syllable


class Legacy(StrEnum):
    """The encodings that are recognised, by the name that people know."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    WINDOWS_1258 = "Windows-1258"
    UTF_8 = "UTF-8"


_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
_AFTER_A_VOWEL = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX = dict(zip("âáàåãä", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True))
_BREVE = dict(zip("êéèúüë", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True))
_VNI_ALONE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))


def _vni_pairs() -> dict[str, str]:
    pairs = dict(_VNI_ALONE)
    for vowel in "aeouyôö":
        bare = _VNI_ALONE.get(vowel, vowel)
        pairs |= {vowel + mark: bare + tone for mark, tone in _AFTER_A_VOWEL.items()}
    for vowel in "aeo":
        pairs |= {vowel + mark: vowel + "\u0302" + tone for mark, tone in _CIRCUMFLEX.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()}
    composed = {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}
    # "AÙ" and "Aù" are both Á.
    capitals = {old.upper(): new.upper() for old, new in composed.items()}
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in composed.items() if len(old) == 2}
    return composed | mixed | capitals


_VNI = _vni_pairs()
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# Letters that no encoding but Unicode has.
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u0323\u1ea0-\u1ef9]")
_TOKEN = re.compile("[A-Za-z\u0080-\u009f\u00a1-\u200a\u20a0-\uffff]+")
_PLAIN_LETTER = re.compile("[A-Za-z]")
_DOUBLED_CAPITAL = re.compile(r"([AEIOUYĂÂÊÔƠƯ])([^\W\d_])")


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()


def _one_capital(match: re.Match[str]) -> str:
    first, second = match.groups()
    is_doubled = second.islower() and not second.isascii() and _base(first) == _base(second)
    return second.upper() if is_doubled else match[0]


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode; capitals that the font drew come back as capitals."""
    read = _DOUBLED_CAPITAL.sub(_one_capital, text.translate(_TCVN3_TABLE))
    plain = [character for character in text if character.isascii() and character.isalpha()]
    # Toned capitals are small letters in a font that draws capitals: "NGUYÔN" is NGUYỄN, but "Hµ" is Hà.
    in_capitals = any(len(re.findall("[A-Z]", word)) > 1 for word in text.split())
    return read.upper() if in_capitals and all(character.isupper() for character in plain) else read


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    return _VNI_TOKEN.sub(lambda match: _VNI[match[0]], text)


def _as_bytes(text: str) -> bytes:
    """Return the bytes that were taken for Windows-1252, its gaps for Latin-1; raises UnicodeEncodeError."""
    return b"".join(character.encode("latin-1" if "\x7f" < character < "\xa0" else "cp1252") for character in text)


def _decoded(text: str, encoding: str) -> str:
    try:
        return unicodedata.normalize("NFC", _as_bytes(text).decode(encoding))
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text


def from_windows_1258(text: str) -> str:
    """Return text whose Windows-1258 bytes were taken for Latin-1; as it is where it cannot be that."""
    return _decoded(text, "cp1258")


def from_utf_8(text: str) -> str:
    """Return text whose UTF-8 bytes were taken for Latin-1; as it is where it cannot be that."""
    return _decoded(text, "utf-8")


_READERS = {
    Legacy.TCVN3: from_tcvn3,
    Legacy.VNI: from_vni,
    Legacy.WINDOWS_1258: from_windows_1258,
    Legacy.UTF_8: from_utf_8,
}


def is_vietnamese(text: str) -> bool:
    """Tell whether every word of *text* that is not plain ASCII can be a Vietnamese syllable."""
    return all(
        token.isascii() or is_syllable(unicodedata.normalize("NFC", token.replace("Ð", "Đ").replace("ð", "đ")))
        for token in _TOKEN.findall(text)
    )


def is_unicode(text: str) -> bool:
    """Tell whether *text* holds a letter that only Unicode has."""
    return _UNICODE_ONLY.search(text) is not None


@lru_cache(maxsize=65_536)
def readings(text: str) -> dict[Legacy, str]:
    """Return what *text* may have been, by encoding: only readings that are Vietnamese throughout."""
    # A sign alone ("£", "§") is a sign.
    if text.isascii() or is_unicode(text) or not _PLAIN_LETTER.search(text):
        return {}
    found = {encoding: read(text) for encoding, read in _READERS.items()}
    return {encoding: said for encoding, said in found.items() if said != text and is_vietnamese(said)}


class Evidence:
    """What speaks for Unicode and for each legacy encoding in some cells."""

    def __init__(self) -> None:
        self.unicode = 0
        self.legacy: Counter[Legacy] = Counter()

    def add(self, text: str) -> None:
        """Count *text*, where it can be only one of the two."""
        said = readings(text)
        if is_unicode(text) or (not said and is_vietnamese(text)):
            self.unicode += 1
        elif not is_vietnamese(text):
            self.legacy.update(said.keys())

    def surest(self, among: Iterable[Legacy]) -> Legacy:
        """Return the encoding that most speaks for; the first of them where nothing does."""
        return max(among, key=lambda encoding: self.legacy[encoding])

    def says_legacy(self) -> bool:
        """Whether something speaks for a legacy encoding and nothing for Unicode."""
        return bool(self.legacy) and not self.unicode


class Converter:
    """Finds the legacy cells of one sheet: each by itself, and where it could be both, by its row and its column.

    What could be both and also stands in a row that is Unicode is Unicode everywhere: "Phòng" beside an old name.
    """

    def __init__(self, rows: Iterable[list[str]]) -> None:
        self._sheet = Evidence()
        self._columns: dict[int, Evidence] = {}
        self._sound: set[str] = set()
        kept = list(rows)
        suspects = {text for cells in kept for text in cells if not text.isascii() and not is_unicode(text)}
        if not any(readings(text) and not is_vietnamese(text) for text in suspects):
            return
        for cells in kept:
            for column, text in enumerate(cells):
                if not text.isascii():
                    self._sheet.add(text)
                    self._columns.setdefault(column, Evidence()).add(text)
            row = _evidence(cells)
            if row.unicode and not row.legacy:
                self._sound.update(cells)

    @property
    def finds_any(self) -> bool:
        """Whether the sheet holds any cell that can only be legacy text."""
        return bool(self._sheet.legacy)

    def convert(self, cells: list[str]) -> dict[int, str]:
        """Return the cells of a row that are legacy text, by column, in Unicode."""
        if not self.finds_any:
            return {}
        found = {}
        for column, text in enumerate(cells):
            said = readings(text)
            if said and is_vietnamese(text):
                said = self._where_leaning(said, text, cells, column)
            if said:
                found[column] = said[self._sheet.surest(said)]
        return found

    def _where_leaning(self, said: dict[Legacy, str], text: str, cells: list[str], column: int) -> dict[Legacy, str]:
        """Return the readings of a text that is sound as it is too: those that its row, or its column, speaks for."""
        row = _evidence(cells)
        near = row if row.legacy or row.unicode else self._columns[column]
        if text in self._sound or not near.says_legacy():
            return {}
        return {encoding: read for encoding, read in said.items() if encoding in near.legacy}


def _evidence(cells: Iterable[str]) -> Evidence:
    found = Evidence()
    for text in cells:
        if not text.isascii():
            found.add(text)
    return found

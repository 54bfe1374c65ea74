"""Reading CSV and what is copied out of Excel: the encoding and the separator are told by the content."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from ceremony.core.sheets.rules import LONGEST_CELL, Fault, NotRead, Row, Sheet
from ceremony.core.text.legacy import from_tcvn3, from_vni, is_vietnamese

_SEPARATORS = ("\t", ";", ",")
_SAMPLE_ROWS = 200
_SAMPLE_BYTES = 200_000
_LINE_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# Excel writes them, and csv takes neither for the end of a line.
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


def read_text(content: bytes) -> Sheet:
    """Read CSV in UTF-8, UTF-16 or an 8-bit encoding, with comma, semicolon or tab; raises NotRead.

    Rows are counted as Excel counts them. Legacy text that is not Windows-1258 comes back as it would
    look in Latin-1, for `ceremony.core.text.legacy` to convert cell by cell.
    """
    text = decode(content)
    if "\0" in text:
        raise NotRead(Fault.UNREADABLE)
    said = _LINE_SEPARATOR.match(text)
    separator = said[1] if said else separator_of(text)
    beginning = said.end() if said else 0
    try:
        rows = [Row(number, cells) for number, cells in _records(text[beginning:], separator)]
    except csv.Error as error:
        raise NotRead(Fault.DAMAGED) from error
    return Sheet(None, rows)


def decode(content: bytes) -> str:
    """Return *content* as text; raises NotRead where it is none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf_16(content, "utf-16")
    sample = content[:2000]
    zeros = sample[1::2].count(0), sample[::2].count(0)
    if len(content) % 2 == 0 and max(zeros) * 5 >= len(sample) > 0 and min(zeros) == 0:
        return _utf_16(content, "utf-16-le" if zeros[0] else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end >= len(content):
            raise NotRead(Fault.DAMAGED) from error
    if b"\0" in content:
        raise NotRead(Fault.UNREADABLE)
    return _mended_utf_8(content) or _eight_bits(content)


def _utf_16(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotRead(Fault.DAMAGED) from error


def _mended_utf_8(content: bytes) -> str | None:
    """Return UTF-8 of which a few bytes are lost, those as U+FFFD; None where it is something else."""
    text = content.decode("utf-8-sig", errors="replace")
    lost = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - lost
    return text if whole > 4 * lost else None


def _eight_bits(content: bytes) -> str:
    """Return Windows-1258 read, and any other encoding as Latin-1; raises NotRead for what is no Vietnamese."""
    latin = _latin(content)
    sample = _latin(content[:_SAMPLE_BYTES])
    words = [word for word in set(re.split(r"[\s,;\"()\-./]+", sample)) if not word.isascii()]

    def share(read: Callable[[str], str]) -> float:
        return sum(is_vietnamese(read(word)) for word in words) / max(1, len(words))

    as_1258 = share(_read_1258)
    if max(as_1258, share(from_tcvn3), share(from_vni)) < 0.5:
        raise NotRead(Fault.UNREADABLE)
    if as_1258 >= max(share(from_tcvn3), share(from_vni)):
        return unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    return latin


def _latin(content: bytes) -> str:
    return content.decode("cp1252", errors="latin_1_instead")


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin_1_instead", _latin_1)


def _read_1258(word: str) -> str:
    try:
        raw = word.encode("cp1252", errors="strict")
    except UnicodeEncodeError:
        return word
    return unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace"))


def separator_of(text: str) -> str:
    """Return the separator by which most rows have as many columns as each other; a comma where none parts them."""

    def uniformity(separator: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        try:
            for _number, cells in islice(_records(text, separator), _SAMPLE_ROWS):
                widths[len(cells)] += 1
        except csv.Error:
            pass
        widths.pop(1, None)
        width, count = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return count, width

    best = max(_SEPARATORS, key=uniformity)
    return best if uniformity(best) > (0, 0) else ","


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, with their numbers."""
    reader = csv.reader(io.StringIO(text.translate(_LINE_ENDS), newline=""), delimiter=separator, strict=True)
    for number, record in enumerate(reader, start=1):
        if any(cell and not cell.isspace() for cell in record):
            yield number, [cell[:LONGEST_CELL] for cell in record]

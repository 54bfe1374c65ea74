"""A list of documents as an office keeps it: CSV, one document a row, in columns or as a citation."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from ceremony.core.refusal import Refusal, msgid
from ceremony.core.text import clean, fold

_COLUMNS = {
    **dict.fromkeys(("loai", "loai van ban", "ten loai", "hinh thuc"), "type"),
    **dict.fromkeys(("so", "so, ky hieu", "so ky hieu", "ky hieu", "so hieu", "so va ky hieu"), "symbol"),
    **dict.fromkeys(("ngay", "ngay ban hanh", "ngay van ban", "ngay thang", "ngay ky"), "date"),
    **dict.fromkeys(("co quan", "co quan ban hanh", "noi ban hanh", "don vi ban hanh"), "issuer"),
    **dict.fromkeys(("trich yeu", "noi dung", "trich yeu noi dung", "ten van ban", "ve viec"), "subject"),
    **dict.fromkeys(("van ban", "vien dan", "citation"), "whole"),
}
MOST_ROWS = 5_000
_MANY = 2


class ListUnreadable(Refusal):
    """It is no text with rows."""

    sentence = msgid("The list cannot be read: it is no CSV file with rows of documents.")
    cure = msgid("Save it as CSV (UTF-8), one document a row: type, number and symbol, day, issuer, subject.")


@dataclass(frozen=True)
class Row:
    """A row of a list: its number as a spreadsheet counts, and the citation that it makes."""

    number: int
    text: str


def read_list(content: bytes) -> list[Row]:
    """Return the rows of a CSV file; raises ListUnreadable."""
    text = _decoded(content)
    if "\0" in text:
        raise ListUnreadable
    separator = max(";\t,", key=text.partition("\n")[0].count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise ListUnreadable from error
    rows = [(number, [clean(cell) for cell in line]) for number, line in enumerate(lines, start=1)]
    rows = [(number, line) for number, line in rows if any(line)]
    if not rows or len(rows) > MOST_ROWS:
        raise ListUnreadable
    names = [_COLUMNS.get(fold(cell)) for cell in rows[0][1]]
    if sum(name is not None for name in names) < (_MANY if len(names) > 1 else 1):
        return [Row(number, " ".join(line)) for number, line in rows]
    return [Row(number, _cited(dict(zip(names, line, strict=False)))) for number, line in rows[1:]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", "replace")


def _cited(cells: dict[str | None, str]) -> str:
    """Return the citation that a row's columns make."""
    if cells.get("whole"):
        return cells["whole"]
    parts = [cells.get("type", "")]
    if cells.get("symbol"):
        parts.append(f"số {cells['symbol']}")
    if cells.get("date"):
        parts.append(f"ngày {_day(cells['date'])}")
    if cells.get("issuer"):
        parts.append(f"của {cells['issuer']}")
    subject = cells.get("subject", "")
    if subject:
        begins = fold(subject).startswith(("ve ", "v/v"))
        parts.append(subject if begins else f"về {subject}")
    return " ".join(part for part in parts if part)


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day}/{day.month}/{day.year}"

"""The process in which a brought workbook is unpacked and read: `python -m ceremony.core.sheets.child`.

It gets the file on stdin, answers with one JSON value on stdout and ends. Whatever the file does to it,
the program goes on. It imports nothing of the program but the rules beside it, so it starts at once.
"""

import io
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import python_calamine as calamine

from ceremony.core.child import Limits
from ceremony.core.sheets.rules import LARGEST_UNPACKED, LONGEST_CELL, MOST_CHARACTERS, Fault, NotRead

LIMITS = Limits(seconds=20, memory=1536 * 1024 * 1024)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = 1 << 20
# [MS-XLS] 2.4.21: the record that begins the globals of a BIFF8 workbook.
_BEGINNING = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = 0x2F
_FIRST_RECORDS = 8


def require_fit(content: bytes) -> None:
    """Raise NotRead for what is no workbook, is locked, or does not fit; before anything is parsed."""
    if content.startswith(b"PK"):
        _require_fit_zip(content)
    else:
        _require_fit_ole(content)


def _require_fit_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise NotRead(Fault.TOO_LARGE)
            if any(member.flag_bits & 1 for member in members):
                raise NotRead(Fault.ENCRYPTED)
            _require_spreadsheet(archive, {member.filename for member in members})
            # The directory may lie about the sizes: unpacking never goes beyond what it says, and tells.
            for member in members:
                with archive.open(member) as stream:
                    while stream.read(_CHUNK):
                        pass
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, KeyError) as error:
        raise NotRead(Fault.DAMAGED) from error


def _require_spreadsheet(archive: zipfile.ZipFile, names: set[str]) -> None:
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return
    if "mimetype" in names and archive.read("mimetype").strip() == _ODS:
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        if b"encryption-data" in manifest:
            raise NotRead(Fault.ENCRYPTED)
        return
    if any(name.startswith("xl/") for name in names):
        raise NotRead(Fault.DAMAGED)
    detail = "DOCX" if "word/document.xml" in names else "ZIP"
    raise NotRead(Fault.UNREADABLE, detail)


def _require_fit_ole(content: bytes) -> None:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise NotRead(Fault.ENCRYPTED)
    if _has_password(content):
        raise NotRead(Fault.ENCRYPTED)
    if holds("WordDocument"):
        raise NotRead(Fault.UNREADABLE, "DOC")
    if not (holds("Workbook") or holds("Book")):
        raise NotRead(Fault.DAMAGED if len(content) < 1536 or not holds("Root Entry") else Fault.UNREADABLE)


def _has_password(content: bytes) -> bool:
    """Tell whether an XLS workbook is encrypted: FILEPASS stands among its first records ([MS-XLS] 2.4.117)."""
    at = content.find(_BEGINNING)
    for _record in range(_FIRST_RECORDS):
        if at < 0 or at + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False


def read(content: bytes) -> list[dict[str, Any]]:
    """Return the sheets of a workbook as JSON values; raises NotRead."""
    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        budget = Budget()
        worksheets = [one for one in workbook.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_sheet(workbook, one, budget) for one in worksheets]
    except calamine.PasswordError as error:
        raise NotRead(Fault.ENCRYPTED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise NotRead(Fault.DAMAGED) from error


class Budget:
    """How many characters may still come out of one file."""

    def __init__(self) -> None:
        self.left = MOST_CHARACTERS

    def spend(self, cells: list[str]) -> None:
        """Count *cells*; raises NotRead when the file says more than any list does."""
        self.left -= sum(map(len, cells)) + len(cells)
        if self.left < 0:
            raise NotRead(Fault.TOO_LARGE)


def _sheet(workbook: calamine.CalamineWorkbook, known: calamine.SheetMetadata, budget: Budget) -> dict[str, Any]:
    sheet = workbook.get_sheet_by_name(known.name)
    merges = sheet.merged_cell_ranges
    return {
        "name": known.name,
        "hidden": known.visible != calamine.SheetVisibleEnum.Visible,
        "rows": list(_rows(sheet, budget)) if sheet.start is not None else [],
        "merges": merges and [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in merges],
    }


def _rows(sheet: calamine.CalamineSheet, budget: Budget) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(), start=1):
        # Most rows of a sheet that was formatted to its end hold nothing.
        while values and values[-1] == "":
            values.pop()
        if values:
            cells = [value[:LONGEST_CELL] if type(value) is str else _WRITTEN[type(value)](value) for value in values]
            if any(cells):
                budget.spend(cells)
                yield number, cells


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _moment(value: date | datetime) -> str:
    return value.strftime("%d/%m/%Y")


def _other(value: object) -> str:
    return "" if value is None else str(value)[:LONGEST_CELL]


class _Written(dict[type, Callable[[Any], str]]):
    def __missing__(self, _kind: type) -> Callable[[Any], str]:
        return _other


# A code that Excel made a number is written as it was typed: 12.0 is "12".
_WRITTEN = _Written({float: _number, date: _moment, datetime: _moment})


def main() -> None:
    """Read stdin and answer."""
    LIMITS.hold()
    content = sys.stdin.buffer.read()
    try:
        require_fit(content)
        answer: dict[str, Any] = {"sheets": read(content)}
    except NotRead as refused:
        answer = {"fault": refused.fault, "detail": refused.detail}
    except MemoryError:
        answer = {"fault": Fault.TOO_LARGE, "detail": ""}
    json.dump(answer, sys.stdout, ensure_ascii=True, check_circular=False)


if __name__ == "__main__":
    main()

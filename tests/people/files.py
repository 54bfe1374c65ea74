"""Workbooks as offices keep them, written for the tests: XLSX, XLS, ODS and the text that Excel exports."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from csv import writer
from html import escape
from typing import Any

import xlsxwriter
import xlwt

Table = Sequence[Sequence[Any]]


def table(text: str) -> list[list[str]]:
    """Return the rows of a table drawn with "|"; a line of its own for each row, also for a blank one."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def xlsx(
    sheets: dict[str, Table] | Table, merges: Iterable[str] = (), hidden: Iterable[int] = (), **options: Any
) -> bytes:
    """Return an XLSX workbook; *merges* ("B1:C1") and *hidden* rows (from 0) are those of each sheet."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False, **options})
    for name, rows in (sheets if isinstance(sheets, dict) else {"Sheet1": sheets}).items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(number, column, cell)
        for place in merges:
            first = place.split(":")[0]
            column = ord(first[0]) - ord("A")
            line = rows[int(first[1:]) - 1]
            sheet.merge_range(place, line[column] if column < len(line) else "")
        for number in hidden:
            sheet.set_row(number, None, None, {"hidden": True})
    workbook.close()
    return stream.getvalue()


def xls(sheets: dict[str, Table] | Table) -> bytes:
    """Return a workbook of Excel 97."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for name, rows in (sheets if isinstance(sheets, dict) else {"Sheet1": sheets}).items():
        sheet = workbook.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(number, column, cell)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"'
)


def ods(rows: Table, name: str = "Sheet1", manifest: str = "") -> bytes:
    """Return an OpenDocument spreadsheet of one sheet."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(name)}">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?>'
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}">{manifest}</manifest:file-entry>'
            "</manifest:manifest>",
        )
    return stream.getvalue()


def _ods_cell(cell: Any) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        kind, text = f'"float" office:value="{cell}"', str(cell)
    else:
        kind, text = '"string"', escape(cell)
    return f"<table:table-cell office:value-type={kind}><text:p>{text}</text:p></table:table-cell>"


def csv(rows: Table, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return the rows as text, as Excel exports it."""
    stream = io.StringIO(newline="")
    writer(stream, delimiter=separator).writerows(rows)
    text = stream.getvalue()
    return windows_1258(text) if encoding == "windows-1258" else text.encode(encoding)


def windows_1258(text: str) -> bytes:
    """Return *text* in Windows-1258: the tones are characters of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = bytearray()
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tone = "".join(part for part in parts if part in tones)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += base.encode("cp1258") + tone.encode("cp1258")
    return bytes(out)

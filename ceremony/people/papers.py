"""The staff list as a file to take away: what it says comes back unchanged when it is imported."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

import xlsxwriter

from ceremony.people.models import Person, Unit

HEADINGS = ("Mã số", "Họ và tên", "Chức vụ", "Đơn vị", "Đối tượng", "Thư điện tử", "Mã điểm danh")
_WIDTHS = (12, 30, 28, 38, 20, 34, 14)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def staff_rows(people: Iterable[Person], units: Sequence[Unit]) -> list[tuple[str, ...]]:
    """Return the people as rows below HEADINGS; a unit whose name several of *units* have is named by its code."""
    names = Counter(unit.name for unit in units)
    return [
        (
            person.staff_code or "",
            person.full_name,
            person.position,
            person.unit.name if names[person.unit.name] == 1 else person.unit.code,
            person.category,
            person.email or "",
            person.check_in_code,
        )
        for person in people
    ]


def staff_workbook(rows: Iterable[Sequence[str]], units: Sequence[Unit] = ()) -> bytes:
    """Return an XLSX workbook of *rows*, with a second sheet that names *units* and their codes."""
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        bold, text = workbook.add_format({"bold": True, "bottom": 1}), workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet("Danh sách")
        for column, width in enumerate(_WIDTHS):
            # As text, so that Excel keeps the noughts before a code.
            sheet.set_column(column, column, width, text)
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, HEADINGS, bold)
        for number, row in enumerate(rows, start=1):
            _write(sheet, number, row, text)
        if units:
            second = workbook.add_worksheet("Đơn vị")
            second.set_column(0, 0, 38)
            _write(second, 0, ("Đơn vị", "Mã đơn vị"), bold)
            for number, unit in enumerate(units, start=1):
                _write(second, number, (unit.name, unit.code), text)
    return stream.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[str], style: object) -> None:
    for column, cell in enumerate(row):
        if cell:
            sheet.write_string(number, column, cell, style)


def staff_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return *rows* as CSV in UTF-8 that Excel opens; no cell can begin a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")

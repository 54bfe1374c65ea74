"""Tables of a Word paper: the head repeats on every page, rows do not split."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.table import _Row as WordRow

from ceremony.core.papers.layout import LAYOUT
from ceremony.core.papers.paper import Align, Column, Row, Table

_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def fill_table(document: WordDocument, table: Table, width: float) -> None:
    """Add the table over *width* mm."""
    total = sum(column.share for column in table.columns)
    widths = [Mm(width * column.share / total) for column in table.columns]
    made = document.add_table(rows=0, cols=len(table.columns))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, one in zip(made.columns, widths, strict=True):
        column.width = one
    _add_head(made, table.columns, widths)
    for row in table.rows:
        _add_row(made, table.columns, row, widths)
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(LAYOUT.gap)


def _new_row(made: Any, widths: list[Mm], *, is_head: bool) -> WordRow:
    row: WordRow = made.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
    return row


def _write(cell: Cell, text: str, align: Any, *, is_bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.alignment, shape.space_before, shape.space_after, shape.line_spacing = align, Pt(2), Pt(2), 1.0
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(LAYOUT.cell), is_bold


def _head(cell: Cell, text: str) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _write(cell, text, WD_ALIGN_PARAGRAPH.CENTER, is_bold=True)


def _add_head(made: Any, columns: tuple[Column, ...], widths: list[Mm]) -> None:
    upper = _new_row(made, widths, is_head=True).cells
    if not any(column.group for column in columns):
        for cell, column in zip(upper, columns, strict=True):
            _head(cell, column.title)
        return
    lower = _new_row(made, widths, is_head=True).cells
    for at, column in enumerate(columns):
        if not column.group:
            _head(upper[at].merge(lower[at]), column.title)
            continue
        _head(lower[at], column.title)
        if at == 0 or columns[at - 1].group != column.group:
            last = max(index for index, one in enumerate(columns) if one.group == column.group)
            _head(upper[at].merge(upper[last]), column.group)


def _add_row(made: Any, columns: tuple[Column, ...], row: Row, widths: list[Mm]) -> None:
    cells = _new_row(made, widths, is_head=False).cells
    if row.spans:
        _write(cells[0].merge(cells[-1]), row.cells[0], WD_ALIGN_PARAGRAPH.LEFT, is_bold=row.is_bold)
        return
    for cell, column, text in zip(cells, columns, row.cells, strict=True):
        _write(cell, text, _ALIGN[column.align], is_bold=row.is_bold)

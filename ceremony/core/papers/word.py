"""Writes a paper as a Word file, to be worked on further."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as WordParagraph

from ceremony.core.papers.layout import LAYOUT, TYPEFACE
from ceremony.core.papers.paper import MOTTO, NATION, Paper, Paragraph, Signature, Style, Table
from ceremony.core.papers.table import fill_table
from ceremony.core.papers.widths import bold_width

_LANGUAGE = "vi-VN"
# python-docx puts its own template's date into each file; a paper has none until it is entered.
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_CELL_PADDING = 3.8


def write_docx(paper: Paper) -> bytes:
    """Return the paper as a DOCX file in Times New Roman."""
    document = Document()
    _set_up(document, paper)
    width = _text_width(paper)
    _write_head(document, paper, width)
    _write_title(document, paper, width)
    for line in paper.basis_lines:
        _write(document.add_paragraph(), line, is_italic=True, is_indented=True)
    for block in paper.blocks:
        if isinstance(block, Table):
            fill_table(document, block, width)
        else:
            _write_paragraph(document.add_paragraph(), block)
    _write_end(document, paper, width)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _text_width(paper: Paper) -> float:
    return (LAYOUT.height if paper.is_landscape else LAYOUT.width) - LAYOUT.left - LAYOUT.right


def _set_up(document: WordDocument, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author, about.language = paper.file_title, paper.letterhead.body, _LANGUAGE
    about.created = about.modified = _UNDATED
    about.comments = ""
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = TYPEFACE, Pt(LAYOUT.text)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), TYPEFACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE)
    normal.element.get_or_add_rPr().append(language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(LAYOUT.width), Mm(LAYOUT.height)
    if paper.is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(LAYOUT.height), Mm(LAYOUT.width)
    section.top_margin, section.bottom_margin = Mm(LAYOUT.top), Mm(LAYOUT.bottom)
    section.left_margin, section.right_margin = Mm(LAYOUT.left), Mm(LAYOUT.right)
    section.header_distance = Mm(LAYOUT.page_number_from_edge)
    section.different_first_page_header_footer = True
    _write_page_number(section.header.paragraphs[0])


def _write_page_number(paragraph: WordParagraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("2")
    run.font.size = Pt(LAYOUT.page_number)
    field.append(run._r)
    paragraph._p.append(field)


def _write(
    paragraph: WordParagraph,
    text: str,
    size: float = LAYOUT.text,
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    is_indented: bool = False,
    gap: float = LAYOUT.gap,
    spacing: float = LAYOUT.line_spacing,
) -> WordParagraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic
    shape = paragraph.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(0), Pt(gap)
    shape.line_spacing = spacing
    if is_indented:
        shape.first_line_indent = Mm(LAYOUT.indent)
    return paragraph


def _line(place: Any, text: str, size: float, **more: Any) -> WordParagraph:
    """Write a line of head, title or foot: centred unless told otherwise, single-spaced, without a gap."""
    values = {"align": WD_ALIGN_PARAGRAPH.CENTER, "gap": 0, "spacing": 1.0, **more}
    return _write(place, text, size, values.pop("align"), **values)


def _rule(paragraph: WordParagraph, length: float, width: float) -> None:
    """Draw a rule of *length* mm in the middle of *width* mm: the upper border of an otherwise empty paragraph."""
    paragraph.paragraph_format.space_after = Pt(0)
    # A size of 2 pt keeps the empty line low.
    paragraph.add_run().font.size = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(6)
    aside = Mm(max(0.0, (width - length) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _grid(document: WordDocument, widths: Iterable[float]) -> Any:
    """Add a table of one row without lines, as head and foot stand in."""
    all_widths = list(widths)
    table: Any = document.add_table(rows=1, cols=len(all_widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, width in zip(table.rows[0].cells, all_widths, strict=True):
        cell.width = Mm(width)
    return table


def _write_head(document: WordDocument, paper: Paper, width: float) -> None:
    left, right = width * LAYOUT.body_share, width * (1 - LAYOUT.body_share)
    table = _grid(document, (left, right))
    writer, nation = table.rows[0].cells
    above, body = paper.letterhead.parent_body.upper(), paper.letterhead.body.upper()
    lines = [(above, LAYOUT.parent_body, False)] if above else []
    _fill(writer, [*lines, (body, LAYOUT.body, True)])
    inside = left - _CELL_PADDING
    _rule(writer.add_paragraph(), LAYOUT.short_rule * min(bold_width(body, LAYOUT.body), inside), inside)
    _fill(nation, [(NATION, LAYOUT.nation, True), (MOTTO, LAYOUT.motto, True)])
    inside = right - _CELL_PADDING
    _rule(nation.add_paragraph(), LAYOUT.full_rule * bold_width(MOTTO, LAYOUT.motto), inside)
    number, day = table.add_row().cells
    _line(number.paragraphs[0], paper.number_line, LAYOUT.number)
    _line(day.paragraphs[0], paper.place_and_date, LAYOUT.place_and_date, is_italic=True)


def _fill(cell: Cell, lines: Iterable[tuple[str, float, bool]]) -> None:
    for at, (text, size, is_bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        _line(paragraph, text, size, is_bold=is_bold)


def _write_title(document: WordDocument, paper: Paper, width: float) -> None:
    kind = _line(document.add_paragraph(), paper.kind.upper(), LAYOUT.kind, is_bold=True)
    kind.paragraph_format.space_before = Pt(2 * LAYOUT.gap)
    _line(document.add_paragraph(), paper.subject, LAYOUT.subject, is_bold=True)
    length = LAYOUT.short_rule * min(bold_width(paper.subject, LAYOUT.subject), width)
    rule = document.add_paragraph()
    _rule(rule, length, width)
    rule.paragraph_format.space_after = Pt(LAYOUT.gap)


def _write_paragraph(paragraph: WordParagraph, block: Paragraph) -> None:
    if block.style is Style.CENTRED:
        _write(paragraph, block.text, align=WD_ALIGN_PARAGRAPH.CENTER)
        return
    is_heading = block.style is Style.HEADING
    _write(paragraph, block.text, is_bold=is_heading, is_indented=True)
    paragraph.paragraph_format.keep_with_next = is_heading


def _write_end(document: WordDocument, paper: Paper, width: float) -> None:
    if not paper.signatures:
        return
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    table = _grid(document, (width / 2, width / 2))
    left, right = table.rows[0].cells
    if len(paper.signatures) > 1:
        _sign(left, paper.signatures[0])
        _sign(right, paper.signatures[1])
        return
    _sign(right, paper.signatures[0])
    if not paper.recipients:
        return
    aside = {"align": WD_ALIGN_PARAGRAPH.LEFT}
    _line(left.paragraphs[0], "Nơi nhận:", LAYOUT.recipients_word, is_bold=True, is_italic=True, **aside)
    for line in paper.recipient_lines:
        _line(left.add_paragraph(), line, LAYOUT.recipients, **aside)


def _sign(cell: Cell, signature: Signature) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP
    title = _line(cell.paragraphs[0], signature.title.upper(), LAYOUT.signer, is_bold=True)
    # Room for the pen and the seal, kept together with title and name.
    title.paragraph_format.space_after, title.paragraph_format.keep_with_next = Mm(25), True
    _line(cell.add_paragraph(), signature.name, LAYOUT.signer, is_bold=True)

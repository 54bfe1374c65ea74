"""Papers by Nghị định 30/2020/NĐ-CP: sizes, margins and fonts read back from both files."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader

from ceremony.core.papers import (
    Align,
    Column,
    Letterhead,
    Paper,
    PaperKindUnknown,
    PaperNotMade,
    Paragraph,
    Row,
    Signature,
    Style,
    Table,
    paper_writer,
    pdf,
    write_pdf,
)
from ceremony.core.papers.widths import bold_width
from ceremony.core.papers.word import write_docx

MM = 72 / 25.4
BODY = "Các đơn vị bố trí để công chức, viên chức, người lao động dự đầy đủ, đúng giờ; " * 3
TABLE = Table(
    (
        Column("STT", 1, Align.CENTER),
        Column("Họ và tên", 4),
        Column("Có lý do", 2, Align.CENTER, group="Vắng"),
        Column("Không lý do", 2, Align.CENTER, group="Vắng"),
    ),
    (
        Row(("Văn phòng",), is_bold=True, spans=True),
        *(Row((f"{number}", "Hoàng Thị Mẫu Đơn", "x", "")) for number in range(1, 61)),
    ),
)
PAPER = Paper(
    letterhead=Letterhead("UBND tỉnh Mẫu", "Sở Mẫu", "Mẫu"),
    symbol="KH-SM",
    kind="Kế hoạch",
    subject="Tổ chức lễ chào cờ năm 2021",
    year=2021,
    blocks=(Paragraph("I. MỤC ĐÍCH", Style.HEADING), Paragraph(BODY), TABLE),
    bases=("Căn cứ Kế hoạch số 1/KH-UBND", "Theo đề nghị của Chánh Văn phòng"),
    signatures=(Signature("Giám đốc", "Trần Minh Họa"),),
    recipients=("Các đơn vị", "Lưu: VT, VP"),
)
# What each line says: size in pt, bold, italic.
LINES = {
    "UBND TỈNH MẪU": (12, False, False),
    "SỞ MẪU": (12, True, False),
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False),
    "Độc lập - Tự do - Hạnh phúc": (13, True, False),
    "Số: ………/KH-SM": (13, False, False),
    "Mẫu, ngày …… tháng …… năm 2021": (13, False, True),
    "KẾ HOẠCH": (14, True, False),
    "Tổ chức lễ chào cờ năm 2021": (14, True, False),
    "Căn cứ Kế hoạch số 1/KH-UBND;": (14, False, True),
    "Theo đề nghị của Chánh Văn phòng.": (14, False, True),
    "I. MỤC ĐÍCH": (14, True, False),
    "Nơi nhận:": (12, True, True),
    "- Các đơn vị;": (11, False, False),
    "- Lưu: VT, VP.": (11, False, False),
    "GIÁM ĐỐC": (14, True, False),
    "Trần Minh Họa": (14, True, False),
}


@dataclass(frozen=True)
class Piece:
    """Some text of a PDF: its page, place in pt from the left and from the foot, size and font."""

    page: int
    x: float
    y: float
    size: float
    font: str
    text: str


@lru_cache
def _pdf(paper: Paper) -> bytes:
    return write_pdf(paper)


@lru_cache
def _pieces(paper: Paper) -> list[Piece]:
    found = []
    for number, page in enumerate(PdfReader(BytesIO(_pdf(paper))).pages):

        def visit(text: str, cm: Any, tm: Any, font: Any, size: float, number: int = number) -> None:
            if text.strip():
                x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
                found.append(Piece(number, x, y, size * tm[0] * cm[0], str(font["/BaseFont"]), text.strip()))

        page.extract_text(visitor_text=visit)
    return found


@lru_cache
def _docx(paper: Paper) -> Any:
    return Document(BytesIO(write_docx(paper)))


def _paragraphs(document: Any) -> list[Any]:
    inside = [one for table in document.tables for row in table.rows for cell in row.cells for one in cell.paragraphs]
    return [*document.paragraphs, *inside]


@pytest.mark.parametrize("line", LINES)
def test_each_part_has_its_size_and_weight_in_the_pdf(line: str) -> None:
    piece = next(one for one in _pieces(PAPER) if one.text == line)
    look = (round(piece.size, 2), "Bold" in piece.font, "Italic" in piece.font)
    assert look == LINES[line]


@pytest.mark.parametrize("line", LINES)
def test_each_part_has_its_size_and_weight_in_the_word_file(line: str) -> None:
    [run] = next(one.runs for one in _paragraphs(_docx(PAPER)) if one.text == line)
    assert (run.font.size.pt, bool(run.bold), bool(run.italic)) == LINES[line]


def test_a_pdf_carries_a_free_typeface_with_the_measures_of_times_new_roman() -> None:
    fonts: set[str] = set()
    for page in PdfReader(BytesIO(_pdf(PAPER))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            kept = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in kept or "/FontFile3" in kept
            fonts.add(str(kept["/FontName"]).partition("+")[2])
    assert {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"} <= fonts
    assert all(name.startswith("LiberationSerif") for name in fonts)


def test_a_pdf_is_a4_and_keeps_its_margins() -> None:
    pages = PdfReader(BytesIO(_pdf(PAPER))).pages
    assert {(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in pages} == {(210, 297)}
    text = [one for one in _pieces(PAPER) if not (one.page and one.y > (297 - 20) * MM)]
    assert min(one.x for one in text) >= 30 * MM - 0.1
    assert max(one.x for one in text) < (210 - 15) * MM
    assert min(one.y for one in text) >= 20 * MM
    assert max(one.y for one in text) <= (297 - 20) * MM
    first = next(one for one in text if one.text == "I. MỤC ĐÍCH")
    assert first.x == pytest.approx((30 + 10) * MM, abs=0.1)


def test_page_numbers_stand_in_the_top_margin_from_the_second_page_on() -> None:
    above = [one for one in _pieces(PAPER) if one.y > (297 - 20) * MM]
    assert [(one.page, one.text, round(one.size)) for one in above] == [(1, "2", 13), (2, "3", 13)]
    assert all(one.x == pytest.approx((30 + 165 / 2) * MM, abs=13) for one in above)


def test_the_head_of_a_table_repeats_on_every_page_and_rows_stay_whole() -> None:
    pieces = _pieces(PAPER)
    pages = {one.page for one in pieces if one.text == "Hoàng Thị Mẫu Đơn"}
    assert len(pages) > 1
    assert {one.page for one in pieces if one.text == "Họ và tên"} == pages
    assert [one.text for one in pieces if one.text.isdigit() and one.x < 60 * MM] == [f"{n}" for n in range(1, 61)]
    table = _docx(PAPER).tables[1]
    flags = [[child.tag for child in row._tr.trPr] for row in table.rows]
    assert all(qn("w:cantSplit") in row for row in flags)
    assert [at for at, row in enumerate(flags) if qn("w:tblHeader") in row] == [0, 1]


def test_a_word_file_has_the_sheet_and_the_typeface() -> None:
    document = _docx(PAPER)
    [section] = document.sections
    sheet = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    # Word keeps lengths in twentieths of a point.
    assert [round(one.mm, 1) for one in (*sheet, *margins)] == pytest.approx([210, 297, 20, 20, 30, 15], abs=0.05)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size == Pt(14)
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0]._p.xpath(".//w:fldSimple[@w:instr='PAGE']")
    assert not section.first_page_header.paragraphs[0].text
    assert all(run.font.name in (None, "Times New Roman") for one in _paragraphs(document) for run in one.runs)


def test_running_text_is_justified_indented_and_spaced() -> None:
    shape = next(one for one in _paragraphs(_docx(PAPER)) if one.text == BODY.strip() or one.text == BODY)
    shape = shape.paragraph_format
    assert shape.alignment == 3
    assert shape.first_line_indent == pytest.approx(Mm(10), abs=1000)
    assert (shape.space_after, shape.line_spacing) == (Pt(6), 1.15)


def test_numbers_below_ten_and_the_first_two_months_get_a_nought() -> None:
    dated = [replace(PAPER, dated=day).place_and_date for day in (date(2021, 2, 9), date(2021, 3, 19))]
    assert dated == ["Mẫu, ngày 09 tháng 02 năm 2021", "Mẫu, ngày 19 tháng 3 năm 2021"]


def test_two_signatures_stand_side_by_side() -> None:
    minutes = replace(PAPER, signatures=(Signature("Thư ký", "A"), Signature("Chủ tọa", "B")), recipients=())
    left, right = (next(one for one in _pieces(minutes) if one.text == title) for title in ("THƯ KÝ", "CHỦ TỌA"))
    assert left.y == pytest.approx(right.y)
    assert left.x < 105 * MM < right.x
    cells = _docx(minutes).tables[-1].rows[0].cells
    assert [cell.paragraphs[0].text for cell in cells] == ["THƯ KÝ", "CHỦ TỌA"]


def test_a_wide_paper_lies_on_its_side() -> None:
    wide = replace(PAPER, is_landscape=True)
    box = PdfReader(BytesIO(_pdf(wide))).pages[0].mediabox
    assert (round(box.width / MM), round(box.height / MM)) == (297, 210)
    assert round(_docx(wide).sections[0].page_width.mm) == 297


@pytest.mark.parametrize("text", ['#panic("x")', '"\\', '#import "@preview/a:0.1.0"', "$x$ <a> *b* _c_ // d", "\u2028"])
def test_no_text_becomes_source(text: str) -> None:
    paper = replace(PAPER, subject=text, blocks=(Paragraph(text),), letterhead=Letterhead(text, text, text))
    assert _pdf(paper).startswith(b"%PDF-")
    if text.strip():
        assert any(text in one.text for one in _pieces(paper))


def test_the_rule_below_the_body_is_a_third_to_a_half_of_its_line_in_word() -> None:
    for body in ("SỞ MẪU", "SỞ NGOẠI VỤ TỈNH MẪU", "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH"):
        bare = replace(PAPER, blocks=(), letterhead=Letterhead("UBND TỈNH", body, "Mẫu"))
        cell = _docx(bare).tables[0].rows[0].cells[0]
        aside = cell.paragraphs[-1].paragraph_format.left_indent.mm
        inside = 165 * 0.42 - 3.8
        line = min(bold_width(body, 12), inside)
        assert 1 / 3 <= (inside - 2 * aside) / line <= 1 / 2


def test_a_kind_of_file_that_nobody_writes_is_refused() -> None:
    with pytest.raises(PaperKindUnknown):
        paper_writer(".odt")


def test_a_child_that_fails_is_a_refusal_and_not_a_broken_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PATIENCE", 0.001)
    with pytest.raises(PaperNotMade):
        write_pdf(PAPER)

"""The words of an article, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from ceremony.publication.rules import Cited, Occasion, draft_text, printed_number

RESOLUTION = Cited(
    "Nghị quyết",
    "76/NQ-CP",
    date(2021, 7, 15),
    ("Chính phủ",),
    "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030",
)
DIRECTIVE = Cited("Chỉ thị", "05-CT/TW", date(2016, 5, 15), ("Bộ Chính trị",), "đẩy mạnh học tập và làm theo Bác")
AUGUST = Occasion("Sở Mẫu", date(2021, 8, 2), "07:00", date(2021, 8, 2))


@pytest.mark.parametrize(
    ("number", "year", "symbol", "printed"),
    [
        ("76", None, "NQ-CP", "76/NQ-CP"),
        ("30", 2020, "NĐ-CP", "30/2020/NĐ-CP"),
        ("91", 2025, "QH15", "91/2025/QH15"),
        ("05", None, "CT/TW", "05-CT/TW"),
        ("13", None, "", "13"),
        ("", None, "", ""),
    ],
)
def test_numbers_are_printed_as_state_and_party_do(number: str, year: int | None, symbol: str, printed: str) -> None:
    assert printed_number(number, year, symbol) == printed


def test_the_document_is_the_headline() -> None:
    assert draft_text(replace(AUGUST, theme="Cải cách hành chính", documents=[RESOLUTION])).headline == (
        "Tuyên truyền, phổ biến Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về "
        "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030"
    )


def test_several_documents_share_a_short_headline_and_are_cited_in_full_below() -> None:
    text = draft_text(replace(AUGUST, documents=[RESOLUTION, DIRECTIVE]))
    assert text.headline == "Tuyên truyền, phổ biến Nghị quyết số 76/NQ-CP và Chỉ thị số 05-CT/TW"
    assert RESOLUTION.full in text.body
    assert DIRECTIVE.full in text.body


def test_a_document_without_number_is_named_by_its_subject() -> None:
    congress = Cited("Nghị quyết", "", None, (), "Đại hội XIII")
    assert draft_text(replace(AUGUST, documents=[congress])).headline == (
        "Tuyên truyền, phổ biến Nghị quyết Đại hội XIII"
    )


def test_without_a_document_the_theme_is_the_headline_and_without_both_the_ceremony() -> None:
    themed = draft_text(replace(AUGUST, theme="chuyển đổi số trong cơ quan"))
    assert themed.headline == "Chuyển đổi số trong cơ quan"
    assert themed.body.endswith("theo chủ đề: chuyển đổi số trong cơ quan.")
    assert draft_text(AUGUST).headline == "Lễ chào cờ và sinh hoạt chính trị đầu tháng 8/2021"


@pytest.mark.parametrize(
    ("day", "start", "words"),
    [
        (date(2021, 8, 2), "07:00", "Sáng ngày 02/8/2021"),
        (date(2021, 2, 22), "11:30", "Trưa ngày 22/02/2021"),
        (date(2021, 10, 11), "14:00", "Chiều ngày 11/10/2021"),
        (date(2021, 1, 4), "18:00", "Tối ngày 04/01/2021"),
    ],
)
def test_the_lead_tells_the_day_as_papers_write_it(day: date, start: str, words: str) -> None:
    assert draft_text(replace(AUGUST, day=day, start=start)).lead.startswith(words)


def test_a_later_ceremony_of_a_month_is_not_called_its_beginning() -> None:
    assert "đầu tháng" not in draft_text(replace(AUGUST, month=None)).lead

"""ceremony reports …: figures of closed rolls as counted by hand in `year`."""

from datetime import date
from typing import Any

import pytest

from tests.attendance.plan import add_ceremony
from tests.cast import Cast
from tests.conftest import Run

NAMES = ("obliged", "attended", "late", "excused", "absent", "not_recorded", "not_obliged", "rate", "reached")


def row(month: str, unit: str | None, code: str | None, *figures: float | None) -> dict[str, Any]:
    return {"month": month, "unit": unit, "unit_code": code, **dict(zip(NAMES, figures, strict=True))}


AUGUST = [
    row("2021-08", "Ban Giám đốc", "SNV-BGD", 0, 0, 0, 0, 0, 0, 1, None, 0),
    row("2021-08", "Văn phòng", "SNV-VP", 4, 2, 1, 1, 1, 0, 0, 2 / 3, 2),
    row("2021-08", "Phòng Tổng hợp", "SNV-TH", 1, 0, 0, 0, 0, 1, 0, None, 0),
    row("2021-08", None, None, 5, 2, 1, 1, 1, 1, 1, 2 / 3, 2),
]
SEPTEMBER = [
    row("2021-09", "Ban Giám đốc", "SNV-BGD", 2, 1, 0, 0, 1, 0, 0, 0.5, 1),
    row("2021-09", "Văn phòng", "SNV-VP", 3, 3, 0, 0, 0, 0, 0, 1.0, 3),
    row("2021-09", None, None, 5, 4, 0, 0, 1, 0, 0, 0.8, 4),
]


def test_a_month_has_a_row_for_each_unit_in_order_and_the_sum(year: Cast, ceremony: Run) -> None:
    assert ceremony("reports", "month", "2021-08").json == AUGUST
    assert ceremony("reports", "month", "2021-09").json == SEPTEMBER


def test_a_year_has_the_closed_months_with_the_units_of_their_days(year: Cast, ceremony: Run) -> None:
    assert ceremony("reports", "year", "2021").json == AUGUST + SEPTEMBER
    assert ceremony("reports", "year", "2021", "--series", "Lễ chào cờ").json == AUGUST + SEPTEMBER
    assert ceremony("reports", "year", "2022").json == []


def test_an_open_roll_has_no_figures_and_the_cure_is_told(year: Cast, ceremony: Run) -> None:
    answer = ceremony("reports", "month", "2021-10")
    assert (answer.code, answer.json) == (0, [])
    assert "ceremony attendance close 2021-10" in answer.err


def test_a_person_s_year_says_of_each_closed_roll_what_and_why(year: Cast, ceremony: Run) -> None:
    assert ceremony("reports", "person", "CB02", "2021").json == [
        {
            "month": "2021-08",
            "date": "2021-08-02",
            "value": "late",
            "source": "office",
            "why": "đi muộn, đến lúc 07h12",
        },
        {
            "month": "2021-09",
            "date": "2021-09-06",
            "value": "absent",
            "source": "office",
            "why": "được ghi vắng, không có đơn nghỉ được duyệt",
        },
    ]
    assert ceremony("reports", "person", "CB03", "2021").json[0] == {
        "month": "2021-08",
        "date": "2021-08-02",
        "value": "not_obliged",
        "source": "leave",
        "why": "được phân công trực ngày 02/08/2021",
    }
    assert ceremony("reports", "person", "CB06", "2021").json[0]["source"] is None


def test_no_report_tells_what_a_person_is_ill_with(year: Cast, ceremony: Run) -> None:
    for arguments in (["month", "2021-08"], ["year", "2021"], ["person", "CB05", "2021"]):
        out = ceremony("reports", *arguments).out
        assert "viêm phổi" not in out
        assert "ốm" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["month", "2021-13"], "is no month"),
        (["month", "2021-12"], "No ceremony"),
        (["year", "hai nghìn"], "not a valid integer"),
        (["year", "-1"], ""),
        (["year", "2021", "--series", "Khác"], "no series called Khác"),
        (["person", "CB99", "2021"], "Nobody here"),
    ],
)
def test_wrong_input_is_one_sentence_and_code_2(cast: Cast, ceremony: Run, arguments: list[str], words: str) -> None:
    answer = ceremony("reports", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_weekly_series_is_told_apart_by_its_slots(cast: Cast, ceremony: Run) -> None:
    for day in (2, 9):
        add_ceremony(date(2021, 8, day), key=f"SNV-2021-08-{day:02d}")
        ceremony("attendance", "close", f"2021-08-{day:02d}")
    months = [row["month"] for row in ceremony("reports", "year", "2021").json if row["unit"] is None]
    assert months == ["2021-08-02", "2021-08-09"]
    assert ceremony("reports", "month", "2021-08-09").json[-1]["month"] == "2021-08-09"

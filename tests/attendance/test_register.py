"""A paper register, typed as CSV in one of the many ways."""

import pytest

from ceremony.attendance.rules import Invited, Said
from ceremony.attendance.rules.register import (
    ColumnMissing,
    EmptyRegister,
    Line,
    NotUtf8,
    UnknownValue,
    UnreadableTime,
    match_lines,
    parse_said,
    parse_time,
    read_register,
)

DON = Invited(1, 1, 1, "Hoàng Thị Mẫu Đơn", "CB01", "KCB01", "vanphong@example.gov.vn", None, None)
DUONG = Invited(2, 1, 1, "Võ Thị Hướng Dương", "CB02", "KCB02", "vanphong@example.gov.vn", None, None)
HOA = Invited(3, 1, 1, "Trần Minh Họa", None, "KCB03", "Hoa@example.gov.vn", None, None)


def cells(text: str, encoding: str = "utf-8") -> list[tuple[int, str, str, str]]:
    return [(line.row, line.code, line.value, line.time) for line in read_register(text.encode(encoding), "sổ.csv")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_delimiter_and_unicode_encoding_is_read(delimiter: str, encoding: str) -> None:
    text = f"Mã số{delimiter}Điểm danh{delimiter}Giờ\r\nCB01{delimiter}có mặt{delimiter}06h58\r\n"
    assert cells(text, encoding) == [(2, "CB01", "có mặt", "06h58")]


def test_columns_are_found_by_their_heading_in_any_order() -> None:
    text = "STT,Họ và tên,value,code\n1,Hoàng Thị Mẫu Đơn,late,CB01\n"
    line = read_register(text.encode(), "sổ.csv")[0]
    assert (line.code, line.value, line.time) == ("CB01", "late", "")
    assert line.columns == {"value": "C", "code": "D"}


def test_without_a_heading_the_columns_are_code_value_time() -> None:
    assert cells("CB01,c,7:01\n\n,,\nCB02,v\n") == [(1, "CB01", "c", "7:01"), (4, "CB02", "v", "")]


def test_a_file_that_is_no_register_is_refused_by_name() -> None:
    for content, refusal in [
        (b"", EmptyRegister),
        (b"\n,,\n", EmptyRegister),
        ("Mã số,Giờ\nCB01,7:00\n".encode(), ColumnMissing),
        ("Mã số,Điểm danh\nCB01,có mặt".encode("windows-1258", errors="ignore") + b"\xff", NotUtf8),
        (b"PK\x03\x04\0\0", NotUtf8),
    ]:
        with pytest.raises(refusal):
            read_register(content, "sổ.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("present", Said.PRESENT),
        ("Có mặt", Said.PRESENT),
        ("C", Said.PRESENT),
        ("đi muộn", Said.LATE),
        ("m", Said.LATE),
        ("CÓ PHÉP", Said.EXCUSED),
        ("vắng có lý do", Said.EXCUSED),
        ("p", Said.EXCUSED),
        ("Vắng", Said.ABSENT),
        ("V", Said.ABSENT),
        ("vắng không lý do", Said.ABSENT),
    ],
)
def test_values_are_understood_in_the_words_of_people(text: str, said: Said) -> None:
    assert parse_said(text) is said


def test_other_words_and_times_are_refused() -> None:
    for text in ("", "ok", "0", "không"):
        with pytest.raises(UnknownValue):
            parse_said(text)
    for text in ("25:00", "7", "sáng", "-7:00"):
        with pytest.raises(UnreadableTime):
            parse_time(text)


def lines(*rows: tuple[str, str, str]) -> list[Line]:
    columns = {"code": "A", "value": "B", "time": "C"}
    return [Line(number, *row, columns) for number, row in enumerate(rows, start=2)]


def test_people_are_found_by_staff_code_check_in_code_or_unshared_address() -> None:
    matched, problems = match_lines(
        lines(("CB01", "c", "7h01"), ("kcb02", "m", ""), ("hoa@EXAMPLE.gov.vn", "v", "")), [DON, DUONG, HOA]
    )
    assert problems == []
    assert [(one.who, one.said, one.time) for one in matched] == [
        (DON, Said.PRESENT, "07:01"),
        (DUONG, Said.LATE, ""),
        (HOA, Said.ABSENT, ""),
    ]


def test_all_problems_are_told_at_once_with_their_cells() -> None:
    rows = lines(
        ("CB01", "c", ""),
        ("CB99", "c", ""),
        ("CB02", "có lẽ", ""),
        ("CB02", "c", "25:00"),
        ("vanphong@example.gov.vn", "c", ""),
        ("CB01", "v", ""),
        ("CB01", "c", ""),
    )
    matched, problems = match_lines(rows, [DON, DUONG, HOA])
    assert [one.who for one in matched] == [DON]
    assert [(problem.row, problem.column, type(problem.refusal).__name__) for problem in problems] == [
        (3, "A", "UnknownCode"),
        (4, "B", "UnknownValue"),
        (5, "C", "UnreadableTime"),
        (6, "A", "SharedCode"),
        (7, "A", "NamedTwice"),
    ]

"""What real lists hold beside people: three header rows, printed pages, remarks, signatures, degrees."""

import pytest

from ceremony.people.actions import read_staff_list
from ceremony.people.rules.staff_list import StaffList
from tests.people.files import csv, table, xlsx

TWO = ["Trần Minh Họa", "Lê Thị Hoa Sen"]


def read(text: str) -> StaffList:
    return read_staff_list(csv(table(text)))


def names(staff: StaffList) -> list[str]:
    return [row.full_name for row in staff.rows]


THREE_ROWS = [
    """
TT|Thông tin cá nhân|||Công tác||Liên hệ
|Họ và tên|Năm sinh||Chức vụ||Email
||Nam|Nữ|Chính quyền|Đảng|
1|Trần Minh Họa|1970||Giám đốc|Bí thư|hoa@example.gov.vn
""",
    """
TT|Họ và tên|Công tác|Liên lạc
||Hiện nay|
||Chức vụ|Email
1|Trần Minh Họa|Giám đốc|hoa@example.gov.vn
""",
    """
TT|Thông tin chung||Chức vụ|Email
|Lý lịch|||
|Họ và tên|Năm sinh||
1|Trần Minh Họa|1970|Giám đốc|hoa@example.gov.vn
""",
]


@pytest.mark.parametrize("text", THREE_ROWS, ids=["names in the middle", "names above", "names below"])
def test_a_header_may_have_three_rows(text: str) -> None:
    (row,) = read(text).rows
    assert (row.full_name, row.position, row.email) == ("Trần Minh Họa", "Giám đốc", "hoa@example.gov.vn")


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize(
    "said",
    [
        *("Trang 1/2", "- 2 -", "(Tiếp theo)", "Toàn cơ quan: 12 người", "(Danh sách này có 02 người)", "Hết", "./."),
        *("Trong đó nữ: 01 người", "- Nữ: 01 người", "Bằng chữ: Hai người", "Điện thoại: 0233 123", "* Ghi chú: không"),
        *("Mẫu, ngày 05/8/2021", "Đề nghị các phòng kiểm tra", "CÁN BỘ TỔNG HỢP", "Đại diện đơn vị", "HIỆU TRƯỞNG"),
    ],
)
def test_what_stands_below_a_list_is_nobody_and_neither_is_who_signs_it(said: str, column: int) -> None:
    foot = "|" * column + said
    staff = read(f"STT|Họ và tên|Đơn vị\n1|Trần Minh Họa|Phòng A\n2|Lê Thị Hoa Sen|Phòng A\n{foot}\n\n\n|Võ Thị Cúc|")
    assert names(staff) == TWO
    assert staff.problems == []


def test_the_number_of_a_page_does_not_head_the_people_of_the_next() -> None:
    head = "STT|Họ và tên|Chức vụ"
    staff = read(f"{head}\nPhòng A\n1|Trần Minh Họa|CV\nTrang 1/2||\n{head}\nPhòng B\n2|Lê Thị Hoa Sen|CV")
    assert [row.path for row in staff.rows] == [("Phòng A",), ("Phòng B",)]


def test_who_came_late_and_has_no_number_is_still_in_the_list() -> None:
    text = "STT|Họ và tên|Đơn vị\n1|Trần Minh Họa|Phòng A\n\n|Lê Thị Hoa Sen|Phòng A"
    assert names(read(text)) == TWO
    assert names(read("Họ và tên\nTrần Minh Họa\n\nLê Thị Hoa Sen")) == TWO


@pytest.mark.parametrize("note", [" (*)", "*", "¹", " (nghỉ thai sản)", " - biệt phái đến 31/12"])
def test_a_note_behind_a_name_is_no_part_of_it(note: str) -> None:
    assert names(read(f"STT|Họ và tên|Chức vụ\n1|Trần Minh Họa{note}|CV\n2|Lê Thị Hoa Sen|CV")) == TWO


@pytest.mark.parametrize("mark", [" (A)", " A", "1"])
def test_what_tells_namesakes_apart_stays(mark: str) -> None:
    assert names(read(f"Họ và tên|Chức vụ\nTrần Minh Họa{mark}|CV")) == [f"Trần Minh Họa{mark}"]


@pytest.mark.parametrize("said", ["Fax: 0233.385.0001; Email: vp@example.gov.vn", "vp@example.gov.vn", "ĐT: 0233 123"])
def test_how_to_reach_a_unit_is_not_a_unit(said: str) -> None:
    staff = read(f"TT|Họ và tên|Chức vụ|Email\nVĂN PHÒNG\n{said}\n1|Trần Minh Họa|CV|hoa@example.gov.vn")
    assert [row.path for row in staff.rows] == [("VĂN PHÒNG",)]


def test_how_to_reach_units_ends_no_list_whose_people_have_no_numbers() -> None:
    office = "VĂN PHÒNG|||\nFax: 0233 124|||\nLê Thị Hoa Sen|CV|103|sen@example.gov.vn"
    staff = read(f"Họ tên|Chức vụ|Máy|Email\nBAN GIÁM ĐỐC\nĐiện thoại: 0233 123\nTrần Minh Họa|GĐ|102|\n{office}")
    assert [(row.full_name, row.path) for row in staff.rows] == [
        ("Trần Minh Họa", ("BAN GIÁM ĐỐC",)),
        ("Lê Thị Hoa Sen", ("VĂN PHÒNG",)),
    ]


def test_a_list_that_goes_on_after_what_looked_like_its_end_keeps_its_units() -> None:
    first, second = "PHÒNG A\nTrần Minh Họa|CV|hoa@x.vn", "PHÒNG B\nLê Thị Hoa Sen|CV|sen@x.vn"
    staff = read(f"Họ tên|Chức vụ|Email\n{first}\nGhi chú: nghỉ lễ\n{second}")
    assert [row.path for row in staff.rows] == [("PHÒNG A",), ("PHÒNG B",)]


def test_a_list_that_names_nobody_says_so() -> None:
    (problem,) = read("STT|Họ và tên|Chức vụ|Email\n").problems
    assert (problem.kind, problem.is_error) == ("no-people", False)


@pytest.mark.parametrize("degree", ["ThS. ", "TS.", "BS.CKII ", "Ths.Bs ", "PGS.TS ", "KS ", "Thạc sĩ "])
def test_a_degree_is_no_part_of_a_name(degree: str) -> None:
    assert names(read(f"Họ và tên|Đơn vị\n{degree}Trần Minh Họa|Phòng A")) == ["Trần Minh Họa"]


@pytest.mark.parametrize("name", ["Tsan Văn Họa", "Ksor Phước", "Lsu A Páo"])
def test_a_name_that_begins_like_a_degree_is_whole(name: str) -> None:
    assert names(read(f"Họ và tên|Đơn vị\n{name}|Phòng A")) == [name]


@pytest.mark.parametrize(
    ("sheet", "unit"), [("1. Văn phòng", "Văn phòng"), ("II-Thanh tra", "Thanh tra"), ("P. Lãnh sự", "P. Lãnh sự")]
)
def test_a_numbered_sheet_is_the_unit_without_its_number(sheet: str, unit: str) -> None:
    people, others = [["Họ và tên"], ["Trần Minh Họa"]], [["Họ và tên"], ["Lê Thị Hoa Sen"]]
    staff = read_staff_list(xlsx({sheet: people, "Tổ xe": others}))
    assert [row.unit for row in staff.rows] == [unit, "Tổ xe"]


def test_a_division_in_short_is_no_heading_numbered_p() -> None:
    staff = read("STT|Họ và tên|Chức vụ\n|P. Lãnh sự|\n1|Trần Minh Họa|CV\n|P. Biên giới|\n1|Lê Thị Hoa Sen|CV")
    assert [row.path for row in staff.rows] == [("P. Lãnh sự",), ("P. Biên giới",)]


def test_what_was_before_does_not_hide_what_is_now() -> None:
    (row,) = read("Họ và tên|Chức vụ cũ|Đơn vị cũ|Chức vụ đang đảm nhiệm|Đơn vị mới\nTrần Minh Họa|A|B|C|D").rows
    assert (row.position, row.unit) == ("C", "D")


def test_a_team_that_only_one_person_is_in_lies_inside_the_heading() -> None:
    staff = read("TT|Họ và tên|Tổ\nI|Văn phòng|\n1|Trần Minh Họa|Tổ xe\nII|Thanh tra|\n1|Lê Thị Hoa Sen|")
    assert [row.path for row in staff.rows] == [("Văn phòng", "Tổ xe"), ("Thanh tra",)]

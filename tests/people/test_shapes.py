"""Staff lists as offices keep them: every shape comes out as the same people."""

from typing import Any

import pytest

from ceremony.people.actions import read_staff_list
from ceremony.people.rules.staff_list import StaffList, StaffRow
from tests.people.files import Table, csv, ods, table, xls, xlsx

HOA = ("Trần Minh Họa", "Giám đốc", "Ban Giám đốc")
DON = ("Hoàng Thị Mẫu Đơn", "Chánh Văn phòng", "Văn phòng")
DUONG = ("Võ Thị Hướng Dương", "Chuyên viên", "Văn phòng")
SEN = ("Lê Thị Hoa Sen", "Trưởng phòng", "Phòng Lãnh sự")
ALL = [HOA, DON, DUONG, SEN]


def read(content: bytes) -> StaffList:
    return read_staff_list(content)


def people(content: bytes) -> list[tuple[str | None, ...]]:
    return [(row.full_name, row.position, row.unit) for row in read(content).rows]


def only(content: bytes) -> StaffRow:
    staff = read(content)
    assert len(staff.rows) == 1
    return staff.rows[0]


def kinds(content: bytes) -> list[tuple[Any, ...]]:
    return [(one.kind.value, one.sheet, one.row, one.column) for one in read(content).problems]


PLAIN = [["Họ và tên", "Chức vụ", "Đơn vị"], *ALL]
OFFICIAL = table("""
UBND TỈNH MẪU||||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ MẪU||||Độc lập - Tự do - Hạnh phúc

|DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC VÀ NGƯỜI LAO ĐỘNG|||
|(Kèm theo Công văn số      /SM-VP ngày     tháng 7 năm 2021)|||

STT|Họ và tên|Chức vụ|Đơn vị|Ghi chú
(1)|(2)|(3)|(4)|(5)
1|Trần Minh Họa|Giám đốc|Ban Giám đốc|
2|Hoàng Thị Mẫu Đơn|Chánh Văn phòng|Văn phòng|
3|Võ Thị Hướng Dương|Chuyên viên|Văn phòng|
4|Lê Thị Hoa Sen|Trưởng phòng|Phòng Lãnh sự|
|Tổng cộng: 04 người|||
||||Mẫu, ngày 26 tháng 7 năm 2021
|NGƯỜI LẬP BIỂU|||GIÁM ĐỐC
||||
|Võ Thị Hướng Dương|||Trần Minh Họa
""")
HEADED = table("""
STT|Họ và tên|Chức vụ|Email
I|Ban Giám đốc||
1|Trần Minh Họa|Giám đốc|
II|Văn phòng||
2|Hoàng Thị Mẫu Đơn|Chánh Văn phòng|
3|Võ Thị Hướng Dương|Chuyên viên|
III|Phòng Lãnh sự||
4|Lê Thị Hoa Sen|Trưởng phòng|
""")


@pytest.mark.parametrize("write", [xlsx, xls, ods, csv])
@pytest.mark.parametrize("rows", [PLAIN, OFFICIAL, HEADED], ids=["plain", "official", "headed"])
def test_every_format_tells_the_same_people(write: Any, rows: Table) -> None:
    assert people(write(rows)) == ALL


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1258"])
def test_every_text_that_excel_writes_tells_the_same_people(separator: str, encoding: str) -> None:
    staff = read(csv(PLAIN, separator, encoding))
    assert [(row.full_name, row.position, row.unit) for row in staff.rows] == ALL
    assert staff.converted == []


def test_what_is_pasted_from_excel_is_read_with_its_quoted_cells() -> None:
    pasted = 'STT\tHọ và tên\tChức vụ, chức danh\tĐơn vị\n1\t"Trần Minh\nHọa"\tGiám đốc\tBan Giám đốc\n'
    assert people(pasted.encode()) == [HOA]


def test_a_separator_that_excel_was_told_is_followed() -> None:
    assert people("sep=;\nHọ và tên;Chức vụ;Đơn vị\nTrần Minh Họa;Giám đốc;Ban Giám đốc\n".encode()) == [HOA]


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [
        ("HỌ VÀ TÊN CÁN BỘ, CÔNG CHỨC", "Trần Minh Họa", "full_name"),
        ("Họ tên", "Trần Minh Họa", "full_name"),
        ("Họ, tên (viết in hoa)", "TRẦN MINH HỌA", "full_name"),
        ("Họ & tên", "Trần Minh Họa", "full_name"),
        ("Chức vụ, chức danh", "Giám đốc", "position"),
        ("Chức danh", "Giám đốc", "position"),
        ("Chức vụ hiện nay", "Giám đốc", "position"),
        ("Vị trí việc làm", "Lái xe", "position"),
        ("Phòng/Ban", "Văn phòng", "unit"),
        ("Phòng", "Văn phòng", "unit"),
        ("Đơn vị công tác", "Văn phòng", "unit"),
        ("Cơ quan, đơn vị", "Văn phòng", "unit"),
        ("Bộ phận", "Văn phòng", "unit"),
        ("Nơi làm việc", "Văn phòng", "unit"),
        ("Loại hợp đồng", "Hợp đồng 111", "category"),
        ("Ngạch", "Chuyên viên chính", "category"),
        ("Đối tượng", "Công chức", "category"),
        ("Địa chỉ email", "hoa@example.gov.vn", "email"),
        ("E-mail", "hoa@example.gov.vn", "email"),
        ("Thư điện tử công vụ", "hoa@example.gov.vn", "email"),
        ("Hộp thư", "hoa@example.gov.vn", "email"),
        ("Hòm thư công vụ", "hoa@example.gov.vn", "email"),
        ("Email liên hệ", "hoa@example.gov.vn", "email"),
        ("Công tác đảm nhận", "Lái xe", "position"),
        ("Bộ phận/Phòng ban", "Văn phòng", "unit"),
        ("Mã CB", "CB03", "staff_code"),
        ("Mã NV", "CB03", "staff_code"),
        ("Số hiệu CBCC", "CB03", "staff_code"),
        ("Mã số cán bộ", "CB03", "staff_code"),
    ],
)
def test_columns_are_known_by_any_usual_wording(heading: str, cell: str, field: str) -> None:
    name = [] if field == "full_name" else ["Họ và tên"]
    row = only(csv([["STT", *name, heading], [1, *(["Trần Minh Họa"] if name else []), cell]]))
    assert getattr(row, field) == cell


@pytest.mark.parametrize(
    "heading",
    [
        "Mã ngạch",
        "Mã số thuế",
        "Chức vụ Đảng",
        "Số CCCD",
        "Họ tên vợ (chồng)",
        "Đơn vị tính",
        "Ngày vào Đảng",
        "Đơn vị cũ",
    ],
)
def test_columns_that_are_not_ours_are_left_alone(heading: str) -> None:
    row = only(csv([["STT", "Họ và tên", heading], [1, "Trần Minh Họa", "01.003"]]))
    assert (row.position, row.unit, row.category, row.email, row.staff_code) == (None,) * 5


def test_a_header_of_two_rows_with_merged_cells() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ|Đơn vị|Liên hệ||Mã số
    ||||Điện thoại|Thư điện tử|
    1|Trần Minh Họa|Giám đốc|Ban Giám đốc|0900|hoa@example.gov.vn|CB03
    """)
    row = only(xlsx(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:G2"]))
    assert (row.email, row.staff_code, row.unit) == ("hoa@example.gov.vn", "CB03", "Ban Giám đốc")


def test_a_group_above_the_header_leaves_the_columns_beside_it() -> None:
    rows = table("""
    STT|Thông tin cá nhân||Đơn vị
    |Họ và tên|Năm sinh|
    1|Trần Minh Họa|1970|Ban Giám đốc
    """)
    assert only(xlsx(rows, merges=["A1:A2", "B1:C1", "D1:D2"])).unit == "Ban Giám đốc"


@pytest.mark.parametrize(
    "header",
    [
        "STT|Họ đệm|Tên|Chức vụ|Đơn vị",
        "STT|Họ và tên đệm|Tên|Chức vụ|Đơn vị",
        "STT|Họ và tên||Chức vụ|Đơn vị",
        "STT|Họ và tên||Chức vụ|Đơn vị\n|Họ, chữ đệm|Tên||",
    ],
)
def test_a_name_in_two_columns_is_put_together(header: str) -> None:
    rows = table(f"{header}\n1|Trần Minh|Họa|Giám đốc|Ban Giám đốc\n2|Hoàng Thị Mẫu|Đơn|Chánh Văn phòng|Văn phòng")
    assert people(csv(rows)) == [HOA, DON]


def test_inner_headings_become_units_and_outer_ones_stand_above_them() -> None:
    rows = table("""
    TT|Họ và tên|Chức vụ
    A|KHỐI VĂN PHÒNG SỞ|
    I|Văn phòng (02 người)|
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    |1. Tổ Hành chính|
    2|Võ Thị Hướng Dương|Chuyên viên
    B|ĐƠN VỊ TRỰC THUỘC|
    I|Trung tâm Dịch vụ|
    3|Lê Thị Hoa Sen|Giám đốc
    """)
    assert [row.path for row in read(csv(rows)).rows] == [
        ("KHỐI VĂN PHÒNG SỞ", "Văn phòng"),
        ("KHỐI VĂN PHÒNG SỞ", "Văn phòng", "Tổ Hành chính"),
        ("ĐƠN VỊ TRỰC THUỘC", "Trung tâm Dịch vụ"),
    ]


def test_headings_without_numbers_nest_by_what_they_call_themselves() -> None:
    rows = table("""
    Họ và tên|Chức vụ
    CHI CỤC KIỂM LÂM|
    Phòng Tổ chức|
    Trần Minh Họa|Trưởng phòng
    Phòng Pháp chế|
    Hoàng Thị Mẫu Đơn|Chuyên viên
    CHI CỤC THỦY LỢI|
    Phòng Tổ chức|
    Lê Thị Hoa Sen|Trưởng phòng
    """)
    assert [row.path for row in read(xlsx(rows, merges=["A2:B2"])).rows] == [
        ("CHI CỤC KIỂM LÂM", "Phòng Tổ chức"),
        ("CHI CỤC KIỂM LÂM", "Phòng Pháp chế"),
        ("CHI CỤC THỦY LỢI", "Phòng Tổ chức"),
    ]


def test_a_merged_heading_in_the_first_column_is_a_unit() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ
    I. VĂN PHÒNG||
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    II. PHÒNG LÃNH SỰ||
    1|Lê Thị Hoa Sen|Trưởng phòng
    """)
    assert [row.unit for row in read(xlsx(rows, merges=["A2:C2", "A4:C4"])).rows] == ["VĂN PHÒNG", "PHÒNG LÃNH SỰ"]


def test_headings_of_employment_are_categories_not_units() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ|Đơn vị
    I|Công chức||
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng|Văn phòng
    II|Hợp đồng lao động||
    2|Lê Thị Hoa Sen|Lái xe|Văn phòng
    """)
    assert [(row.category, row.unit) for row in read(csv(rows)).rows] == [
        ("Công chức", "Văn phòng"),
        ("Hợp đồng lao động", "Văn phòng"),
    ]


def test_a_category_that_is_ticked_is_read_from_its_heading() -> None:
    rows = table("""
    STT|Họ và tên|Công chức|Viên chức|Hợp đồng 111
    1|Hoàng Thị Mẫu Đơn|x||
    2|Lê Thị Hoa Sen|||X
    """)
    assert [row.category for row in read(csv(rows)).rows] == ["Công chức", "Hợp đồng 111"]


def test_one_sheet_a_unit() -> None:
    header = ["STT", "Họ và tên", "Chức vụ"]
    book = {
        "Văn phòng": [header, [1, "Hoàng Thị Mẫu Đơn", "Chánh Văn phòng"]],
        "P.LS": [["Đơn vị: Phòng Lãnh sự"], header, [1, "Lê Thị Hoa Sen", "Trưởng phòng"]],
        "Tổng hợp": [["Đơn vị", "Số người"], ["Văn phòng", 1]],
    }
    staff = read(xlsx(book))
    assert [(row.full_name, row.unit, row.sheet) for row in staff.rows] == [
        ("Hoàng Thị Mẫu Đơn", "Văn phòng", "Văn phòng"),
        ("Lê Thị Hoa Sen", "Phòng Lãnh sự", "P.LS"),
    ]


def test_a_sheet_called_sheet1_names_no_unit() -> None:
    rows = [["Họ và tên"], ["Trần Minh Họa"]]
    assert only(xlsx({"Danh sách CBCC 2021": rows})).unit is None
    assert only(xlsx({"Sheet1": rows})).unit is None
    assert only(xlsx({"Văn phòng": rows})).unit == "Văn phòng"


def test_hidden_rows_are_read_and_hidden_sheets_are_not() -> None:
    rows = [["Họ và tên", "Chức vụ", "Đơn vị"], HOA, DON]
    assert people(xlsx(rows, hidden=[1])) == [HOA, DON]


def test_a_unit_merged_over_its_people_belongs_to_all_of_them() -> None:
    rows = table("""
    STT|Họ và tên|Đơn vị
    1|Hoàng Thị Mẫu Đơn|Văn phòng
    2|Võ Thị Hướng Dương|
    3|Lê Thị Hoa Sen|
    """)
    assert [row.unit for row in read(xlsx(rows, merges=["C2:C3"])).rows] == ["Văn phòng", "Văn phòng", None]


def test_a_unit_written_only_where_it_changes_belongs_to_the_people_below_it() -> None:
    names = ["Trần Minh Họa", "Hoàng Thị Mẫu Đơn", "Võ Thị Hướng Dương", "Lê Thị Hoa Sen", "Hồ Lan", "Phan Ly", "Đỗ Em"]
    units = ["Văn phòng", "", "", "", "Thanh tra", "", ""]
    rows = [["Họ và tên", "Đơn vị"], *(list(pair) for pair in zip(names, units, strict=True))]
    assert [row.unit for row in read(xlsx(rows)).rows] == ["Văn phòng"] * 4 + ["Thanh tra"] * 3


def test_tables_beside_each_other_are_read_one_after_the_other() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ||STT|Họ và tên|Chức vụ
    I|Văn phòng|||II|Phòng Lãnh sự|
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng||3|Lê Thị Hoa Sen|Trưởng phòng
    2|Võ Thị Hướng Dương|Chuyên viên||||
    """)
    assert people(xlsx(rows)) == [DON, DUONG, SEN]
    wrong = [["Họ và tên", "Email", "", "Họ và tên", "Email"], [DON[0], "", "", SEN[0], "không@@có"]]
    assert ("bad-email", "Sheet1", 2, "E") in kinds(xlsx(wrong))
    twice = [["Họ và tên", "Chức vụ", "Đơn vị", "Họ và tên (không dấu)"], [*DON, "Hoang Thi Mau Don"]]
    assert people(csv(twice)) == [DON]


def test_forms_that_were_filled_in_are_no_list() -> None:
    forms = [["Họ và tên:", HOA[0]], ["Chức vụ:", HOA[1]], [], ["Họ và tên:", DON[0]], ["Chức vụ:", DON[1]]]
    assert kinds(xlsx(forms)) == [("no-name-column", None, None, None)]


def test_as_above_is_understood() -> None:
    rows = [["Họ và tên", "Chức vụ", "Đơn vị"], DON, ["Võ Thị Hướng Dương", "Chuyên viên", "nt"], SEN]
    assert people(csv(rows)) == [DON, DUONG, SEN]


def test_phòng_lies_in_đơn_vị_where_a_list_has_both() -> None:
    rows = table("""
    STT|Họ và tên|Đơn vị|Phòng
    1|Hoàng Thị Mẫu Đơn|Chi cục Mẫu|Phòng Tổ chức
    2|Lê Thị Hoa Sen|Chi cục Khác|Phòng Tổ chức
    """)
    assert [row.path for row in read(csv(rows)).rows] == [
        ("Chi cục Mẫu", "Phòng Tổ chức"),
        ("Chi cục Khác", "Phòng Tổ chức"),
    ]


def test_a_header_repeated_on_each_page_is_no_person() -> None:
    rows = [["STT", "Họ và tên", "Chức vụ", "Đơn vị"], [1, *HOA], ["STT", "Họ và tên", "Chức vụ", "Đơn vị"], [2, *DON]]
    assert people(csv(rows)) == [HOA, DON]


def test_several_lists_below_each_other_with_their_own_titles_and_signatures() -> None:
    rows = table("""
    DANH SÁCH CÁN BỘ
    1. Văn phòng
    STT|Họ và tên|Chức vụ
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    |Cộng: 1 người|
    |Người lập|
    |Võ Thị Hướng Dương|

    2. Phòng Lãnh sự
    STT|Họ và tên|Chức vụ
    1|Lê Thị Hoa Sen|Trưởng phòng
    """)
    assert people(csv(rows)) == [DON, SEN]


def test_subtotals_do_not_end_a_list() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ|Đơn vị
    1|Trần Minh Họa|Giám đốc|Ban Giám đốc
    |Cộng|1|
    2|Hoàng Thị Mẫu Đơn|Chánh Văn phòng|Văn phòng
    Tổng số: 2|||
    """)
    assert people(csv(rows)) == [HOA, DON]


def test_two_positions_of_one_person_over_two_rows_are_one_person() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ|Đơn vị
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng|Văn phòng
    ||Trưởng phòng|
    2|Trần Minh Họa|Giám đốc|Ban Giám đốc
    """)
    assert people(xlsx(rows, merges=["A2:A3", "B2:B3"])) == [DON, HOA]


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("mailto:hoa@example.gov.vn", "hoa@example.gov.vn"),
        ("MAILTO: hoa@example.gov.vn?subject=x", "hoa@example.gov.vn"),
        (" hoa @example.gov.vn ", "hoa@example.gov.vn"),
        ("Trần Minh Họa <hoa@example.gov.vn>", "hoa@example.gov.vn"),
        ("hoa@example.gov.vn; hoa@gmail.com", "hoa@example.gov.vn"),
        ("hoa@example.gov.vn.", "hoa@example.gov.vn"),
        ("hoa@example.gov.vn\u200b", "hoa@example.gov.vn"),
        ("không có", None),
        ("-", None),
    ],
)
def test_an_address_is_mended_where_its_meaning_is_plain(cell: str, address: str | None) -> None:
    content = csv([["Họ và tên", "Email"], ["Trần Minh Họa", cell]])
    assert only(content).email == address
    assert "bad-email" not in [one[0] for one in kinds(content)]


def test_an_address_that_cannot_be_mended_is_named_with_its_cell() -> None:
    content = xlsx({"DS": [["Họ và tên", "Email"], ["Trần Minh Họa", "hoa@example,gov,vn"]]})
    assert only(content).email is None
    assert kinds(content)[-1] == ("bad-email", "DS", 2, "B")


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_a_code_that_a_workbook_holds_as_a_number_is_written_as_it_was_typed(write: Any) -> None:
    rows = [["Họ và tên", "Mã số"], ["Trần Minh Họa", 12], ["Lê Thị Hoa Sen", 12.0], ["Hoàng Thị Mẫu Đơn", "012"]]
    assert [row.staff_code for row in read(write(rows)).rows] == ["12", "12", "012"]


@pytest.mark.parametrize(
    ("cell", "code"), [(12, "12"), (12.0, "12"), ("012", "012"), ("12.0", "12"), ("CB 01", "CB 01"), ("", None)]
)
def test_a_code_that_excel_made_a_number_is_written_as_it_was_typed(cell: Any, code: str | None) -> None:
    assert only(csv([["Họ và tên", "Mã số"], ["Trần Minh Họa", cell]])).staff_code == code


def test_what_stands_beside_a_name_is_taken_off() -> None:
    rows = [
        ["Họ và tên", "Chức vụ"],
        ["Ông Trần Minh Họa", "a"],
        ["Bà Hoàng Thị Mẫu Đơn", "b"],
        ["Đ/c Lê Thị Hoa Sen", "c"],
    ]
    assert [row.full_name for row in read(csv(rows)).rows] == ["Trần Minh Họa", "Hoàng Thị Mẫu Đơn", "Lê Thị Hoa Sen"]
    several = [["Họ và tên"], ["Ông Ích Khiêm"], ["Lê Thị Hoa Sen"], ["Bà Hoàng Thị Mẫu Đơn"], ["Trần Minh Họa"]]
    assert [row.full_name for row in read(csv(several)).rows] == [
        *("Ông Ích Khiêm", "Lê Thị Hoa Sen", "Hoàng Thị Mẫu Đơn", "Trần Minh Họa")
    ]


def test_names_of_other_peoples_are_names() -> None:
    names = ["H'Niê Êban", "Y Blô Niê", "Ksor H'Bơm", "Vàng A Sùng", "Hồ Thị Kăn Sương"]
    rows = [["STT", "Họ và tên", "Chức vụ"], *([n, name, "Chuyên viên"] for n, name in enumerate(names, start=1))]
    staff = read(csv(rows))
    assert [row.full_name for row in staff.rows] == names
    assert staff.converted == []


def test_text_is_composed_and_single_spaced_without_what_cannot_be_seen() -> None:
    row = only(csv([["Họ và tên", "Đơn vị"], ["Tra\u0302\u0300n\u00a0 Minh\u200b  Ho\u0323a", "Văn\u00a0phòng "]]))
    assert (row.full_name, row.unit) == ("Trần Minh Họa", "Văn phòng")


TCVN3 = [["Sè TT", "Hä vµ tªn", "Chøc vô", "§¬n vÞ"], [1, "Hoµng ThÞ MÉu §¬n", "Ch¸nh V¨n phßng", "V¨n phßng"]]
VNI = [
    ["Soá TT", "Hoï vaø teân", "Chöùc vuï", "Ñôn vò"],
    [1, "Hoaøng Thò Maãu Ñôn", "Chaùnh Vaên phoøng", "Vaên phoøng"],
]


@pytest.mark.parametrize("rows", [TCVN3, VNI], ids=["TCVN3", "VNI"])
@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_a_list_in_an_old_encoding_is_converted_and_each_cell_listed(write: Any, rows: Table) -> None:
    staff = read(write(rows))
    assert [(row.full_name, row.position, row.unit) for row in staff.rows] == [DON]
    assert [(one.row, one.column, one.before, one.after) for one in staff.converted] == [
        (2, "B", rows[1][1], DON[0]),
        (2, "C", rows[1][2], DON[1]),
        (2, "D", rows[1][3], DON[2]),
    ]


@pytest.mark.parametrize("rows", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_an_old_encoding_is_recognised_in_text_too(rows: Table) -> None:
    assert people(csv(rows, encoding="cp1252")) == [DON]


def test_a_name_that_could_be_both_follows_its_neighbours() -> None:
    rows = [
        ["Họ và tên", "Chức vụ"],
        ["Vò Thanh Mai", "V¨n th\u00ad"],
        ["NguyÔn V¨n An", "L¸i xe"],
        ["Lò Thị Mai", "Lái xe"],
    ]
    names = [(row.full_name, row.position) for row in read(csv(rows)).rows]
    assert names == [("Vũ Thanh Mai", "Văn thư"), ("Nguyễn Văn An", "Lái xe"), ("Lò Thị Mai", "Lái xe")]


def test_a_capital_that_the_old_encoding_does_not_have_comes_back() -> None:
    rows = [["Họ và tên", "Đơn vị"], ["NguyÔn ThÞ ¸nh", "V¨n phßng"], ["TRÇN V¡N ¢N", "ñy ban"]]
    assert [(row.full_name, row.unit) for row in read(csv(rows)).rows] == [
        ("Nguyễn Thị Ánh", "Văn phòng"),
        ("TRẦN VĂN ÂN", "Ủy ban"),
    ]


def test_a_cell_may_stay_as_it_is() -> None:
    content = csv([["Họ và tên", "Chức vụ"], ["NguyÔn V¨n An", "L¸i xe"]])
    kept = read_staff_list(content, as_it_is={"!A2"})
    assert (kept.rows[0].full_name, kept.rows[0].position) == ("NguyÔn V¨n An", "Lái xe")
    assert [one.column for one in kept.converted] == ["B"]


def test_letters_lost_in_an_old_export_are_named() -> None:
    assert kinds(csv([["Họ và tên", "Đơn vị"], ["Nguy?n V?n An", "Văn phòng"]])) == [("damaged", None, 2, "A")]


def test_people_above_the_first_heading_have_no_unit_and_are_named() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ
    1|Trần Minh Họa|Giám đốc
    |Văn phòng|
    2|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    """)
    assert kinds(csv(rows)) == [("no-unit", None, 2, None)]


def test_a_workbook_without_names_says_so_once() -> None:
    assert kinds(csv([["STT", "Chức vụ"], [1, "Giám đốc"]])) == [("no-name-column", None, None, None)]
    assert kinds(xlsx([])) == [("no-name-column", None, None, None)]


def test_a_position_and_a_unit_in_one_column_are_parted() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ, đơn vị công tác
    1|Trần Minh Họa|Giám đốc, Ban Giám đốc
    2|Hoàng Thị Mẫu Đơn|Chánh Văn phòng - Văn phòng
    3|Võ Thị Hướng Dương|Chuyên viên
    """)
    assert people(csv(rows)) == [HOA, DON, ("Võ Thị Hướng Dương", "Chuyên viên", None)]


def test_people_numbered_below_their_unit_are_people() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ
    1|Văn phòng|
    1.1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    1.2|Võ Thị Hướng Dương|
    2|Phòng Lãnh sự|
    2.1|Lê Thị Hoa Sen|Trưởng phòng
    """)
    assert people(csv(rows)) == [DON, ("Võ Thị Hướng Dương", None, "Văn phòng"), SEN]


def test_names_that_look_like_headings_are_names() -> None:
    rows = table("""
    STT|Họ|Tên|Giới tính|Chức vụ|
    1|Hồ Thị|Khoa|Nữ|Chuyên viên|a
    2|Hồ|Dung|Nam|Lái xe|
    3|Đoàn Văn|Ban|Nam|Lái xe|
    """)
    assert [row.full_name for row in read(csv(rows)).rows] == ["Hồ Thị Khoa", "Hồ Dung", "Đoàn Văn Ban"]


def test_signatures_beside_each_other_are_no_people() -> None:
    rows = table("""
    STT|Họ và tên|Chức vụ|Đơn vị
    1|Trần Minh Họa|Giám đốc|Ban Giám đốc
    |Tổng số: 1||
    |KẾ TOÁN TRƯỞNG||GIÁM ĐỐC
    |(Ký, ghi rõ họ tên)||
    |Lê Thị Hoa Sen||Trần Minh Họa
    |Họ và tên: Lê Thị Hoa Sen||
    """)
    assert people(csv(rows)) == [HOA]


def test_a_unit_right_below_the_header_is_no_second_header_row() -> None:
    rows = table("""
    STT|Mã NV|Họ tên|Chức danh|Khoa/Phòng
    BAN GIÁM ĐỐC||||
    1|0001|Trần Minh Họa|Giám đốc|
    PHÒNG LÃNH SỰ||||
    2|0002|Lê Thị Hoa Sen|Trưởng phòng|Phòng Lãnh sự
    """)
    assert people(csv(rows)) == [("Trần Minh Họa", "Giám đốc", "BAN GIÁM ĐỐC"), SEN]


def test_the_column_of_names_may_be_that_of_the_units_too() -> None:
    rows = table("""
    Số TT|Cơ quan, đơn vị/ Họ và tên|Chức vụ
    A|KHỐI CÁC SỞ|
    I|Sở Nội vụ|
    1|Ban Giám đốc|
    1.1|Trần Minh Họa|Giám đốc
    2|Văn phòng|
    2.1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    II|Sở Tài chính|
    1|Văn phòng|
    1.1|Võ Thị Hướng Dương|Chuyên viên
    """)
    assert [row.path for row in read(csv(rows)).rows] == [
        ("KHỐI CÁC SỞ", "Sở Nội vụ", "Ban Giám đốc"),
        ("KHỐI CÁC SỞ", "Sở Nội vụ", "Văn phòng"),
        ("KHỐI CÁC SỞ", "Sở Tài chính", "Văn phòng"),
    ]

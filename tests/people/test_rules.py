"""Codes, tree order, addresses, and reading a staff list: no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.core.sheets.rules import LARGEST_FILE, letter
from ceremony.core.text import name_sort_key
from ceremony.people.actions import read_staff_list
from ceremony.people.rules.matching import KnownPerson, Matching, one_row_a_person
from ceremony.people.rules.offices import BadNumber, UnknownOfficeKey, read_office_value
from ceremony.people.rules.resolving import KnownUnit, resolve_units
from ceremony.people.rules.staff_list import ProblemKind, StaffList, StaffRow
from ceremony.people.rules.units import BadCode, find_address, initials_code, new_code, read_code, tree_order

HEADER = "Họ và tên,Chức vụ,Đơn vị,Đối tượng,Thư điện tử,Mã số\n"
COLUMNS = {"full_name": "A", "unit": "C", "email": "E", "staff_code": "F"}
HOST = KnownUnit(1, "SNV", "Sở Mẫu")
OFFICE = KnownUnit(2, "SNV-VP", "Văn phòng", 1)
TODAY = date(2021, 7, 26)


def read(text: str) -> StaffList:
    return read_staff_list(text.encode())


def kinds(staff: StaffList) -> list[tuple[str, int | None, str | None]]:
    return [(problem.kind.value, problem.row, problem.column) for problem in staff.problems]


def row(number: int, name: str, **values: str) -> StaffRow:
    return StaffRow(number, name, name_sort_key(name), columns=COLUMNS, **values)


def known(person_id: int, name: str, unit_id: int = 2, **values: object) -> KnownPerson:
    filled: dict[str, object] = {"position": "", "category": "", "email": None, "staff_code": None, "left": None}
    return KnownPerson(person_id, unit_id, name, name_sort_key(name), **{**filled, **values})  # type: ignore[arg-type]


def test_a_clean_list_gives_its_persons_as_they_are_written() -> None:
    staff = read(HEADER + "Võ Thị Hướng Dương,Chuyên viên,Văn phòng,Công chức,d@example.gov.vn,CB02\n")
    assert staff.rows == [
        row(
            2,
            "Võ Thị Hướng Dương",
            position="Chuyên viên",
            unit="Văn phòng",
            category="Công chức",
            email="d@example.gov.vn",
            staff_code="CB02",
        )
    ]
    assert staff.problems == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_separator_and_both_kinds_of_utf8_are_understood(separator: str, encoding: str) -> None:
    text = f"MA SO{separator}ho va ten{separator}ĐƠN VỊ\r\nCB01{separator}Trần Minh Họa{separator}Văn phòng\r\n"
    assert read_staff_list(text.encode(encoding)).rows == [row(2, "Trần Minh Họa", unit="Văn phòng", staff_code="CB01")]


def test_text_comes_back_composed_and_single_spaced() -> None:
    decomposed = "Tra\u0302\u0300n\u00a0 Minh   Ho\u0323a\u200b"
    assert read(HEADER + f"{decomposed},,Văn phòng,,,\n").rows[0].full_name == "Trần Minh Họa"


def test_rows_are_counted_as_excel_counts_them_over_blank_lines_and_broken_cells() -> None:
    staff = read(HEADER + '\n,,,,,\n"Trần Minh\nHọa",,Văn phòng,,sai,\n')
    assert staff.rows[0].full_name == "Trần Minh Họa"
    assert kinds(staff) == [("bad-email", 4, "E")]


def test_a_list_without_names_is_refused_by_its_kind() -> None:
    assert kinds(read("STT,Chức vụ\n1,Chuyên viên\n")) == [("no-name-column", None, None)]
    assert kinds(read("")) == [("no-name-column", None, None)]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"\x89PNG\r\n", b"<html><table>", b"\x80\x81\x82\x83\xff\xfe", b"a\0b"],
)
def test_a_file_of_another_kind_is_refused_by_its_content(content: bytes) -> None:
    assert kinds(read_staff_list(content)) == [("unreadable", None, None)]


def test_a_file_cut_off_is_called_damaged() -> None:
    whole = (HEADER + "Trần Minh Họa,,Văn phòng,,,\n").encode()
    assert kinds(read_staff_list(whole[: whole.index("ò".encode()) + 1])) == [("damaged", None, None)]
    assert kinds(read(HEADER + '"Trần Minh Họa,,Văn phòng')) == [("damaged", None, None)]
    assert kinds(read(HEADER + "Tr\ufffdn Minh Họa,,Văn phòng,,,\n")) == [("damaged", 2, "A")]


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    assert kinds(read_staff_list(b"x" * (LARGEST_FILE + 1))) == [("too-large", None, None)]


def test_a_bad_address_is_named_and_not_taken_over() -> None:
    staff = read(HEADER + "Trần Minh Họa,,Văn phòng,,hoa@@example,\n")
    assert staff.rows[0].email is None
    assert kinds(staff) == [("bad-email", 2, "E")]


def test_a_row_without_a_name_is_left_out_and_named_when_it_says_something() -> None:
    staff = read(HEADER + ",,Văn phòng,,,\n,,Văn phòng,,x@example.gov.vn,\n")
    assert staff.rows == []
    assert kinds(staff) == [("no-name", 3, "A")]


def test_a_list_without_units_says_so_once() -> None:
    assert kinds(read("Họ và tên\nTrần Minh Họa\nVõ Thị Hướng Dương\n")) == [("no-unit", None, None)]


@given(st.binary(max_size=400))
def test_no_content_makes_the_reader_fail(content: bytes) -> None:
    staff = read_staff_list(content)
    assert not (staff.rows and any(problem.row is None and problem.is_error for problem in staff.problems))


@given(st.lists(st.text(max_size=12), max_size=6))
def test_whatever_the_cells_hold_the_reader_answers(cells: list[str]) -> None:
    for person in read(HEADER + ",".join(cells) + "\n").rows:
        assert person.full_name.strip() == person.full_name != ""


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_excel(index: int, name: str) -> None:
    assert letter(index) == name


def said(*rows: StaffRow) -> list[tuple[ProblemKind, int | None, str | None]]:
    return [(problem.kind, problem.row, problem.column) for problem in one_row_a_person(rows)[1]]


def test_the_same_person_twice_is_a_duplicate() -> None:
    first = row(2, "Trần Minh Họa", unit="Văn phòng", staff_code="CB03")
    again = row(3, "Trần Minh Hoạ", unit="Văn phòng")
    assert said(first, again) == [(ProblemKind.DUPLICATE, 3, "A")]
    assert one_row_a_person([first, again])[0] == [first]


def test_the_same_person_in_two_units_stays_in_the_first() -> None:
    rows = [row(2, "Trần Minh Họa", unit="A", staff_code="1"), row(3, "Trần Minh Họa", unit="B", staff_code="1")]
    assert said(*rows) == [(ProblemKind.TWO_UNITS, 3, "C")]


def test_one_code_for_two_names_is_ambiguous() -> None:
    assert said(row(2, "Trần Minh Họa", staff_code="1"), row(3, "Lê Văn Sen", staff_code="1")) == [
        (ProblemKind.AMBIGUOUS, 3, "F")
    ]


@pytest.mark.parametrize("apart", [{"staff_code": "2"}, {"email": "b@example.gov.vn"}])
def test_namesakes_told_apart_are_two_persons(apart: dict[str, str]) -> None:
    first = row(2, "Trần Minh Họa", unit="A", staff_code="1", email="a@example.gov.vn")
    assert said(first, row(3, "Trần Minh Họa", unit="A", **apart)) == []


def test_a_shared_mailbox_makes_nobody_the_same() -> None:
    assert said(row(2, "Trần Minh Họa", email="vp@x.vn"), row(3, "Lê Văn Sen", email="vp@x.vn")) == []


def matched(rows: list[StaffRow], *people: KnownPerson) -> tuple[dict[int, int], list[ProblemKind]]:
    plan = resolve_units(rows, HOST, [OFFICE])
    matching = Matching(people, HOST, plan.refs, TODAY)
    matching.run(rows)
    found = {number: person.id for (_sheet, number), person in matching.found.items()}
    return found, [problem.kind for problem in matching.problems]


def test_a_staff_code_is_surer_than_a_name() -> None:
    rows = [row(2, "Trần Minh Họa", unit="Văn phòng", staff_code="cb1")]
    assert matched(rows, known(1, "Trần Minh Họa"), known(2, "Trần Minh Hoạ Mi", staff_code="CB1"))[0] == {2: 2}


def test_a_code_that_a_sheet_made_a_number_is_still_the_persons() -> None:
    rows = [row(2, "Trần Minh Họa", unit="Văn phòng", staff_code="7"), row(3, "Lê Văn Sen", staff_code="7")]
    assert matched(rows, known(1, "Trần Minh Họa", staff_code="007"))[0] == {2: 1}


def test_an_address_handed_on_does_not_turn_one_person_into_another() -> None:
    rows = [
        row(2, "Lê Văn Sen", unit="Văn phòng", email="x@x.vn"),
        row(3, "Trần Minh Họa", unit="Văn phòng"),
    ]
    assert matched(rows, known(1, "Trần Minh Họa", email="x@x.vn"), known(2, "Lê Văn Sen"))[0] == {2: 2, 3: 1}


def test_an_unshared_address_finds_a_person_with_a_corrected_name() -> None:
    rows = [row(2, "Trần Minh Hoa", unit="Văn phòng", email="X@x.vn")]
    assert matched(rows, known(1, "Trần Minh Họa", email="x@x.vn"))[0] == {2: 1}


def test_two_namesakes_in_one_unit_are_ambiguous_without_code_and_address() -> None:
    rows = [row(2, "Trần Minh Họa", unit="Văn phòng")]
    assert matched(rows, known(1, "Trần Minh Họa"), known(2, "Trần Minh Họa")) == ({}, [ProblemKind.AMBIGUOUS])


def test_who_is_here_is_found_before_who_has_left() -> None:
    rows = [row(2, "Trần Minh Họa", unit="Văn phòng")]
    gone = known(1, "Trần Minh Họa", left=date(2021, 1, 1))
    assert matched(rows, gone, known(2, "Trần Minh Họa"))[0] == {2: 2}
    assert matched(rows, gone)[0] == {2: 1}


def test_a_unit_is_found_by_name_whatever_its_case_and_tone_marks_place_and_by_code() -> None:
    names = ["VĂN PHÒNG", "Văn phong", "snv-vp", "Sở mẫu"]
    plan = resolve_units([row(2 + n, "A", unit=name) for n, name in enumerate(names)], HOST, [OFFICE])
    assert [plan.refs[name,] for name in names] == [2, next(iter(plan.new)), 2, 1]
    assert [unit.name for unit in plan.new.values()] == ["Văn phong"]


def test_a_unit_that_is_a_host_itself_is_not_filled_from_above() -> None:
    plan = resolve_units([row(2, "A", unit="Văn phòng")], HOST, [KnownUnit(2, "SNV-VP", "Văn phòng", 1, foreign=True)])
    assert [problem.kind for problem in plan.problems] == [ProblemKind.AMBIGUOUS]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Văn phòng", "VP"),
        ("Phòng Lãnh sự – Đối ngoại", "PLSDN"),
        ("Tổ 12", "T12"),
        ("P. QLBG", "PQLBG"),
        ("BGĐ", "BGD"),
        ("–", "DV"),
    ],
)
def test_a_new_unit_is_called_by_its_initials(name: str, code: str) -> None:
    assert initials_code(name) == code


def test_a_taken_code_gets_a_number() -> None:
    assert new_code("SNV", "Vườn phong", {"SNV-VP", "SNV-VP-2"}) == "SNV-VP-3"


def test_codes_are_upper_cased_and_nothing_else_is_forgiven() -> None:
    assert read_code(" snv-vp ") == "SNV-VP"
    for bad in ("", "SỞ", "A B", "-A", "A--B", "A" * 41, "A/B"):
        with pytest.raises(BadCode):
            read_code(bad)


@pytest.mark.parametrize("text", ["a@example.gov.vn", "a.b+c@so.local", "CB01@X.VN", "o'brien@x-y.vn"])
def test_addresses_of_offices_and_of_intranets_are_addresses(text: str) -> None:
    assert find_address(text) == text


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a@@b.vn", "a b@x.vn", "a..b@x.vn", ".a@x.vn", "a@x..vn", "a@-x.vn", "ă@x.vn", "a@1.2.3.4"]
)
def test_other_texts_are_no_addresses(text: str) -> None:
    assert find_address(text) is None


def test_units_stand_by_position_and_then_by_age_not_by_their_ids_as_text() -> None:
    units = [(1, None, 0), (2, 1, 1), (10, 1, 1), (3, 1, 0), (11, 2, 0), (4, None, 1)]
    assert tree_order(units) == [1, 3, 2, 11, 10, 4]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_every_unit_has_one_place_and_parents_come_first(parents: list[int]) -> None:
    units = [(number, parent if parent < number else None, 0) for number, parent in enumerate(parents)]
    order = tree_order(units)
    assert sorted(order) == [number for number, _parent, _position in units]
    assert all(parent is None or order.index(parent) < order.index(number) for number, parent, _position in units)


def test_an_unknown_setting_lists_the_known_ones() -> None:
    with pytest.raises(UnknownOfficeKey) as refusal:
        read_office_value("colour", "red")
    assert "late_after" in str(refusal.value.values["keys"])


@pytest.mark.parametrize("text", ["-5", "five", "1.5", "", "99999999", "٣"])
def test_minutes_are_whole_positive_numbers(text: str) -> None:
    with pytest.raises(BadNumber):
        read_office_value("opens_before", text)

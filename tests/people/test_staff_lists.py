"""Staff lists taken over: nested units, lists of one division, namesakes, and what may go wrong half-way."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from time_machine import Traveller

from ceremony.core.db import session, transaction
from ceremony.people.actions import ImportResult, become_host, import_people, read_staff_list, set_unit
from ceremony.people.models import Person, Unit
from ceremony.people.queries import get_unit, list_units
from tests.cast import Cast, add_person
from tests.conftest import Run
from tests.people.files import Table, csv, table, xls, xlsx

TODAY = date(2021, 7, 26)
NESTED = table("""
STT|Họ và tên|Chức vụ|Email
A|SỞ MẪU||
I|Văn phòng||
1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng|cb01@example.gov.vn
2|Võ Thị Hướng Dương|Chuyên viên|cb02@example.gov.vn
B|CHI CỤC KIỂM LÂM||
3|Lê Thị Hoa Sen|Chi cục trưởng|
I|Phòng Tổ chức||
4|Bùi Thị Hồng Hạnh|Trưởng phòng|
C|CHI CỤC THỦY LỢI||
I|Phòng Tổ chức||
5|Đỗ Văn An|Trưởng phòng|
""")


def take_over(rows: Table | bytes, **options: bool) -> ImportResult:
    content = rows if isinstance(rows, bytes) else csv(rows)
    with transaction():
        return import_people(get_unit("SNV"), read_staff_list(content), today=TODAY, **options)


def counts(result: ImportResult) -> tuple[int, ...]:
    return result.new, result.changed, result.unchanged, result.missing, result.left, result.units_new


def kinds(result: ImportResult) -> list[tuple[str, int | None]]:
    return [(one.kind.value, one.row) for one in result.problems]


def test_outer_headings_become_parents_and_the_host_is_none_of_them(cast: Cast) -> None:
    assert counts(take_over(NESTED)) == (3, 0, 2, 0, 0, 4)
    found = [(unit.code, unit.name, unit.parent.code if unit.parent else None) for unit in list_units()]
    assert found[3:7] == [
        ("SNV-CCKL", "CHI CỤC KIỂM LÂM", "SNV"),
        ("SNV-PTC", "Phòng Tổ chức", "SNV-CCKL"),
        ("SNV-CCTL", "CHI CỤC THỦY LỢI", "SNV"),
        ("SNV-PTC-2", "Phòng Tổ chức", "SNV-CCTL"),
    ]
    assert [unit.path.count("/") for unit in list_units()][3:7] == [3, 4, 3, 4]


def test_a_nested_list_twice_changes_nothing(cast: Cast) -> None:
    take_over(NESTED)
    assert counts(take_over(NESTED)) == (0, 0, 5, 0, 0, 0)


def test_a_unit_that_a_list_only_puts_under_a_heading_stays_where_it_is(cast: Cast) -> None:
    rows = table("""
    STT|Họ và tên
    A|KHỐI THAM MƯU
    I|Văn phòng
    1|Hoàng Thị Mẫu Đơn
    """)
    assert counts(take_over(rows)) == (0, 0, 1, 1, 0, 0)


def test_a_new_team_of_it_lies_in_the_unit_where_that_is(cast: Cast) -> None:
    rows = table("""
    STT|Họ và tên
    A|KHỐI THAM MƯU
    I|Văn phòng
    1.1|Tổ Lái xe
    1|Bùi Thị Hồng Hạnh
    """)
    take_over(rows)
    made = session().query(Unit).filter_by(name="Tổ Lái xe").one()
    assert made.parent_id == get_unit(cast.office).id
    assert session().query(Unit).filter_by(name="Văn phòng").count() == 1


def test_a_unit_is_found_by_its_code_and_by_usual_abbreviations(cast: Cast) -> None:
    with transaction():
        set_unit("SNV-HTQT", "Phòng Hợp tác quốc tế", get_unit("SNV"), None)
    rows = [
        ["Họ và tên", "Đơn vị"],
        ["Lê Thị Hoa Sen", "P. Hợp tác quốc tế"],
        ["Đỗ Văn An", "VP"],
        ["Bùi Thị Sim", "HTQT"],
    ]
    assert counts(take_over(rows))[-1] == 0
    units = session().scalars(
        sa.select(Unit.code).join(Person, Person.unit_id == Unit.id).order_by(Person.id).offset(3)
    )
    assert list(units) == ["SNV-HTQT", "SNV-VP", "SNV-HTQT"]


def test_a_name_that_two_units_have_is_ambiguous_unless_the_outer_one_is_said(cast: Cast) -> None:
    take_over(NESTED)
    unclear = take_over([["Họ và tên", "Đơn vị"], ["Trần Thị Mơ", "Phòng Tổ chức"]])
    assert kinds(unclear) == [("ambiguous", 2)]
    said = take_over([["Họ và tên", "Đơn vị", "Phòng"], ["Trần Thị Mơ", "Chi cục Thủy lợi", "Phòng Tổ chức"]])
    assert counts(said) == (1, 0, 0, 1, 0, 0)


def test_the_title_of_a_list_of_one_division_names_its_unit(cast: Cast) -> None:
    rows = table("""
    DANH SÁCH CÁN BỘ, CÔNG CHỨC VĂN PHÒNG NĂM 2021
    STT|Họ và tên|Chức vụ
    1|Hoàng Thị Mẫu Đơn|Chánh Văn phòng
    2|Lê Thị Hoa Sen|Chuyên viên
    """)
    result = take_over(rows, complete=True)
    assert counts(result) == (1, 0, 1, 0, 1, 0)
    assert result.problems == []
    assert session().scalars(sa.select(Person).where(Person.full_name == "Lê Thị Hoa Sen")).one().unit.code == "SNV-VP"


def test_who_is_known_in_a_unit_stays_there_without_a_warning(cast: Cast) -> None:
    rows = table("""
    Họ và tên|Đơn vị|Mã số
    Hoàng Thị Mẫu Đơn||CB01
    Bùi Thị Hồng Hạnh||
    Võ Thị Hướng Dương|Văn phòng|CB02
    """)
    assert kinds(take_over(rows)) == [("no-unit", 3)]


def test_a_list_without_any_unit_places_new_people_under_the_host(cast: Cast) -> None:
    result = take_over([["Họ và tên"], ["Lê Thị Hoa Sen"], ["Hoàng Thị Mẫu Đơn"]])
    assert kinds(result) == [("no-unit", None)]
    assert counts(result)[:3] == (1, 0, 1)


def test_sheets_of_several_units_are_taken_over_together(cast: Cast) -> None:
    header = ["STT", "Họ và tên", "Mã số"]
    book = {
        "Văn phòng": [header, [1, "Hoàng Thị Mẫu Đơn", "CB01"]],
        "Ban Giám đốc": [header, [1, "Trần Minh Họa", "CB03"]],
    }
    assert counts(take_over(xls(book))) == (0, 0, 2, 1, 0, 0)


def test_the_same_row_of_two_sheets_is_two_persons(cast: Cast) -> None:
    with transaction():
        for number in (5, 6):
            add_person(get_unit("SNV-VP"), get_unit("SNV"), f"CB0{number}", "Lê Thị Hoa Sen", "")
    header = ["STT", "Họ và tên"]
    book = {"Văn phòng": [header, [1, "Lê Thị Hoa Sen"]], "Ban Giám đốc": [header, [1, "Lê Thị Hoa Sen"]]}
    result = take_over(xlsx(book))
    assert [(one.kind.value, one.sheet, one.row) for one in result.problems] == [("ambiguous", "Văn phòng", 2)]


def test_a_unit_of_another_host_is_refused_with_its_row(cast: Cast) -> None:
    with transaction():
        become_host(get_unit("SNV-VP"), datetime(2021, 7, 26, tzinfo=UTC))
    assert kinds(take_over([["Họ và tên", "Đơn vị"], ["Lê Thị Hoa Sen", "Văn phòng"]])) == [("ambiguous", 2)]


def test_converted_text_is_written_in_unicode(cast: Cast) -> None:
    result = take_over(xlsx([["Hä vµ tªn", "§¬n vÞ"], ["Hoµng ThÞ MÉu §¬n", "V¨n phßng"]]))
    assert counts(result)[:3] == (0, 0, 1)
    assert len(result.converted) == 2


def _save(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def test_a_workbook_is_told_by_its_content_whatever_it_is_called(
    cast: Cast, ceremony: Run, clock: Traveller, tmp_path: Path
) -> None:
    rows = [["Họ và tên", "Đơn vị", "Email"], ["Lê Thị Hoa Sen", "Văn phòng", "sen@@"]]
    answer = ceremony("people", "import", _save(tmp_path, "ds.csv", xlsx({"Tháng 7": rows})), "--dry-run")
    assert answer.code == 0
    assert answer.json["rows"] == answer.json["new"] == 1
    (problem,) = answer.json["problems"]
    assert problem.pop("problem")
    assert problem == {"sheet": "Tháng 7", "row": 2, "column": "C", "severity": "warning", "kind": "bad-email"}
    assert len(ceremony("people", "list").json) == 3


def test_old_text_is_listed_with_before_and_after_where_no_terminal_can_ask(
    cast: Cast, ceremony: Run, clock: Traveller, tmp_path: Path
) -> None:
    path = _save(tmp_path, "ds.xls", xls([["Họ và tên", "Đơn vị"], ["NguyÔn ThÞ ¸nh", "Văn phòng"]]))
    assert ceremony("people", "import", path).json["converted"] == [
        {"sheet": "Sheet1", "row": 2, "column": "A", "before": "NguyÔn ThÞ ¸nh", "after": "Nguyễn Thị Ánh"}
    ]
    assert "Nguyễn Thị Ánh" in [one["name"] for one in ceremony("people", "list").json]


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_file_that_cannot_be_read_ends_with_1_and_its_kind(
    cast: Cast, ceremony: Run, tmp_path: Path, options: list[str]
) -> None:
    whole = xlsx([["Họ và tên"], ["Lê Thị Hoa Sen"]])
    files = {"damaged": whole[:-300], "unreadable": b"%PDF-1.7", "too-large": b"x" * (20 * 1024 * 1024 + 1)}
    for kind, content in files.items():
        answer = ceremony("people", "import", _save(tmp_path, "ds.xlsx", content), *options)
        assert (answer.code, answer.json["problems"][0]["kind"], answer.json["rows"]) == (1, kind, 0)
        assert "ds.xlsx" in answer.err

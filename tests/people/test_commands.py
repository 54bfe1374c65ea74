"""ceremony people …, ceremony office …"""

from pathlib import Path

import pytest
from time_machine import Traveller

from ceremony.cli import people
from tests.cast import Cast
from tests.conftest import Run

HEADER = "Họ và tên;Đơn vị;Thư điện tử;Mã số\n"


def write(folder: Path, text: str) -> str:
    path = folder / "danh-sach.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_import_answers_with_all_its_counts(cast: Cast, ceremony: Run, clock: Traveller, tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "Lê Thị Hoa Sen;Phòng Lãnh sự;sen@@;\nĐỗ Văn An;;;NV1\n")
    answer = ceremony("people", "import", path)
    assert answer.code == 0
    assert answer.json["problems"][0].pop("problem")
    assert answer.json | {"problems": []} == {
        "rows": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "left": 0,
        "units_new": 1,
        "backup": None,
        "converted": [],
        "problems": [],
    }
    assert [
        (one["sheet"], one["row"], one["column"], one["severity"], one["kind"]) for one in answer.json["problems"]
    ] == [
        (None, 2, "C", "warning", "bad-email"),
        (None, 3, "B", "warning", "no-unit"),
    ]


def test_a_refused_list_answers_on_stdout_and_says_why_on_stderr(cast: Cast, ceremony: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "STT;Chức vụ\n1;Chuyên viên\n")
    for options in ([], ["--dry-run"]):
        answer = ceremony("people", "import", path, *options)
        assert (answer.code, answer.json["problems"][0]["kind"]) == (1, "no-name-column")
        assert "danh-sach.csv" in answer.err


def test_a_name_that_no_page_could_show_is_wrong_input(cast: Cast, ceremony: Run) -> None:
    answer = ceremony("people", "unit", "SNV-VP", "--name", "Phòng " * 60)
    assert (answer.code, answer.out) == (2, "")
    assert "more than 200" in answer.err


@pytest.mark.parametrize("path", ["/nowhere/list.csv", "/"])
def test_a_file_that_is_none_is_wrong_input(cast: Cast, ceremony: Run, path: str) -> None:
    answer = ceremony("people", "import", path)
    assert (answer.code, answer.out) == (2, "")


def test_an_import_gives_the_first_administrator_a_person(cast: Cast, ceremony: Run, tmp_path: Path) -> None:
    ceremony("people", "import", write(tmp_path, HEADER + "Lê Thị Hoa Sen;Văn phòng;sen@example.gov.vn;\n"))
    assert ceremony("accounts", "grant", "SEN@example.gov.vn", "office").code == 0


def test_people_are_listed_with_those_who_left_only_when_asked(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    assert ceremony("people", "leave", "CB02", "2021-07-26").json[0]["left"] == "2021-07-26"
    assert [one["code"] for one in ceremony("people", "list").json] == ["CB03", "CB01"]
    assert ceremony("people", "list", "--all").json[1] == {
        "code": "CB02",
        "check_in_code": "KCB02",
        "name": "Võ Thị Hướng Dương",
        "position": "Chuyên viên",
        "category": "",
        "unit": "Văn phòng",
        "unit_code": "SNV-VP",
        "email": "cb02@example.gov.vn",
        "joined": "2020-01-01",
        "left": "2021-07-26",
    }


def test_a_move_is_taken_today_and_refused_for_a_later_day(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    assert ceremony("people", "move", "CB02", "snv-bgd", "2021-07-26").json[0]["unit_code"] == "SNV-BGD"
    later = ceremony("people", "move", "CB02", "SNV-VP", "2021-07-27")
    assert (later.code, later.out) == (1, "")


def test_units_are_listed_parents_first_with_their_own_people(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    listed = [(one["code"], one["parent"], one["host"], one["people"]) for one in ceremony("people", "units").json]
    assert listed == [
        ("SNV", None, True, 0),
        ("SNV-BGD", "SNV", False, 1),
        ("SNV-VP", "SNV", False, 2),
        ("LHHN", None, False, 0),
    ]


def test_a_new_unit_without_a_parent_stands_outside(cast: Cast, ceremony: Run) -> None:
    unit = ceremony("people", "unit", "hnd", "--name", "Hội  Nông dân", "--email", "hnd@example.gov.vn").json
    assert unit == {
        "code": "HND",
        "name": "Hội Nông dân",
        "parent": None,
        "email": "hnd@example.gov.vn",
        "order": 1,
        "host": False,
        "people": 0,
    }
    assert ceremony("people", "unit", "HND", "--parent", "SNV").json["parent"] == "SNV"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["unit", "HND"], 2),
        (["unit", "H N", "--name", "Hội"], 2),
        (["unit", "HND", "--name", "Hội", "--email", "hnd"], 2),
        (["unit", "HND", "--name", "Hội", "--parent", "NOWHERE"], 2),
        (["unit", "SNV-VP", "--name", " "], 2),
        (["unit", "SNV", "--parent", "SNV-VP"], 1),
        (["unit", "SNV-VP", "--parent", "SNV-VP"], 1),
        (["leave", "CB99", "2021-08-02"], 2),
        (["leave", "CB01", "02/08/2021"], 2),
        (["leave", "CB01", "2019-01-01"], 1),
        (["move", "CB01", "NOWHERE", "2021-08-02"], 2),
        (["list", "--unit", "NOWHERE"], 2),
    ],
)
def test_wrong_input_gets_one_sentence(
    cast: Cast, ceremony: Run, clock: Traveller, arguments: list[str], code: int
) -> None:
    answer = ceremony("people", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)


def test_the_office_shows_what_was_set(cast: Cast, ceremony: Run) -> None:
    assert ceremony("office", "set", "late_after", "10").json["late_after"] == 10
    shown = ceremony("office", "show").json
    assert (shown["late_after"], shown["contact"], shown["language"]) == (10, "Văn phòng, máy lẻ 102", "vi")
    assert "unit_id" not in shown


def test_setting_something_makes_a_unit_a_host(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    assert ceremony("office", "show", "--unit", "SNV-VP").json["sender_name"] == "Văn phòng"
    assert not next(one for one in ceremony("people", "units").json if one["code"] == "SNV-VP")["host"]
    ceremony("office", "set", "contact", "máy lẻ 103", "--unit", "SNV-VP")
    assert next(one for one in ceremony("people", "units").json if one["code"] == "SNV-VP")["host"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("colour", "red"), ("reply_to", "vanphong"), ("language", "fr"), ("late_after", "-5"), ("contact", "x" * 301)],
)
def test_a_value_that_does_not_fit_is_refused(cast: Cast, ceremony: Run, key: str, value: str) -> None:
    assert ceremony("office", "set", key, value).code == 2


def test_a_fault_of_the_program_becomes_one_sentence_and_a_note(
    cast: Cast, ceremony: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(environment["CEREMONY_INSTANCE"]).mkdir(exist_ok=True)
    monkeypatch.setattr(people, "list_units", lambda: [][0])
    answer = ceremony("people", "units")
    log = Path(environment["CEREMONY_INSTANCE"]) / "faults.log"
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert str(log) in answer.err
    assert "IndexError" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600

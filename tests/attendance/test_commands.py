"""ceremony attendance …, as a clerk types it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from ceremony.attendance.models import Attendance
from ceremony.attendance.queries import get_by_code
from ceremony.core.clock import now
from ceremony.core.db import session
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from tests.attendance.plan import add_ceremony, invite
from tests.cast import Cast
from tests.conftest import Run


def test_open_tells_the_check_in_time_with_its_zone(monday: Ceremony, ceremony: Run) -> None:
    assert ceremony("attendance", "open", "2021-08").json == {
        "opens": "2021-08-02T06:00:00+07:00",
        "closes": "2021-08-02T08:00:00+07:00",
    }


def test_open_of_a_past_day_says_that_only_the_office_can_still_mark(
    monday: Ceremony, ceremony: Run, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-24T09:00:00+07:00")
    answer = ceremony("attendance", "open", "2021-08")
    assert answer.json["closes"] == "2021-08-02T08:00:00+07:00"
    assert "the office can still enter marks" in answer.err


def test_mark_answers_who_value_and_source(monday: Ceremony, ceremony: Run) -> None:
    assert ceremony("attendance", "mark", "2021-08", "CB02", "late", "--at", "07h12").json == {
        "who": "Võ Thị Hướng Dương",
        "value": "late",
        "source": "office",
    }
    by_address = ceremony("attendance", "mark", "2021-08", "cb03@example.gov.vn", "excused")
    assert by_address.json == {"who": "Trần Minh Họa", "value": "excused", "source": "office"}


def test_who_moved_to_another_host_is_marked_on_the_roll_they_stand_on(monday: Ceremony, ceremony: Run) -> None:
    invite(monday, "CB01", "CB02")
    ceremony("people", "move", "CB02", "LHHN", "2021-08-02")
    assert ceremony("attendance", "mark", "2021-08", "CB02", "present").json["who"] == "Võ Thị Hướng Dương"
    assert ceremony("attendance", "close", "2021-08").json["attended"] == 1


def test_close_prints_the_figures_and_a_hash(monday: Ceremony, ceremony: Run) -> None:
    ceremony("attendance", "mark", "2021-08", "CB01", "present")
    closed = ceremony("attendance", "close", "2021-08").json
    assert len(closed.pop("hash")) == 64
    assert closed == {
        "obliged": 3,
        "attended": 1,
        "late": 0,
        "excused": 0,
        "absent": 1,
        "not_recorded": 1,
        "not_obliged": 0,
        "rate": 0.5,
    }
    again = ceremony("attendance", "close", "2021-08")
    assert (again.code, again.out) == (1, "")
    assert "was closed on 02/08/2021 07h02" in again.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["mark", "2021-08", "CB01", "maybe"], 2, "“maybe” is no value"),
        (["mark", "2021-08", "CB01", "present", "--at", "26:00"], 2, "“26:00” is no time of day"),
        (["mark", "2021-08", "CB99", "present"], 2, "Nobody here has"),
        (["mark", "2021-09", "CB01", "present"], 2, "No ceremony"),
        (["mark", "tháng 8", "CB01", "present"], 2, "is no month"),
        (["mark", "2021-08"], 2, "Missing argument"),
        (["close", "2021-13"], 2, "is no month"),
        (["import", "2021-08", "/no/such/file.csv"], 2, "cannot be opened"),
        (["import", "2021-08", "/"], 2, "cannot be opened"),
    ],
)
def test_wrong_input_is_one_sentence_and_code_2(
    monday: Ceremony, ceremony: Run, arguments: list[str], code: int, words: str
) -> None:
    answer = ceremony("attendance", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_cancelled_and_a_coming_ceremony_are_refused_with_code_1(
    cast: Cast, clock: time_machine.Traveller, ceremony: Run
) -> None:
    add_ceremony()
    for words in (["open", "2021-08"], ["mark", "2021-08", "CB01", "present"], ["close", "2021-08"]):
        answer = ceremony("attendance", *words)
        assert (answer.code, answer.out) == (1, "")
        assert "02/08/2021" in answer.err


def test_a_cancelled_ceremony_has_no_roll(cast: Cast, clock: time_machine.Traveller, ceremony: Run) -> None:
    add_ceremony(state=CeremonyState.CANCELLED)
    answer = ceremony("attendance", "close", "2021-08")
    assert (answer.code, "it is cancelled" in answer.err) == (1, True)


def test_a_register_is_entered_once(monday: Ceremony, ceremony: Run, tmp_path: Path) -> None:
    register = tmp_path / "so-chao-co.csv"
    register.write_text("Mã số;Điểm danh;Giờ\nCB01;c;06h58\nKCB02;muộn;07h12\nCB03;p;\n", encoding="utf-8-sig")
    first = ceremony("attendance", "import", "2021-08", str(register)).json
    assert first == {"rows": 3, "recorded": 3, "known": 0, "problems": []}
    again = ceremony("attendance", "import", "2021-08", str(register)).json
    assert again == {"rows": 3, "recorded": 0, "known": 3, "problems": []}
    closed = ceremony("attendance", "close", "2021-08").json
    assert (closed["attended"], closed["late"], closed["excused"], closed["rate"]) == (2, 1, 1, 1.0)


def test_a_register_with_a_problem_enters_nothing(monday: Ceremony, ceremony: Run, tmp_path: Path) -> None:
    register = tmp_path / "so-chao-co.csv"
    register.write_text("code,value\nCB01,present\nCB99,present\nCB02,perhaps\n")
    answer = ceremony("attendance", "import", "2021-08", str(register))
    assert answer.code == 1
    assert (answer.json["rows"], answer.json["recorded"], answer.json["known"]) == (3, 0, 0)
    assert [(problem["row"], problem["column"]) for problem in answer.json["problems"]] == [(3, "A"), (4, "B")]
    assert session().scalars(sa.select(sa.func.count(Attendance.id))).one() == 0


def test_a_register_of_a_closed_roll_is_refused(monday: Ceremony, ceremony: Run, tmp_path: Path) -> None:
    register = tmp_path / "so-chao-co.csv"
    register.write_text("CB01,present\n")
    ceremony("attendance", "close", "2021-08")
    answer = ceremony("attendance", "import", "2021-08", str(register))
    assert (answer.code, answer.out) == (1, "")


def test_the_code_on_the_screen_opens_its_ceremony_until_it_expires(cast: Cast, ceremony: Run) -> None:
    with time_machine.travel("2021-08-02T06:50:00+07:00", tick=False):
        august = add_ceremony()
        shown = ceremony("attendance", "code", "2021-08").json
        code = shown["url"].rpartition("/c/")[2]
        assert shown["url"].startswith("http://localhost:8000/c/")
        assert shown["expires_at"] == "2021-08-02T06:50:30+07:00"
        assert get_by_code(code, now()).id == august.id

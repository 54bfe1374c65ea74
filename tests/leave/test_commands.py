"""ceremony leave …"""

from datetime import UTC, date, datetime

import pytest

from ceremony.core.db import session, transaction
from ceremony.leave.actions import ask_leave, grant_leave
from ceremony.leave.queries import find_leave, granted_leaves_on
from ceremony.leave.rules import DaysInWrongOrder, LeaveKind, require_order
from ceremony.people.queries import get_person, get_unit
from tests.cast import Cast
from tests.conftest import Run

DAY = date(2021, 8, 2)
NOW = datetime(2021, 7, 26, 1, tzinfo=UTC)


def test_a_leave_of_one_day_is_asked_and_listed_without_its_note(cast: Cast, ceremony: Run) -> None:
    asked = ceremony("leave", "ask", "CB02", "sick", "2021-08-02", "--note", "đau lưng")
    expected = {
        "who": "Võ Thị Hướng Dương",
        "kind": "sick",
        "first": "2021-08-02",
        "last": "2021-08-02",
        "state": "asked",
    }
    assert asked.json == [expected]
    assert ceremony("leave", "list").json == [expected]
    assert "đau" not in asked.out + asked.err


def test_a_month_lists_every_leave_that_touches_it(cast: Cast, ceremony: Run) -> None:
    ceremony("leave", "ask", "CB01", "travel", "2021-07-30", "2021-08-01")
    ceremony("leave", "ask", "CB02", "study", "2021-06-01", "2021-12-31")
    ceremony("leave", "ask", "CB03", "leave", "2021-09-01")
    assert [one["kind"] for one in ceremony("leave", "list", "2021-08").json] == ["study", "travel"]
    assert [one["kind"] for one in ceremony("leave", "list").json] == ["study", "travel", "leave"]


def test_the_same_days_again_are_refused_and_other_days_are_not(cast: Cast, ceremony: Run) -> None:
    assert ceremony("leave", "ask", "CB01", "travel", "2021-08-02", "2021-08-06").code == 0
    again = ceremony("leave", "ask", "CB01", "travel", "2021-08-03")
    assert (again.code, again.out) == (1, "")
    assert ceremony("leave", "ask", "CB01", "travel", "2021-08-06", "2021-08-09").code == 0
    assert ceremony("leave", "ask", "CB01", "sick", "2021-08-03").code == 0


def test_the_office_decides_what_was_asked_and_may_think_again(cast: Cast, ceremony: Run) -> None:
    ask = ("leave", "ask", "CB01", "leave", "2021-08-02")
    ceremony(*ask)
    assert ceremony(*ask, "--grant").json[0]["state"] == "granted"
    assert ceremony(*ask, "--grant").code == 1
    assert ceremony(*ask, "--refuse").json[0]["state"] == "refused"
    assert len(ceremony("leave", "list").json) == 1


def test_a_leave_may_be_granted_at_once(cast: Cast, ceremony: Run) -> None:
    assert ceremony("leave", "ask", "CB01", "duty", "2021-08-02", "--grant").json[0]["state"] == "granted"


@pytest.mark.parametrize(
    "arguments",
    [
        ("CB01", "holiday", "2021-08-02"),
        ("CB99", "leave", "2021-08-02"),
        ("CB01", "leave", "2021-08-32"),
        ("CB01", "leave", "2021-08-02", "2021-08-01"),
        ("CB01", "leave", "2021-08-02", "--grant", "--refuse"),
    ],
)
def test_wrong_input_gets_one_sentence(cast: Cast, ceremony: Run, arguments: tuple[str, ...]) -> None:
    answer = ceremony("leave", "ask", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_a_month_that_is_none_is_wrong_input(cast: Cast, ceremony: Run) -> None:
    assert ceremony("leave", "list", "2021-13").code == 2


def test_only_granted_leaves_of_that_very_day_excuse(cast: Cast) -> None:
    host = get_unit("SNV")
    don, duong = get_person(host, "CB01"), get_person(host, "CB02")
    with transaction():
        grant_leave(ask_leave(don, LeaveKind.TRAVEL, DAY, DAY, source="command", now=NOW), NOW)
        ask_leave(duong, LeaveKind.SICK, DAY, DAY, source="link", now=NOW)
    assert list(granted_leaves_on(host, DAY)) == [don.id]
    assert granted_leaves_on(host, date(2021, 8, 3)) == {}
    session().rollback()


def test_a_granted_leave_is_found_before_one_that_is_asked(cast: Cast) -> None:
    don = get_person(get_unit("SNV"), "CB01")
    with transaction():
        ask_leave(don, LeaveKind.SICK, DAY, DAY, source="link", now=NOW)
        granted = ask_leave(don, LeaveKind.TRAVEL, DAY, DAY, source="command", now=NOW)
        grant_leave(granted, NOW)
    found = find_leave(don, DAY)
    assert found is not None
    assert found.kind == LeaveKind.TRAVEL
    assert find_leave(don, date(2021, 8, 3)) is None


def test_a_leave_ends_no_sooner_than_it_begins() -> None:
    require_order(DAY, DAY)
    with pytest.raises(DaysInWrongOrder):
        require_order(DAY, date(2021, 8, 1))

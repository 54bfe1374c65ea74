"""Reading announcements, and what a corrected day asks about dates that are planned."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session, transaction
from ceremony.people.queries import get_root
from ceremony.schedule import actions
from ceremony.schedule.actions import PlanWish
from ceremony.schedule.queries import get_by_key, list_corrections
from ceremony.schedule.queries.proposals import list_proposals
from ceremony.schedule.rules import DayFact, DayKind, WorkDays
from ceremony.schedule.rules import changes as may
from ceremony.schedule.rules.announcement import UnreadableLine, read_announcement
from ceremony.schedule.rules.days import NoCalendar
from ceremony.schedule.rules.proposals import Proposal
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)
EXCHANGE = "12729/VPCP-KGVX"
DON = "cb01@example.gov.vn"
DAYS = "/plan/2021/days"


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_an_announcement_is_read_line_by_line(separator: str) -> None:
    lines = ["Ngày;Loại;Tên", "", "02/01/2026;Nghỉ;Nghỉ hoán đổi", "2026-01-10;làm bù;Làm bù;99/TB"]
    facts = read_announcement("\r\n".join(lines).replace(";", separator), EXCHANGE)
    assert facts == [
        DayFact(date(2026, 1, 2), DayKind.OFF, "Nghỉ hoán đổi", EXCHANGE),
        DayFact(date(2026, 1, 10), DayKind.WORKING, "Làm bù", "99/TB"),
    ]


def test_a_span_means_all_its_days() -> None:
    facts = read_announcement("14/02/2026 - 22/02/2026; off; Tết", "1/TB")
    assert (len(facts), facts[0].date, facts[-1].date) == (9, date(2026, 2, 14), date(2026, 2, 22))


@pytest.mark.parametrize(
    "line",
    [
        *("31/02/2026; nghỉ; Tết", "02/01/2026; vui; Tết", "02/01/2026; nghỉ", "02/01/2026; nghỉ;", "mai; nghỉ; Tết"),
        *("22/02/2026 - 14/02/2026; nghỉ; Tết", "01/01/2026 - 31/12/2026; nghỉ; Tết", "khoảng 02/01/2026; nghỉ; Tết"),
    ],
)
def test_what_says_no_day_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(UnreadableLine) as refused:
        read_announcement(f"01/01/2026; nghỉ; Tết dương\n{line}", "1/TB")
    assert refused.value.values["number"] == 2


def test_a_year_without_a_calendar_is_refused_by_name() -> None:
    with pytest.raises(NoCalendar):
        read_announcement("01/01/2101; nghỉ; Tết", "1/TB")


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The office with its year 2021 planned by the usual rule."""
    with transaction():
        actions.plan_year(get_root(), 2021, PlanWish(), domain="example.gov.vn", now=NOW, approve=True)
    return cast


def _announce(day: date, kind: DayKind = DayKind.OFF) -> None:
    with transaction():
        actions.announce_days(get_root(), [DayFact(day, kind, "Hoán đổi", EXCHANGE)])


def _asked() -> list[Proposal]:
    session().rollback()
    return list_proposals(get_root(), 2021, NOW)


def test_a_day_that_becomes_off_asks_about_the_ceremony_on_it(planned: Cast) -> None:
    assert _asked() == []
    _announce(date(2021, 9, 6))
    reason = f"dời từ 06/09: Hoán đổi (theo {EXCHANGE})"
    assert _asked() == [Proposal("SNV-2021-09", date(2021, 9, 6), date(2021, 9, 13), reason, is_off=True)]
    assert get_by_key("SNV-2021-09").date == date(2021, 9, 6)


def test_a_ceremony_moved_by_hand_onto_such_a_day_is_asked_about_too(planned: Cast) -> None:
    with transaction():
        actions.move_ceremony(get_by_key("SNV-2021-09"), date(2021, 9, 8), "Họp", _calendar(), NOW)
    _announce(date(2021, 9, 8))
    assert [(one.held, one.new_date) for one in _asked()] == [(date(2021, 9, 8), date(2021, 9, 6))]


def _calendar() -> WorkDays:
    return WorkDays.corrected(list_corrections(get_root()))


def test_a_rule_day_that_becomes_worked_may_take_its_ceremony_back(cast: Cast) -> None:
    _announce(date(2021, 9, 6))
    with transaction():
        actions.plan_year(get_root(), 2021, PlanWish(), domain="example.gov.vn", now=NOW)
    assert get_by_key("SNV-2021-09").date == date(2021, 9, 13)
    _announce(date(2021, 9, 6), DayKind.WORKING)
    [asked] = _asked()
    assert (asked.new_date, asked.is_off) == (date(2021, 9, 6), False)


def test_nothing_is_asked_about_what_is_over_or_called_off(planned: Cast) -> None:
    with transaction():
        actions.cancel_ceremony(get_by_key("SNV-2021-09"), "Dịch", NOW)
    for day in (date(2021, 7, 5), date(2021, 9, 6)):
        _announce(day)
    assert _asked() == []


def test_a_day_is_taken_back_once(cast: Cast) -> None:
    _announce(date(2021, 9, 6))
    with transaction():
        actions.forget_day(get_root(), date(2021, 9, 6))
    assert list_corrections(get_root()) == []
    with pytest.raises(may.NotCorrected), transaction():
        actions.forget_day(get_root(), date(2021, 9, 6))


@pytest.fixture
def office(app: Flask, planned: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """The office signed in, a week before the August ceremony."""
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def test_the_office_takes_over_an_announcement_and_decides_date_by_date(office: FlaskClient, ceremony: Run) -> None:
    token = {"csrf_token": csrf(office)}
    lines = "06/09/2021; nghỉ; Hoán đổi\n11/09/2021; làm bù; Làm bù"
    assert office.post(DAYS, data={**token, "document": EXCHANGE, "days": lines}).status_code == 303
    page = office.get(DAYS).text
    assert "2 days are taken over." in page
    assert "Move it to Monday 13/09/2021" in page
    assert "1 planned dates no longer fit the days off." in office.get("/plan/2021").text
    assert ceremony("schedule", "show", "2021").json[8]["date"] == "2021-09-06"
    wrong = office.post(DAYS, data={**token, "key": "SNV-2021-09", "date": "2021-09-14"})
    assert wrong.status_code == 409
    moved = office.post(DAYS, data={**token, "key": "SNV-2021-09", "date": "2021-09-13"})
    assert moved.status_code == 303
    row = ceremony("schedule", "show", "2021").json[8]
    assert (row["date"], row["revision"]) == ("2021-09-13", 1)
    assert EXCHANGE in row["reason"]


def test_a_wrong_line_keeps_what_was_pasted_and_saves_nothing(office: FlaskClient) -> None:
    lines = "06/09/2021; nghỉ; Hoán đổi\n31/09/2021; nghỉ; Sai"
    answer = office.post(DAYS, data={"csrf_token": csrf(office), "document": EXCHANGE, "days": lines})
    assert answer.status_code == 422
    assert "Line 2 cannot be read" in answer.text
    assert "Hoán đổi" in answer.text
    session().rollback()
    assert list_corrections(get_root()) == []


def test_a_csv_file_is_taken_as_if_it_were_pasted(office: FlaskClient) -> None:
    content = "\ufeffNgày,Loại,Tên\n06/09/2021,nghỉ,Hoán đổi\n".encode()
    values = {"csrf_token": csrf(office), "document": EXCHANGE, "file": (BytesIO(content), "days.csv")}
    assert office.post(DAYS, data=values, content_type="multipart/form-data").status_code == 303
    session().rollback()
    assert [fact.date for fact in list_corrections(get_root())] == [date(2021, 9, 6)]
    values = {"csrf_token": csrf(office), "document": EXCHANGE, "file": (BytesIO(b"\xff\xfe\x00"), "days.csv")}
    assert office.post(DAYS, data=values, content_type="multipart/form-data").status_code == 422


def test_a_correction_is_taken_back_on_the_page(office: FlaskClient) -> None:
    _announce(date(2021, 9, 6))
    assert office.post(DAYS, data={"csrf_token": csrf(office), "forget": "2021-09-06"}).status_code == 303
    assert office.post(DAYS, data={"csrf_token": csrf(office), "forget": "2021-09-06"}).status_code == 404

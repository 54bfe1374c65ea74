"""The board of a year: its rows, and what is edited in them."""

import re
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session, transaction
from ceremony.people.queries import get_person, get_unit
from ceremony.schedule.queries import get_by_key
from tests.cast import Cast
from tests.conftest import Run
from tests.desk.wizard import WISH, hidden, post
from tests.sign_in import sign_in

DON, DUONG, HOA = "cb01@example.gov.vn", "cb02@example.gov.vn", "cb03@example.gov.vn"


@pytest.fixture
def office(app: Flask, cast: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """The office signed in on 26/7/2021, nothing planned."""
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def test_the_plan_leads_to_this_year_s_board(office: FlaskClient) -> None:
    assert office.get("/plan").headers["Location"] == "/plan/2021"
    assert office.get("/plan?unit=SNV").headers["Location"] == "/plan/2021?unit=SNV"


def _shown(client: FlaskClient, key: str) -> str:
    """Return the mark of what the open row showed."""
    return hidden(client.get(f"/plan/2021?edit={key}").text, "was")


def test_theme_time_and_place_are_edited_in_their_row(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    assert 'name="theme"' in office.get("/plan/2021?edit=SNV-2021-09").text
    fields = {"key": "SNV-2021-09", "was": _shown(office, "SNV-2021-09")}
    assert (
        post(
            office,
            "/plan/2021",
            theme="Quốc kỳ, Quốc ca",
            basis="Công văn của tỉnh",
            start="07:30",
            place="Hội trường",
            **fields,
        )[0]
        == 303
    )
    page = office.get("/plan/2021").text
    assert "Quốc kỳ, Quốc ca" in page
    assert "Công văn của tỉnh" in page
    code, page = post(office, "/plan/2021", theme="Biên giới", start="07:00", **fields)
    assert code == 409
    for words in (
        "Hoàng Thị Mẫu Đơn changed this at 08h00.",
        "Save over it",
        "Now it says: Quốc kỳ, Quốc ca",
        'value="Biên giới"',
    ):
        assert words in page
    september = get_by_key("SNV-2021-09")
    assert (september.theme, september.start, september.place) == ("Quốc kỳ, Quốc ca", "07:30", "Hội trường")


def test_a_manager_sees_the_plan_and_an_employee_does_not(
    app: Flask, office: FlaskClient, cast: Cast, ceremony: Run
) -> None:
    ceremony("schedule", "plan", "2021")
    manager, employee = app.test_client(), app.test_client()
    sign_in(manager, HOA, "manager", cast.leaders)
    sign_in(employee, DUONG)
    page = manager.get("/plan/2021")
    assert page.status_code == 200
    assert "edit=" not in page.text
    assert post(manager, "/plan/2022", go="create", **WISH)[0] == 403
    assert employee.get("/plan/2021").status_code == 403
    assert "/plan" not in employee.get("/").text


def test_a_year_without_a_calendar_has_no_board(office: FlaskClient) -> None:
    assert office.get("/plan/1900").status_code == 404
    assert office.get("/plan/2021?unit=NONE").status_code == 404


def test_the_office_creates_a_draft_and_the_board_says_so(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    assert "This plan is a draft." in office.get("/plan/2021").text
    assert ceremony("schedule", "plan", "2021", "--approve").code == 0
    session().rollback()
    assert "This plan is a draft." not in office.get("/plan/2021").text


MOVE = {"key": "SNV-2021-09", "act": "move", "reason": "Quốc tang"}


def _version(client: FlaskClient, key: str = "SNV-2021-09") -> str:
    return hidden(client.get(f"/plan/2021?move={key}").text, "version")


def test_a_ceremony_is_moved_in_its_row_with_a_reason(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    session().rollback()
    seen = _version(office)
    code, page = post(office, "/plan/2021", **MOVE | {"version": seen, "date": "07/09/2021", "reason": ""})
    assert (code, 'value="07/09/2021"' in page) == (422, True)
    assert post(office, "/plan/2021?view=grid", **MOVE | {"version": seen, "date": "07/09/2021"})[0] == 303
    moved = get_by_key("SNV-2021-09")
    assert (moved.date, moved.reason, moved.revision) == (date(2021, 9, 7), "Quốc tang", 1)
    code, page = post(office, "/plan/2021", **MOVE | {"version": seen, "date": "08/09/2021"})
    assert code == 409
    assert "changed this at 08h00" in page


def test_a_day_off_is_refused_and_the_next_working_day_is_offered(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    session().rollback()
    fields = MOVE | {"version": _version(office), "date": "11/09/2021"}
    code, page = post(office, "/plan/2021", **fields)
    assert code == 409
    assert "11/09/2021 is a day off" in page
    assert 'value="2021-09-13"' in page
    assert post(office, "/plan/2021", **fields | {"take": "2021-09-13"})[0] == 303
    assert get_by_key("SNV-2021-09").date == date(2021, 9, 13)


def test_what_is_dropped_on_a_day_asks_first_and_changes_nothing(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    session().rollback()
    page = office.get("/plan/2021?view=grid&move=SNV-2021-09&to=2021-09-02").text
    assert "02/09/2021 is a day off" in page
    assert 'value="06/09/2021"' not in page.split('name="date"')[0]
    assert hidden(page, "date") == "06/09/2021", "the next working day after the holidays of 2 and 3 September"
    assert get_by_key("SNV-2021-09").revision == 0


def test_the_months_show_days_off_and_days_of_ceremonies(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    session().rollback()
    plain, grid = office.get("/plan/2021").text, office.get("/plan/2021?view=grid").text
    assert "month-grid" not in plain
    assert grid.count('<table class="month-grid">') == 12
    assert re.search(r'data-day="2021-09-02"\s+class="num off"', grid)
    assert re.search(r'data-day="2021-08-02"\s+class="num held"', grid)
    assert "/plan/2022?view=grid" in grid


def test_two_series_at_one_hour_are_pointed_out_on_the_board_and_on_the_month(
    office: FlaskClient, ceremony: Run
) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("schedule", "plan", "2021", "--series", "giao-ban", "--start", "07:15")
    ceremony("schedule", "change", "2021-10", "--series", "giao-ban", "--start", "07:30")
    session().rollback()
    words = "At the same hour as SNV-GIAO-BAN-2021-09, 07h15: everybody of the agency"
    assert words in office.get("/plan/2021").text
    assert words in office.get("/ceremonies/SNV-2021-09").text
    assert "At the same hour" not in office.get("/ceremonies/SNV-2021-10").text


def test_who_serves_at_one_host_while_the_own_one_meets_is_named(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("schedule", "plan", "2021", "--unit", "SNV-BGD")
    with transaction():
        get_by_key("SNV-2021-09").mc = get_person(get_unit("SNV-BGD"), "CB03")
    assert "At the same hour as SNV-BGD-2021-09, 07h00: Trần Minh Họa" in office.get("/plan/2021").text
    assert "At the same hour" not in office.get("/ceremonies/SNV-2021-10").text


def test_a_guest_unit_that_meets_at_home_at_the_same_hour_is_named(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("schedule", "plan", "2021", "--unit", "LHHN")
    session().rollback()
    assert "At the same hour" not in office.get("/ceremonies/SNV-2021-09").text
    ceremony("schedule", "guest", "LHHN")
    session().rollback()
    words = "At the same hour as LHHN-2021-09, 07h00: Liên hiệp các tổ chức hữu nghị"
    assert words in office.get("/ceremonies/SNV-2021-09").text


def test_who_changed_hosts_after_being_invited_is_named(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021", "--approve")
    ceremony("schedule", "plan", "2021", "--unit", "LHHN", "--approve")
    ceremony("invitations", "send", "2021-09", "--unit", "SNV")
    ceremony("people", "move", "CB02", "LHHN", "2021-07-26", "--unit", "SNV")
    ceremony("invitations", "send", "2021-09", "--unit", "LHHN")
    session().rollback()
    words = "At the same hour as LHHN-2021-09, 07h00: Võ Thị Hướng Dương"
    assert words in office.get("/ceremonies/SNV-2021-09").text

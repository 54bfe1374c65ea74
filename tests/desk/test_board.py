"""The board of a year: its rows, and what is edited in them."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
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

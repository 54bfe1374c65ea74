"""The board of a year: planning it, why dates moved, and editing a theme in its row."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.people.queries import get_unit
from ceremony.programme.queries import list_items
from ceremony.schedule.queries import get_by_key, list_ceremonies
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DON, DUONG, HOA = "cb01@example.gov.vn", "cb02@example.gov.vn", "cb03@example.gov.vn"
WISH = {"rule": "first-monday", "when_off": "next-monday", "start": "07:00", "place": "Sân trụ sở"}


@pytest.fixture
def office(app: Flask, cast: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """The office signed in on 26/7/2021, nothing planned."""
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def _post(client: FlaskClient, year: int, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/plan/{year}", data={"csrf_token": csrf(client), **fields})
    session().rollback()
    return answer.status_code, answer.text


def _planned(year: int) -> int:
    session().rollback()
    return len(list_ceremonies(get_unit("SNV"), year))


def test_the_plan_leads_to_this_year_s_board(office: FlaskClient) -> None:
    assert office.get("/plan").headers["Location"] == "/plan/2021"
    assert office.get("/plan?unit=SNV").headers["Location"] == "/plan/2021?unit=SNV"


def test_a_year_is_looked_at_before_it_is_created(office: FlaskClient) -> None:
    assert "10/05/2021" in office.get("/plan/2021").text
    code, page = _post(office, 2021, act="preview", **(WISH | {"when_off": "skip"}))
    assert (code, _planned(2021)) == (200, 0)
    assert "11 ceremonies" in page
    assert _post(office, 2021, act="create", **WISH)[0] == 303
    assert _planned(2021) == 12
    page = office.get("/plan/2021").text
    assert "The year 2021 is planned." in page
    assert "dời từ 03/05" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("start", "25h99", "is no time of day"), ("rule", "every now and then", "is no rule"), ("start", "", "required")],
)
def test_what_cannot_be_planned_keeps_what_was_typed(office: FlaskClient, field: str, value: str, words: str) -> None:
    code, page = _post(office, 2021, act="create", **(WISH | {"place": "Hội trường", field: value}))
    assert (code, _planned(2021)) == (422, 0)
    assert words in page
    assert 'value="Hội trường"' in page


def test_a_year_is_planned_once(office: FlaskClient) -> None:
    _post(office, 2021, act="create", **WISH)
    code, page = _post(office, 2021, act="create", **(WISH | {"start": "08:00"}))
    assert code == 409
    assert "is planned already" in page


def test_a_theme_is_edited_in_its_row(office: FlaskClient) -> None:
    _post(office, 2021, act="create", **WISH)
    assert 'name="theme"' in office.get("/plan/2021?edit=SNV-2021-09").text
    fields = {"key": "SNV-2021-09", "was": ""}
    assert _post(office, 2021, theme="Quốc kỳ, Quốc ca", **fields)[0] == 303
    assert "Quốc kỳ, Quốc ca" in office.get("/plan/2021").text
    code, page = _post(office, 2021, theme="Biên giới", **fields)
    assert code == 409
    for words in (
        "Hoàng Thị Mẫu Đơn changed this at 08h00.",
        "Save over it",
        "Now it says: Quốc kỳ, Quốc ca",
        'value="Biên giới"',
    ):
        assert words in page
    assert get_by_key("SNV-2021-09").theme == "Quốc kỳ, Quốc ca"


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
    assert _post(manager, 2022, act="create", **WISH)[0] == 403
    assert employee.get("/plan/2021").status_code == 403
    assert "/plan" not in employee.get("/").text


def test_a_year_without_a_calendar_has_no_board(office: FlaskClient) -> None:
    assert office.get("/plan/1900").status_code == 404
    assert office.get("/plan/2021?unit=NONE").status_code == 404


def test_the_office_creates_a_draft_and_the_board_says_so(office: FlaskClient, ceremony: Run) -> None:
    _post(office, 2021, act="create", **WISH)
    assert "This plan is a draft." in office.get("/plan/2021").text
    assert ceremony("schedule", "plan", "2021", "--approve").code == 0
    session().rollback()
    assert "This plan is a draft." not in office.get("/plan/2021").text


def test_the_next_year_takes_over_the_parts_of_last_year_s_programme(office: FlaskClient, ceremony: Run) -> None:
    _post(office, 2021, act="create", **WISH)
    cited = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính"
    ceremony("topics", "add", cited, "--month", "2021-08")
    _post(office, 2022, act="create", take_over="y", **WISH)
    items = list_items(get_by_key("SNV-2022-08"))
    assert [one.kind for one in items] == [one.kind for one in list_items(get_by_key("SNV-2021-08"))]
    assert all(one.document_id is None and one.speaker_id is None for one in items)
    assert list_items(get_by_key("SNV-2022-07")) == []


def test_a_date_near_to_another_series_is_pointed_out_before_it_is_planned(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2020")
    ceremony("schedule", "plan", "2021", "--series", "giao-ban", "--rule", "FREQ=MONTHLY;BYDAY=1WE")
    page = _post(office, 2021, act="preview", **WISH)[1]
    assert "near to SNV-GIAO-BAN-2021-08 on 04/08/2021" in page
    assert "near to SNV-GIAO-BAN-2021-09" not in page

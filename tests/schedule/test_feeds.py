"""Calendars that subscribe to a unit's ceremonies."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from ical.calendar_stream import IcsCalendarStream

from ceremony.core.db import session
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DON, DUONG = "cb01@example.gov.vn", "cb02@example.gov.vn"


@pytest.fixture
def planned(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """The office with an approved year 2021."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    return cast


def _path(ceremony: Run, unit: str = "SNV-VP") -> str:
    address = str(ceremony("schedule", "feed", unit).json["url"])
    assert address.startswith("http://localhost:8000/calendar/")
    assert address.endswith(".ics")
    return address.removeprefix("http://localhost:8000")


def _events(client: FlaskClient, path: str) -> dict[str, tuple[str, str, int | None]]:
    session().rollback()
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    events = IcsCalendarStream.calendar_from_ics(answer.text).events
    return {
        str(one.uid): (one.dtstart.isoformat(), one.status.value if one.status else "", one.sequence) for one in events
    }


def test_a_feed_shows_the_year_without_any_sign_in(app: Flask, planned: Cast, ceremony: Run) -> None:
    events = _events(app.test_client(), _path(ceremony))
    assert len(events) == 12
    assert events["snv-2021-08@example.gov.vn"] == ("2021-08-02T07:00:00+07:00", "CONFIRMED", 0)


def test_moved_postponed_and_cancelled_months_stay_in_the_feed(app: Flask, planned: Cast, ceremony: Run) -> None:
    path = _path(ceremony)
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Bão số 2")
    ceremony("schedule", "cancel", "2021-09", "--reason", "Dịch")
    ceremony("schedule", "postpone", "2021-10", "--reason", "Dịch")
    events = _events(app.test_client(), path)
    assert events["snv-2021-08@example.gov.vn"] == ("2021-08-09T07:00:00+07:00", "CONFIRMED", 1)
    assert events["snv-2021-09@example.gov.vn"] == ("2021-09-06T07:00:00+07:00", "CANCELLED", 1)
    assert events["snv-2021-10@example.gov.vn"] == ("2021-10-04T07:00:00+07:00", "CANCELLED", 1)


def test_the_dates_of_a_draft_are_tentative(
    app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    path = _path(ceremony)
    assert {status for _, status, _ in _events(app.test_client(), path).values()} == {"TENTATIVE"}
    ceremony("schedule", "plan", "2021", "--approve")
    assert {status for _, status, _ in _events(app.test_client(), path).values()} == {"CONFIRMED"}


def test_the_same_plan_is_the_same_text_and_is_not_sent_twice(app: Flask, planned: Cast, ceremony: Run) -> None:
    client, path = app.test_client(), _path(ceremony)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_revoked_address_is_gone_and_the_next_one_is_another(app: Flask, planned: Cast, ceremony: Run) -> None:
    path = _path(ceremony)
    assert _path(ceremony) == path
    assert ceremony("schedule", "feed", "SNV-VP", "--revoke").json == {"unit": "SNV-VP", "url": None}
    assert app.test_client().get(path).status_code == 410
    assert app.test_client().get("/calendar/x.ics").status_code == 410
    assert _path(ceremony) != path
    assert ceremony("schedule", "feed", "SNV-BGD", "--revoke").code == 2


def test_a_guest_unit_sees_the_series_that_invites_it(app: Flask, planned: Cast, ceremony: Run) -> None:
    assert _events(app.test_client(), _path(ceremony, "LHHN")) == {}
    ceremony("schedule", "guest", "LHHN")
    assert len(_events(app.test_client(), _path(ceremony, "LHHN"))) == 12


def test_years_before_last_year_are_left_out(
    app: Flask, planned: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    path = _path(ceremony)
    clock.move_to(date(2023, 1, 2))
    assert _events(app.test_client(), path) == {}


def test_one_ceremony_is_handed_out_to_who_belongs_there(app: Flask, planned: Cast, ceremony: Run) -> None:
    client = app.test_client()
    assert client.get("/ceremonies/SNV-2021-08/calendar.ics").status_code == 302
    sign_in(client, DUONG)
    answer = client.get("/ceremonies/SNV-2021-08/calendar.ics")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="SNV-2021-08.ics"'
    assert list(_events(client, "/ceremonies/SNV-2021-08/calendar.ics")) == ["snv-2021-08@example.gov.vn"]


def test_the_office_makes_and_closes_addresses_on_a_page(app: Flask, planned: Cast) -> None:
    client = app.test_client()
    sign_in(client, DON, "office")
    assert "/calendar/" not in client.get("/calendar").text.split("<tbody>", 1)[1]
    values = {"csrf_token": csrf(client), "unit_code": "SNV-VP"}
    assert client.post("/calendar", data={**values, "act": "open"}).status_code == 303
    page = client.get("/calendar").text
    path = "/calendar/" + page.split("http://localhost:8000/calendar/", 1)[1].split('"', 1)[0]
    assert len(_events(app.test_client(), path)) == 12
    assert client.post("/calendar", data={**values, "act": "revoke"}).status_code == 303
    assert app.test_client().get(path).status_code == 410
    assert client.post("/calendar", data={**values, "unit_code": "LHHN", "act": "open"}).status_code == 403

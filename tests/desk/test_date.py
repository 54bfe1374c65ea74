"""Date and place of one ceremony in the browser, and the place when it rains."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DON, DUONG, HOA = "cb01@example.gov.vn", "cb02@example.gov.vn", "cb03@example.gov.vn"
AUGUST = "/ceremonies/SNV-2021-08"
FIELDS = {"date": "02/08/2021", "start": "07:00", "place": "Sân trụ sở", "rain_place": "Hội trường", "dress": ""}


@pytest.fixture
def office(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> FlaskClient:
    """The office signed in, a week before the August ceremony, whose invitations are queued."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    ceremony("invitations", "send", "2021-08")
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def _august(month: str = "08") -> Ceremony:
    session().rollback()
    return get_by_key(f"SNV-2021-{month}")


def _version(client: FlaskClient) -> str:
    return client.get(f"{AUGUST}/date").text.split('name="version"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def _save(client: FlaskClient, **fields: str) -> tuple[int, str]:
    fields.setdefault("version", _version(client))
    answer = client.post(f"{AUGUST}/date", data={"csrf_token": csrf(client), **FIELDS, **fields})
    return answer.status_code, answer.text


def test_the_office_changes_all_of_it_in_one_form(office: FlaskClient) -> None:
    assert _save(office, date="09/08/2021", reason="Bão số 2", start="7h30", dress="Áo dài", mc="KCB02")[0] == 303
    one = _august()
    assert (f"{one.date}", one.start, one.rain_place, one.dress) == ("2021-08-09", "07:30", "Hội trường", "Áo dài")
    assert one.mc is not None
    assert (one.mc.full_name, one.revision) == ("Võ Thị Hướng Dương", 1)
    page = office.get(f"{AUGUST}/date").text
    assert "Who is invited gets one letter." in page
    assert "Bão số 2" in page


def test_what_no_letter_tells_is_saved_without_one(office: FlaskClient) -> None:
    assert _save(office, dress="Áo dài")[0] == 303
    assert "gets one letter" not in office.get(f"{AUGUST}/date").text
    assert _august().revision == 0


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"date": "09/08/2021", "reason": ""}, 422, "The reason is empty."),
        ({"date": "08/08/2021", "reason": "Bão số 2"}, 409, "is a day off"),
        ({"start": "25:00"}, 422, "25:00 is no time of day."),
        ({"mc": "nobody"}, 404, "nobody"),
        ({"date": "31/02/2021"}, 422, "31/02/2021"),
    ],
)
def test_what_cannot_be_saved_keeps_what_was_typed(
    office: FlaskClient, fields: dict[str, str], status: int, words: str
) -> None:
    code, page = _save(office, dress="Áo dài trắng", **fields)
    assert code == status
    assert words in page
    assert "Áo dài trắng" in page
    assert (_august().dress, f"{_august().date}") == ("", "2021-08-02")


def test_whoever_saves_second_is_told_and_loses_nothing(office: FlaskClient) -> None:
    seen = _version(office)
    assert _save(office, place="Hội trường", rain_place="")[0] == 303
    code, page = _save(office, version=seen, place="Nhà văn hóa")
    assert code == 409
    assert "changed this at" in page
    assert "Nhà văn hóa" in page


def test_the_following_ones_are_changed_with_one_tick(office: FlaskClient) -> None:
    assert _save(office, start="08:00", following="y")[0] == 303
    assert (_august("12").start, _august("07").start) == ("08:00", "07:00")
    assert "4 following ones were changed too." in office.get(f"{AUGUST}/date").text


def test_the_move_form_moves_the_following_ones_too(office: FlaskClient) -> None:
    values = {"csrf_token": csrf(office), "version": _version(office), "date": "2021-08-03", "reason": "Lịch mới"}
    assert office.post(f"{AUGUST}/move", data={**values, "following": "y"}).status_code == 303
    assert [f"{_august(month).date}" for month in ("08", "12")] == ["2021-08-03", "2021-12-07"]


def test_rain_on_the_day_is_one_press_that_asks_about_letters(
    office: FlaskClient, clock: time_machine.Traveller
) -> None:
    _save(office)
    assert _august().revision == 0
    clock.move_to("2021-08-02T06:15:00+07:00")
    sign_in(office, DON)
    assert "It rains: change the place" in office.get(AUGUST).text
    page = office.get(f"{AUGUST}/date").text
    assert "It rains" in page
    assert "The ceremony goes to: Hội trường. Shall the 3 invited read it in a letter too?" in page
    values = {"csrf_token": csrf(office), "version": _version(office), "act": "quiet"}
    assert office.post(f"{AUGUST}/place", data=values).status_code == 303
    assert (_august().place, _august().place_before) == ("Hội trường", "Sân trụ sở")
    assert "No letter is sent." in office.get(f"{AUGUST}/date").text
    again = office.post(f"{AUGUST}/place", data={**values, "act": "tell"})
    assert again.status_code == 409


def test_the_day_is_linked_as_a_file_for_calendars(office: FlaskClient) -> None:
    assert f'href="{AUGUST}/calendar.ics"' in office.get(f"{AUGUST}/date").text


def test_a_recorder_reads_and_changes_nothing(app: Flask, office: FlaskClient, cast: Cast) -> None:
    recorder = app.test_client()
    sign_in(recorder, DUONG, "recorder", cast.office)
    page = recorder.get(f"{AUGUST}/date")
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert 'name="place"' not in page.text
    assert recorder.post(f"{AUGUST}/date", data={"csrf_token": csrf(recorder), **FIELDS}).status_code == 403


def test_a_cancelled_ceremony_only_shows_what_it_was(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "cancel", "2021-08", "--reason", "Dịch")
    session().rollback()
    page = office.get(f"{AUGUST}/date").text
    assert 'name="place"' not in page
    assert "Plan it again on the old date" in page

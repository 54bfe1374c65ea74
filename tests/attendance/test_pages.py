"""The roll, check-in and the screen in a browser's eyes: forms without a script, and the same for scripts."""

import re

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.attendance.models import Attendance
from ceremony.core.db import session
from ceremony.schedule.models import Ceremony
from tests.attendance.plan import get_by_code, grant, invite, wall
from tests.cast import Cast
from tests.sign_in import csrf, sign_in

ROLL = "/ceremonies/SNV-2021-08/roll"
SCREEN = "/ceremonies/SNV-2021-08/screen"


@pytest.fixture
def client(app: Flask, monday: Ceremony) -> FlaskClient:
    """A browser on the morning of a ceremony to which all three are invited."""
    invite(monday, "CB01", "CB02", "CB03")
    return app.test_client()


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    """The office's browser."""
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def marks() -> dict[str, str]:
    """Each mark by staff code."""
    session().rollback()
    return {str(one.person.staff_code): one.value.value for one in session().scalars(sa.select(Attendance))}


def press(client: FlaskClient, figures: bool = False, **fields: str) -> tuple[int, str, dict[str, object]]:
    """Press a button of the roll, as a form or as the script does."""
    headers = {"Accept": "application/json"} if figures else {}
    answer = client.post(ROLL, data={"csrf_token": csrf(client), **fields}, headers=headers)
    return answer.status_code, answer.headers.get("Location", ""), answer.get_json() if figures else {}


def key_of(code: str, said: str) -> str:
    """The value of one key."""
    return f"{get_by_code(code).id}:{said}"


def ticket_of(page: str) -> str:
    """The ticket in a check-in form."""
    found = re.search(r'name="ticket"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def code_on(client: FlaskClient) -> str:
    """The address of the code that is on the screen."""
    found = re.search(r"\d+-[2-9A-Z]{8}", client.get(SCREEN).text)
    assert found is not None
    return f"/c/{found[0]}"


def test_the_roll_shows_everybody_by_unit_with_four_keys_each(office: FlaskClient, cast: Cast) -> None:
    page = office.get(ROLL).text
    assert page.index("Ban Giám đốc") < page.index("Trần Minh Họa") < page.index("Võ Thị Hướng Dương")
    assert page.count('name="mark"') == 12


def test_one_key_marks_and_the_next_page_offers_to_take_it_back(office: FlaskClient) -> None:
    status, address, _ = press(office, mark=key_of("CB02", "late"))
    assert (status, marks()) == (303, {"CB02": "late"})
    step = re.search(r'name="undo"\s+value="([^"]+)"', office.get(address).text)
    assert step is not None
    press(office, undo=step[1])
    assert marks() == {}


def test_the_script_gets_all_figures_after_each_key(office: FlaskClient) -> None:
    grant("CB03")
    _, _, figures = press(office, figures=True, mark=key_of("CB02", "present"))
    assert figures["counts"] == {"present": 1, "late": 0, "excused": 1, "absent": 0, "unmarked": 1}
    assert (figures["done"], figures["total"], figures["groups"]) == (2, 3, ["1/1", "1/2"])


def test_an_exception_and_the_rest_take_two_keys(office: FlaskClient) -> None:
    press(office, mark=key_of("CB02", "absent"))
    _, _, figures = press(office, figures=True, rest="present")
    assert marks() == {"CB01": "present", "CB02": "absent", "CB03": "present"}
    press(office, undo=str(figures["undo"]))
    assert marks() == {"CB02": "absent"}


def test_taking_back_brings_back_what_stood_before_with_its_source(office: FlaskClient) -> None:
    press(office, mark=key_of("CB02", "present"))
    _, _, figures = press(office, figures=True, mark=key_of("CB02", "excused"))
    assert figures["counts"]["excused"] == 1  # type: ignore[index] # a mapping of counts
    _, _, figures = press(office, figures=True, undo=str(figures["undo"]))
    assert figures["counts"] == {"present": 1, "late": 0, "excused": 0, "absent": 0, "unmarked": 2}


def test_what_somebody_else_has_changed_since_is_not_taken_back(office: FlaskClient) -> None:
    _, _, figures = press(office, figures=True, mark=key_of("CB02", "present"))
    press(office, mark=key_of("CB02", "absent"))
    status, _, answer = press(office, figures=True, undo=str(figures["undo"]))
    assert status == 409
    assert "changed since" in str(answer["error"])
    assert marks() == {"CB02": "absent"}


@pytest.mark.parametrize("fields", [{}, {"mark": "x"}, {"mark": "1:maybe"}, {"undo": "forged"}, {"mark": "0:late"}])
def test_nonsense_is_refused_and_changes_nothing(office: FlaskClient, fields: dict[str, str]) -> None:
    assert press(office, **fields)[0] in (404, 422)
    assert marks() == {}


def test_a_recorder_sees_and_marks_the_own_unit_only(client: FlaskClient) -> None:
    sign_in(client, "cb02@example.gov.vn", "recorder", "SNV-VP")
    page = client.get(ROLL).text
    assert "Hoàng Thị Mẫu Đơn" in page
    assert "Trần Minh Họa" not in page
    assert press(client, mark=key_of("CB03", "present"))[0] == 403
    press(client, rest="present")
    assert marks() == {"CB01": "present", "CB02": "present"}
    assert client.get(f"{ROLL}/close").status_code == 403


def test_an_employee_sees_no_roll(client: FlaskClient) -> None:
    sign_in(client, "cb02@example.gov.vn")
    assert client.get(ROLL).status_code == 403


def test_closing_asks_first_and_then_shows_the_outcomes(office: FlaskClient) -> None:
    press(office, mark=key_of("CB02", "present"))
    assert "2 people are not marked yet" in office.get(f"{ROLL}/close").text
    assert office.post(f"{ROLL}/close", data={"csrf_token": csrf(office)}).status_code == 303
    page = office.get(ROLL).text
    assert "Not recorded" in page
    assert 'name="mark"' not in page
    assert press(office, mark=key_of("CB01", "present"))[0] == 410


def test_before_the_day_there_are_no_keys(office: FlaskClient, clock: time_machine.Traveller) -> None:
    clock.move_to("2021-07-30T08:00:00+07:00")
    sign_in(office, "cb01@example.gov.vn")
    page = office.get(ROLL).text
    assert "Võ Thị Hướng Dương" in page
    assert 'name="mark"' not in page


def test_a_name_is_found_without_marks(office: FlaskClient) -> None:
    page = office.get(ROLL, query_string={"q": "huong duong"}).text
    assert "Võ Thị Hướng Dương" in page
    assert "Trần Minh Họa" not in page


def test_who_scans_presses_once_and_twice_is_one_row(office: FlaskClient, app: Flask) -> None:
    phone, address = app.test_client(), code_on(office)
    ticket = ticket_of(phone.get(address).text)
    assert marks() == {}
    for _ in range(2):
        answer = phone.post(address, data={"ticket": ticket, "name": "vo thi huong duong"})
        assert answer.status_code == 303
    assert "Võ Thị Hướng Dương" in phone.get(answer.headers["Location"]).text
    assert marks() == {"CB02": "present"}


def test_the_phone_remembers_its_person(office: FlaskClient, app: Flask) -> None:
    phone, address = app.test_client(), code_on(office)
    phone.post(address, data={"ticket": ticket_of(phone.get(address).text), "staff_code": "cb03"})
    page = phone.get(address).text
    assert "Trần Minh Họa" in page
    assert 'name="staff_code"' not in page
    assert 'name="staff_code"' in phone.get(address, query_string={"who": "other"}).text


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "Nobody"), ("staff_code", "CB99")])
def test_who_is_not_understood_is_asked_again_with_what_was_typed(
    office: FlaskClient, app: Flask, field: str, value: str
) -> None:
    phone, address = app.test_client(), code_on(office)
    answer = phone.post(address, data={"ticket": ticket_of(phone.get(address).text), field: value})
    assert answer.status_code == 422
    assert value in answer.text
    assert marks() == {}


def test_an_old_code_and_an_old_ticket_are_gone(office: FlaskClient, app: Flask, clock: time_machine.Traveller) -> None:
    phone, address = app.test_client(), code_on(office)
    ticket = ticket_of(phone.get(address).text)
    clock.move_to("2021-08-02T07:04:00+07:00")
    assert phone.get(address).status_code == 410
    assert phone.post(address, data={"ticket": ticket, "staff_code": "CB01"}).status_code == 303
    clock.move_to("2021-08-02T07:08:00+07:00")
    assert phone.post(address, data={"ticket": ticket, "staff_code": "CB02"}).status_code == 410
    assert phone.get("/c/1-NONSENSE").status_code == 410
    assert marks() == {"CB01": "present"}


def test_the_screen_counts_and_names_nobody(office: FlaskClient, app: Flask) -> None:
    phone, address = app.test_client(), code_on(office)
    phone.post(address, data={"ticket": ticket_of(phone.get(address).text), "staff_code": "CB02"})
    part = office.get(SCREEN, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "<svg" in part
    assert "V.T.H.D." in part
    assert "Hướng Dương" not in part


def test_after_closing_the_screen_is_gone(office: FlaskClient) -> None:
    office.post(f"{ROLL}/close", data={"csrf_token": csrf(office)})
    assert office.get(SCREEN).status_code == 410


def test_the_arrival_is_the_moment_of_scanning(office: FlaskClient, app: Flask, clock: time_machine.Traveller) -> None:
    clock.move_to("2021-08-02T07:05:00+07:00")
    phone, address = app.test_client(), code_on(office)
    ticket = ticket_of(phone.get(address).text)
    clock.move_to("2021-08-02T07:09:00+07:00")
    phone.post(address, data={"ticket": ticket, "staff_code": "CB02"})
    assert marks() == {"CB02": "present"}
    row = session().scalars(sa.select(Attendance)).one()
    assert abs((row.at - wall("07:05")).total_seconds()) < 5

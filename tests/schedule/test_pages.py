"""A ceremony's task list, and moving, postponing, cancelling and restoring it in the browser."""

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


@pytest.fixture
def office(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> FlaskClient:
    """The office signed in, a week before the August ceremony, whose invitations are queued."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    ceremony("invitations", "send", "2021-08")
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def _august() -> Ceremony:
    session().rollback()
    return get_by_key("SNV-2021-08")


def _version(client: FlaskClient, address: str) -> str:
    return client.get(address).text.split('name="version"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def _change(client: FlaskClient, change: str, version: str | None = None, **fields: str) -> tuple[int, str]:
    address = f"{AUGUST}/{change}"
    values = {"csrf_token": csrf(client), "version": version or _version(client, address), **fields}
    answer = client.post(address, data=values)
    return answer.status_code, answer.text


def test_the_tasks_stand_in_the_order_of_the_month_with_their_states(office: FlaskClient) -> None:
    page = office.get(AUGUST).text
    titles = ("Date and place", "Programme and document", "Invitations", "Roll", "Papers and report", "Article")
    main = page.split("<main", 1)[1]
    places = [main.index(title) for title in titles]
    assert places == sorted(places)
    assert "1 of 6 tasks are done." in page
    assert "3 invitations: 0 will attend, 0 ask to be absent, 3 have not answered." in page


def test_a_page_that_is_not_there_is_not_linked(app: Flask, office: FlaskClient) -> None:
    addresses = {rule.rule for rule in app.url_map.iter_rules()}
    page = office.get(AUGUST).text
    for part in ("programme", "invitations", "roll", "papers", "article"):
        assert (f'href="{AUGUST}/{part}"' in page) == (f"/ceremonies/<key>/{part}" in addresses)


def test_an_employee_does_not_come_to_the_task_list_and_a_manager_changes_nothing(
    app: Flask, office: FlaskClient, cast: Cast
) -> None:
    employee, manager = app.test_client(), app.test_client()
    sign_in(employee, DUONG)
    sign_in(manager, HOA, "manager", cast.leaders)
    assert employee.get(AUGUST).status_code == 403
    page = manager.get(AUGUST)
    assert page.status_code == 200
    assert f"{AUGUST}/cancel" not in page.text
    for change in ("move", "postpone", "cancel", "restore"):
        assert manager.get(f"{AUGUST}/{change}").status_code == 403
        assert manager.post(f"{AUGUST}/{change}", data={"csrf_token": csrf(manager)}).status_code == 403


def test_the_office_moves_a_ceremony_and_reads_why(office: FlaskClient) -> None:
    assert _change(office, "move", date="2021-08-09", reason="Bão số 2")[0] == 303
    assert f"{_august().date}" == "2021-08-09"
    page = office.get(AUGUST).text
    assert "The ceremony has its new date." in page
    assert "Bão số 2" in page


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"date": "2021-08-09", "reason": ""}, 422, "Say in a few words why"),
        ({"date": "", "reason": "Bão số 2"}, 422, "Choose the new date."),
        ({"date": "mai", "reason": "Bão số 2"}, 422, "There is no day mai. Write it as 09/08/2021."),
        ({"date": "2021-08-08", "reason": "Bão số 2"}, 409, "is a day off"),
        ({"date": "2021-07-01", "reason": "Bão số 2"}, 409, "is over"),
    ],
)
def test_what_cannot_be_moved_keeps_what_was_typed(
    office: FlaskClient, fields: dict[str, str], status: int, words: str
) -> None:
    code, page = _change(office, "move", **fields)
    assert code == status
    assert words in page
    assert [value for value in fields.values() if value and f'value="{value}"' not in page] == []
    assert f"{_august().date}" == "2021-08-02"


def test_the_page_says_what_will_happen_to_whom(office: FlaskClient) -> None:
    page = office.get(f"{AUGUST}/cancel").text
    assert "3 people and 0 guest units get a letter." in page
    assert "The ceremony leaves their calendars." in page


def test_a_cancelled_ceremony_is_restored_on_its_old_date(office: FlaskClient) -> None:
    assert _change(office, "cancel", reason="Dịch")[0] == 303
    assert "This ceremony was cancelled. Dịch" in office.get(AUGUST).text
    assert _change(office, "restore")[0] == 303
    assert (_august().state, f"{_august().date}") == ("planned", "2021-08-02")


def test_a_postponed_ceremony_asks_for_its_new_date_first(office: FlaskClient) -> None:
    assert _change(office, "postpone", reason="Bão số 2")[0] == 303
    page = office.get(AUGUST).text
    assert "Set a new date" in page
    assert "has no date" in page


def test_whoever_saves_second_is_told_who_was_first_and_loses_nothing(office: FlaskClient, ceremony: Run) -> None:
    seen = _version(office, f"{AUGUST}/move")
    assert _change(office, "move", date="2021-08-09", reason="Bão số 2")[0] == 303
    code, page = _change(office, "move", version=seen, date="2021-08-10", reason="Họp tỉnh")
    assert code == 409
    for words in (
        "Hoàng Thị Mẫu Đơn changed this at 08h00.",
        "all the same",
        "9 August 2021",
        "Họp tỉnh",
        "2021-08-10",
    ):
        assert words in page
    assert f"{_august().date}" == "2021-08-09"


def test_looking_changes_nothing(office: FlaskClient) -> None:
    before = _august().revision
    for address in (AUGUST, *(f"{AUGUST}/{change}" for change in ("move", "postpone", "cancel", "restore"))):
        assert office.get(address).status_code == 200
        assert office.head(address).status_code == 200
    assert _august().revision == before

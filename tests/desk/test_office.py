"""The settings page: one form, all or nothing, and a letter to try the mail server with."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.people.models import Office
from ceremony.people.rules.offices import OFFICE_KEYS
from tests.cast import Cast
from tests.sign_in import csrf, sign_in


@pytest.fixture
def office(app: Flask, cast: Cast) -> FlaskClient:
    """A browser at which the office sits."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _filled(client: FlaskClient, **changes: str) -> dict[str, str]:
    page = client.get("/office").text
    version = page.split('name="version"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    row = session().query(Office).one()
    values = {key: str(getattr(row, key)) for key in OFFICE_KEYS}
    session().rollback()
    return {"csrf_token": csrf(client), "version": version, **values, **changes}


def test_the_whole_page_is_saved_at_once(office: FlaskClient) -> None:
    answer = office.post("/office", data=_filled(office, contact="Văn phòng, máy lẻ 103", late_after="10"))
    assert answer.status_code == 303
    page = office.get("/office").text
    assert "The settings have been saved" in page
    assert "máy lẻ 103" in page


def test_one_wrong_value_saves_nothing_and_keeps_what_was_typed(office: FlaskClient) -> None:
    answer = office.post("/office", data=_filled(office, contact="Phòng khác", late_after="chín", reply_to="x"))
    assert answer.status_code == 422
    assert answer.text.count('class="fault"') == 2
    assert 'value="chín"' in answer.text
    session().rollback()
    assert session().query(Office).one().contact == "Văn phòng, máy lẻ 102"


def test_settings_that_somebody_else_saved_are_shown_beside_the_typed(office: FlaskClient) -> None:
    old = _filled(office, contact="Của tôi")
    assert office.post("/office", data=_filled(office, contact="Của người khác")).status_code == 303
    answer = office.post("/office", data=old)
    assert answer.status_code == 409
    assert "Saved now: Của người khác" in answer.text
    assert 'value="Của tôi"' in answer.text


def test_the_mail_server_is_shown_without_its_password(app: Flask, office: FlaskClient) -> None:
    told = {"mail_server": "relay.example.gov.vn", "mail_username": "chaoco", "mail_password": "not to be read"}
    app.extensions["settings"] = app.extensions["settings"].model_copy(update=told)
    page = office.get("/office").text
    assert "relay.example.gov.vn:25" in page
    assert "not to be read" not in page


def test_a_test_letter_that_the_server_does_not_take_says_why(office: FlaskClient) -> None:
    answer = office.post("/office/mail", data={"csrf_token": csrf(office), "to": "cb01@example.gov.vn"})
    assert answer.status_code == 409
    assert 'class="fault"' in answer.text
    assert office.post("/office/mail", data={"csrf_token": csrf(office), "to": "x"}).status_code == 422


def test_a_manager_sets_nothing(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb03@example.gov.vn", "manager")
    assert client.get("/office").status_code == 403

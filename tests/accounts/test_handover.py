"""The clerk changes: the old one's roles end and the new one's begin on one day, neither sooner nor later."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.queries import find_user_of, roles_of
from ceremony.core.clock import today
from ceremony.core.db import session, transaction
from ceremony.people.models import Person
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, give_role, sign_in

DON, DUONG = 1, 2
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(app: Flask, cast: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """Bà Đơn sits at the browser; she is office of SNV and recorder of SNV-VP."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    give_role("cb01@example.gov.vn", "recorder", "SNV-VP")
    session().rollback()
    return client


def _roles(person_id: int) -> set[str]:
    session().rollback()
    user = find_user_of(person_id)
    return {f"{one.role} {one.unit.code}" for one in roles_of(user, today())} if user else set()


def _hand_over(client: FlaskClient, day: str, new: str = "KCB02") -> tuple[int, str]:
    old = find_user_of(DON)
    assert old is not None
    fields = {"csrf_token": csrf(client), "old": old.id, "new": new, "day": day}
    answer = client.post("/office/handover", data=fields)
    session().rollback()
    return answer.status_code, answer.text


def test_roles_change_hands_on_the_day(office: FlaskClient, clock: time_machine.Traveller) -> None:
    both = {"office SNV", "recorder SNV-VP"}
    assert _hand_over(office, "01/08/2021")[0] == 303
    assert (_roles(DON), _roles(DUONG)) == (both, set())
    page = office.get("/office/roles").text
    assert page.count("01/08/2021") == 3
    assert page.count("31/07/2021") == 2
    clock.move_to("2021-07-31T23:59:00+07:00")
    assert (_roles(DON), _roles(DUONG)) == (both, set())
    clock.move_to("2021-08-01T00:01:00+07:00")
    assert (_roles(DON), _roles(DUONG)) == (set(), both)


def test_today_changes_hands_at_once_and_closes_the_pages_to_the_old_one(app: Flask, office: FlaskClient) -> None:
    assert _hand_over(office, "26/07/2021")[0] == 303
    assert office.get("/office").status_code == 403
    new = app.test_client()
    sign_in(new, "cb02@example.gov.vn")
    assert new.get("/office").status_code == 200
    assert "handed a role over" in new.get("/audit").text


def test_who_holds_the_role_already_keeps_it_since_then(office: FlaskClient) -> None:
    give_role("cb02@example.gov.vn", "office", "SNV")
    assert _hand_over(office, "01/08/2021")[0] == 303
    held = find_user_of(DUONG)
    assert held is not None
    starts = {(one.role.value, one.starts) for one in held.grants}
    assert starts == {("office", date(2020, 1, 1)), ("recorder", date(2021, 8, 1))}


def test_a_wrong_handover_is_refused_and_changes_nothing(office: FlaskClient, cast: Cast) -> None:
    assert _hand_over(office, "25/07/2021")[0] == 409
    status, page = _hand_over(office, "26/07/2021", new="KCB01")
    assert (status, page.count("cannot take over from themselves")) == (409, 1)
    assert _hand_over(office, "")[0] == 422
    with transaction():
        session().get_one(Person, DUONG).email = None
    assert _hand_over(office, "26/07/2021")[0] == 422
    assert _roles(DON) == {"office SNV", "recorder SNV-VP"}


def test_the_command_does_the_same(office: FlaskClient, cast: Cast, ceremony: Run) -> None:
    begun = ceremony("accounts", "handover", "cb01@example.gov.vn", cast.duong, "2021-08-01").json
    assert [(one["role"], one["unit"], one["starts"]) for one in begun] == [
        ("office", "SNV", "2021-08-01"),
        ("recorder", "SNV-VP", "2021-08-01"),
    ]
    again = ceremony("accounts", "handover", "cb01@example.gov.vn", cast.duong, "2021-08-01")
    assert (again.code, again.err.count("holds no role here")) == (1, 1)

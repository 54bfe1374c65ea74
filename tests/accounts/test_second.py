"""The second factor: codes of an app, recovery codes, and an office that must have one."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP

from ceremony.accounts.models import RecoveryCode, SecondFactor
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.core.mail.models import Letter
from ceremony.people.actions import become_host
from ceremony.people.queries import get_unit
from tests.accounts.conftest import DUONG, PASSWORD, Links
from tests.cast import Cast
from tests.sign_in import account_of, csrf, give_role, sign_in


@pytest.fixture
def phone(client: FlaskClient, duong: str, clock: time_machine.Traveller) -> TOTP:
    """The app on Bà Dương's phone, which she has added to her account; her recovery codes hang on it."""
    sign_in(client, duong)
    page = client.get("/profile/second/new").text
    app = TOTP(re.search(r"<code>([A-Z2-7-]+)</code>", page)[1].replace("-", ""))
    seed = re.search(r'name="seed"[^>]*value="([^"]+)"', page)[1]
    form = {"csrf_token": csrf(client), "seed": seed, "name": "máy của tôi"}
    wrong = client.post("/profile/second/new", data={**form, "code": "000000"})
    assert wrong.status_code == 422
    assert 'value="máy của tôi"' in wrong.text
    page = client.post("/profile/second/new", data={**form, "code": app.generate().token})
    app.codes = re.findall(r"<code>([0-9a-f-]{19})</code>", page.text)
    assert len(app.codes) == 10
    client.post("/logout", data={"csrf_token": csrf(client)})
    clock.shift(timedelta(minutes=1))
    return app


def _password(client: FlaskClient, **more: str) -> str:
    answer = client.post("/login", data={"email": DUONG, "password": PASSWORD, **more})
    assert answer.status_code == 200
    return answer.text


def test_the_password_alone_signs_nobody_in_who_has_a_second_factor(client: FlaskClient, phone: TOTP) -> None:
    assert "recovery code" in _password(client, next="/me")
    assert client.get("/me").status_code == 302
    assert client.post("/login/second", data={"code": "12"}).status_code == 422
    answer = client.post("/login/second", data={"code": phone.generate().token, "next": "/me"})
    assert answer.location == "/me"
    assert client.get("/me").status_code == 200


def test_a_mailed_link_asks_for_the_code_too(client: FlaskClient, phone: TOTP, letters: Links) -> None:
    client.post("/login", data={"email": DUONG, "link": "1"})
    assert "recovery code" in client.post(letters()[-1]).text
    assert client.get("/me").status_code == 302


def test_a_code_is_taken_once(app: Flask, client: FlaskClient, phone: TOTP) -> None:
    code = phone.generate().token
    _password(client)
    assert client.post("/login/second", data={"code": code}).status_code == 303
    other = app.test_client()
    _password(other)
    assert other.post("/login/second", data={"code": code}).status_code == 422


def test_a_recovery_code_signs_in_once_and_is_kept_as_a_digest(app: Flask, client: FlaskClient, phone: TOTP) -> None:
    kept = session().scalars(sa.select(RecoveryCode.digest)).all()
    assert not any(code.replace("-", "") in digest for code in phone.codes for digest in kept)
    for status in (303, 422):
        client = app.test_client()
        _password(client)
        assert client.post("/login/second", data={"code": phone.codes[0].upper()}).status_code == status


def test_the_secret_is_not_readable_in_the_database(client: FlaskClient, phone: TOTP) -> None:
    secret = session().scalars(sa.select(SecondFactor.secret)).one()
    assert phone.base32_key not in secret


def test_guessing_codes_is_slowed_down_whatever_browser_guesses(app: Flask, client: FlaskClient, phone: TOTP) -> None:
    statuses = []
    for _try in range(7):
        client = app.test_client()
        _password(client)
        statuses.append(client.post("/login/second", data={"code": "000000"}).status_code)
    assert statuses[:5] == [422] * 5
    assert statuses[-1] == 429


def test_between_password_and_code_lie_at_most_ten_minutes(
    client: FlaskClient, phone: TOTP, clock: time_machine.Traveller
) -> None:
    _password(client)
    clock.shift(timedelta(minutes=11))
    assert client.post("/login/second", data={"code": phone.generate().token}).status_code == 410


def test_a_factor_goes_only_with_a_code(client: FlaskClient, phone: TOTP, clock: time_machine.Traveller) -> None:
    _password(client)
    client.post("/login/second", data={"code": phone.generate().token})
    number = session().scalars(sa.select(SecondFactor.id)).one()
    form = {"csrf_token": csrf(client)}
    assert client.post(f"/profile/second/{number}/remove", data={**form, "code": "1"}).status_code == 422
    clock.shift(timedelta(minutes=1))
    answer = client.post(f"/profile/second/{number}/remove", data={**form, "code": phone.generate().token})
    assert answer.status_code == 303
    assert session().scalars(sa.select(RecoveryCode.id)).all() == []


def test_nobody_adds_the_secret_of_somebody_else(app: Flask, client: FlaskClient, duong: str) -> None:
    sign_in(client, duong)
    seed = re.search(r'name="seed"[^>]*value="([^"]+)"', client.get("/profile/second/new").text)[1]
    other = app.test_client()
    sign_in(other, "cb01@example.gov.vn")
    form = {"csrf_token": csrf(other), "seed": seed, "code": "000000"}
    assert other.post("/profile/second/new", data=form).status_code == 404


def test_an_office_removes_a_lost_factor_and_the_person_is_told(app: Flask, client: FlaskClient, phone: TOTP) -> None:
    office = app.test_client()
    sign_in(office, "cb01@example.gov.vn", "office")
    person = account_of(DUONG).person_id
    assert "Remove the second factor" in office.get(f"/people/{person}").text
    assert office.post(f"/people/{person}/second", data={"csrf_token": csrf(office)}).status_code == 303
    session().rollback()
    told = session().scalars(sa.select(Letter).where(Letter.kind == "factor-removed")).one()
    assert told.address == DUONG
    assert client.post("/login", data={"email": DUONG, "password": PASSWORD}).status_code == 303


def test_an_office_below_cannot_take_the_factor_of_an_office_above(
    app: Flask, client: FlaskClient, phone: TOTP
) -> None:
    with transaction():
        become_host(get_unit("SNV-VP"), now())
    give_role(DUONG, "office", "SNV")
    office = app.test_client()
    sign_in(office, "cb03@example.gov.vn", "office", "SNV-VP")
    person = account_of(DUONG).person_id
    answer = office.post(f"/people/{person}/second", data={"csrf_token": csrf(office)})
    assert (answer.status_code, "your office does not reach" in answer.text) == (403, True)
    assert session().scalars(sa.select(SecondFactor.id)).all() != []


class TestRequired:
    """CEREMONY_SECOND_FACTOR_REQUIRED."""

    @pytest.fixture
    def environment(self, environment: dict[str, str]) -> dict[str, str]:
        """An installation that asks its offices for a second factor."""
        return environment | {"CEREMONY_SECOND_FACTOR_REQUIRED": "true"}

    def test_an_office_sets_one_before_anything_else_and_others_need_not(
        self, app: Flask, cast: Cast, client: FlaskClient
    ) -> None:
        sign_in(client, "cb01@example.gov.vn", "office")
        for page in ("/", "/people", "/me"):
            assert client.get(page).location == "/profile/second"
        assert client.post("/start", data={"csrf_token": csrf(client)}).location == "/profile/second"
        assert client.get("/profile/second").status_code == 200
        sign_in(other := app.test_client(), "cb03@example.gov.vn", "manager")
        assert other.get("/people").status_code == 200

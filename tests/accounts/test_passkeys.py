"""Passkeys as a second factor, answered by an authenticator in software; the library verifies for real."""

import hashlib
import html
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

import cbor2
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ceremony.accounts.models import Passkey, RecoveryCode
from ceremony.accounts.rules.passkeys import Challenge, Site, site_of
from ceremony.core.audit.models import AuditEntry
from ceremony.core.clock import real_now
from ceremony.core.db import session, transaction
from ceremony.core.mail.models import Letter
from tests.accounts.conftest import DUONG, PASSWORD
from tests.sign_in import account_of, csrf, sign_in

ORIGIN = "http://localhost:8000"


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")


def options_of(page: str) -> dict[str, Any]:
    """Return what a page gives its script."""
    return json.loads(html.unescape(re.search(r'data-passkey-(?:ask|make)="([^"]*)"', page)[1]))


class Device:
    """A security key: makes one key pair, signs with it, and counts (WebAuthn 6.1, 6.3, 8.7)."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origin, self.count, self.id, self.handle = origin, 1, secrets.token_bytes(16), b""
        self._key = ec.generate_private_key(ec.SECP256R1())

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _data(self, rp_id: str, flags: int) -> bytes:
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **response: bytes) -> str:
        parts = {name: _text(value) for name, value in response.items()}
        return json.dumps({"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": parts})

    def make(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create`."""
        self.handle = _bytes(options["user"]["id"])
        point = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(key)
        made = {"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], 0x45) + about}
        data = self._client_data("webauthn.create", options)
        return self._answer(clientDataJSON=data, attestationObject=cbor2.dumps(made))

    def sign(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data, about = self._client_data("webauthn.get", options), self._data(options["rpId"], 0x05)
        signature = self._key.sign(about + hashlib.sha256(data).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=data, authenticatorData=about, signature=signature, userHandle=self.handle)


def _add(client: FlaskClient, device: Device, name: str = "khóa của tôi") -> TestResponse:
    options = options_of(client.get("/profile/second/passkeys/new").text)
    form = {"csrf_token": csrf(client), "name": name, "passkey": device.make(options)}
    return client.post("/profile/second/passkeys/new", data=form)


@pytest.fixture
def device(client: FlaskClient, duong: str) -> Device:
    """The security key of Bà Dương, who has added it to her account and signed out; her recovery codes hang on it."""
    sign_in(client, duong)
    device = Device()
    device.codes = re.findall(r"<code>([0-9a-f-]{19})</code>", _add(client, device).text)
    assert len(device.codes) == 10
    client.post("/logout", data={"csrf_token": csrf(client)})
    return device


def _password(client: FlaskClient) -> dict[str, Any]:
    return options_of(client.post("/login", data={"email": DUONG, "password": PASSWORD}).text)


def _second(client: FlaskClient, answer: str) -> int:
    return client.post("/login/second", data={"passkey": answer, "next": "/me"}).status_code


def test_password_and_passkey_sign_in_and_the_password_alone_does_not(client: FlaskClient, device: Device) -> None:
    options = _password(client)
    assert [one["id"] for one in options["allowCredentials"]] == [_text(device.id)]
    assert client.get("/me").status_code == 302
    assert _second(client, device.sign(options)) == 303
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_recovery_code_stands_in_for_the_passkey(client: FlaskClient, device: Device) -> None:
    _password(client)
    assert client.post("/login/second", data={"code": device.codes[0]}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_answer_to_another_challenge_is_refused_and_the_page_asks_anew(client: FlaskClient, device: Device) -> None:
    options = _password(client)
    answer = client.post("/login/second", data={"passkey": device.sign(options | {"challenge": _text(b"x" * 32)})})
    assert (answer.status_code, "This passkey was not accepted" in answer.text) == (422, True)
    # The first challenge is gone; the one of the new page holds.
    assert options_of(answer.text)["challenge"] != options["challenge"]
    assert _second(client, device.sign(options)) == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("origin", ["https://ceremony.example.net", "http://localhost:8001", "https://localhost:8000"])
def test_an_answer_made_on_another_site_is_refused(client: FlaskClient, device: Device, origin: str) -> None:
    device.origin = origin
    assert _second(client, device.sign(_password(client))) == 422


def test_an_answer_is_taken_once_even_with_the_old_cookie(app: Flask, client: FlaskClient, device: Device) -> None:
    options = _password(client)
    cookie = client.get_cookie("ceremony").value
    answer = device.sign(options)
    assert _second(client, answer) == 303
    session().rollback()
    # As a device that does not count: the challenge alone must refuse the second time.
    with transaction():
        session().execute(sa.update(Passkey).values(sign_count=0))
    thief = app.test_client()
    thief.set_cookie("ceremony", cookie)
    assert _second(thief, answer) == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copied_key_that_counts_behind_is_refused(client: FlaskClient, device: Device) -> None:
    assert _second(client, device.sign(_password(client))) == 303
    device.count = 0
    client.post("/logout", data={"csrf_token": csrf(client)})
    assert _second(client, device.sign(_password(client))) == 422


def test_a_challenge_is_open_for_five_minutes() -> None:
    challenge = Challenge("x", real_now())
    assert challenge.is_open(challenge.made_at + timedelta(minutes=4, seconds=59))
    assert not challenge.is_open(challenge.made_at + timedelta(minutes=5))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nonsense_in_place_of_an_answer_is_refused(client: FlaskClient, device: Device) -> None:
    for nonsense in ("{}", "null", "nonsense", '{"id": "?", "rawId": 1, "type": "public-key", "response": {}}'):
        _password(client)
        assert _second(client, nonsense) == 422


def test_a_removed_passkey_signs_nobody_in(app: Flask, client: FlaskClient, device: Device) -> None:
    other = app.test_client()
    options = _password(other)
    _second(client, device.sign(_password(client)))
    number = session().scalars(sa.select(Passkey.id)).one()
    address = f"/profile/second/passkeys/{number}/remove"
    assert client.post(address, data={"csrf_token": csrf(client), "code": "1"}).status_code == 422
    asked = options_of(client.get("/profile/second").text)
    form = {"csrf_token": csrf(client), "passkey": device.sign(asked)}
    assert client.post(address, data=form).status_code == 303
    session().rollback()
    assert session().scalars(sa.select(RecoveryCode.id)).all() == []
    assert session().scalars(sa.select(AuditEntry).where(AuditEntry.act == "remove second factor")).one()
    assert _second(other, device.sign(options)) == 422


def test_nobody_removes_or_uses_the_passkey_of_somebody_else(app: Flask, client: FlaskClient, device: Device) -> None:
    other, own = app.test_client(), Device()
    sign_in(other, "cb01@example.gov.vn")
    assert _add(other, own).status_code == 200
    number = session().scalars(sa.select(Passkey.id).order_by(Passkey.id)).first()
    asked = options_of(other.get("/profile/second").text)
    form = {"csrf_token": csrf(other), "passkey": own.sign(asked)}
    assert other.post(f"/profile/second/passkeys/{number}/remove", data=form).status_code == 404
    assert _second(client, own.sign(_password(client))) == 422


def test_a_second_passkey_shares_the_account_name_and_brings_no_new_codes(client: FlaskClient, device: Device) -> None:
    _second(client, device.sign(_password(client)))
    second = Device()
    assert _add(client, second, "").location == "/profile/second"
    assert second.handle == device.handle
    assert _add(client, second).status_code == 422
    assert client.get("/profile/second").text.count("Remove") == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_passkey_made_for_another_challenge_or_site_is_not_added(client: FlaskClient, duong: str) -> None:
    sign_in(client, duong)
    options = options_of(client.get("/profile/second/passkeys/new").text)
    foreign = Device("https://ceremony.example.net").make(options)
    old = Device().make(options | {"challenge": _text(b"x" * 32)})
    for answer in (foreign, old, "", "nonsense"):
        client.get("/profile/second/passkeys/new")
        form = {"csrf_token": csrf(client), "name": "máy của tôi", "passkey": answer}
        answered = client.post("/profile/second/passkeys/new", data=form)
        assert (answered.status_code, 'value="máy của tôi"' in answered.text) == (422, True)
    assert session().scalars(sa.select(Passkey.id)).all() == []


def test_an_office_removes_a_lost_passkey_and_the_person_is_told(
    app: Flask, client: FlaskClient, device: Device
) -> None:
    office = app.test_client()
    sign_in(office, "cb01@example.gov.vn", "office")
    person = account_of(DUONG).person_id
    assert "Remove the second factor" in office.get(f"/people/{person}").text
    assert office.post(f"/people/{person}/second", data={"csrf_token": csrf(office)}).status_code == 303
    session().rollback()
    assert session().scalars(sa.select(Letter).where(Letter.kind == "factor-removed")).one().address == DUONG
    assert client.post("/login", data={"email": DUONG, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_passkey_is_the_second_factor_that_an_office_must_have(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"].model_copy(update={"second_factor_required": True})
    monkeypatch.setitem(app.extensions, "settings", settings)
    sign_in(client, "cb01@example.gov.vn", "office")
    assert client.get("/people").location == "/profile/second"
    assert _add(client, Device()).status_code == 200
    assert client.get("/people").status_code == 200


@pytest.mark.parametrize(
    ("base_url", "site"),
    [
        ("https://Chaoco.example.gov.vn/", Site("chaoco.example.gov.vn", "https://chaoco.example.gov.vn")),
        ("https://chaoco.example.gov.vn:443", Site("chaoco.example.gov.vn", "https://chaoco.example.gov.vn")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://chaoco.example.gov.vn", None),
        ("https://192.0.2.1", None),
        ("http://127.0.0.1:8000", None),
    ],
)
def test_passkeys_hold_for_the_name_of_the_site_where_browsers_give_them(base_url: str, site: Site | None) -> None:
    assert site_of(base_url) == site

"""Guessing is slowed down, over all processes, and honest people hardly notice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.actions import forgive, take_turn
from ceremony.accounts.rules.sign_in import TooOften
from ceremony.app import create_app
from ceremony.core.clock import real_now
from ceremony.core.db import db, session, transaction
from ceremony.core.settings import read_settings
from tests.accounts.conftest import DUONG, PASSWORD, Links


def _try(client: FlaskClient, password: str, email: str = DUONG) -> int:
    return client.post("/login", data={"email": email, "password": password}).status_code


def test_guesses_are_slowed_down_and_the_answer_says_for_how_long(
    client: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    clock.move_to(real_now(), tick=False)
    assert [_try(client, "a guess") for _ in range(6)] == [422] * 5 + [429]
    # The right one is no longer even looked at, so guessing on tells nothing.
    answer = client.post("/login", data={"email": DUONG, "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "2"
    assert "0:02" in answer.text
    clock.shift(timedelta(seconds=2))
    assert _try(client, "a guess") == 422
    clock.shift(timedelta(seconds=3))
    assert _try(client, PASSWORD) == 429
    clock.shift(timedelta(seconds=1))
    assert _try(client, PASSWORD) == 303
    # Who was right begins anew.
    assert _try(client, "a slip") == 422


def test_the_waiting_holds_in_another_process_too(
    client: FlaskClient, duong: str, environment: dict[str, str], clock: time_machine.Traveller
) -> None:
    clock.move_to(real_now(), tick=False)
    other = create_app(read_settings(environment))
    for guess in range(5):
        turn = (client, other.test_client())[guess % 2]
        assert _try(turn, "a guess") == 422
    assert _try(client, PASSWORD) == 429
    with other.app_context():
        assert _try(other.test_client(), PASSWORD) == 429
        db.session.remove()
        db.engine.dispose()


def test_one_network_that_tries_many_accounts_is_slowed_down(
    client: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    clock.move_to(real_now(), tick=False)
    now = real_now()
    with transaction():
        for guess in range(49):
            take_turn({"account": f"{guess}@example.gov.vn", "network": "127.0.0.1"}, now)
    assert _try(client, "a guess", "last@example.gov.vn") == 422
    assert _try(client, PASSWORD) == 429
    elsewhere = client.post(
        "/login", data={"email": DUONG, "password": PASSWORD}, environ_overrides={"REMOTE_ADDR": "10.0.0.9"}
    )
    assert elsewhere.status_code == 303


def test_a_header_that_anybody_can_write_does_not_change_the_network(
    client: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    clock.move_to(real_now(), tick=False)
    now = real_now()
    with transaction():
        for guess in range(50):
            take_turn({"account": f"{guess}@example.gov.vn", "network": "127.0.0.1"}, now)
    forged = {"X-Forwarded-For": "10.9.9.9"}
    answer = client.post("/login", data={"email": DUONG, "password": PASSWORD}, headers=forged)
    assert answer.status_code == 429


def test_a_whole_office_behind_one_address_signs_in(client: FlaskClient, duong: str) -> None:
    now = real_now()
    for person in range(120):
        subjects = {"account": f"{person}@example.gov.vn", "network": "10.0.0.1"}
        with transaction():
            take_turn(subjects, now)
            forgive(subjects, now)
    with transaction():
        take_turn({"account": DUONG, "network": "10.0.0.1"}, now)


def test_letters_with_links_cannot_flood_a_mailbox(
    client: FlaskClient, letters: Links, clock: time_machine.Traveller
) -> None:
    clock.move_to(real_now(), tick=False)
    asked = [client.post("/forgot", data={"email": DUONG}).status_code for _ in range(5)]
    assert asked == [200, 200, 200, 429, 429]
    assert len(letters()) == 3
    unknown = [client.post("/forgot", data={"email": "none@example.gov.vn"}).status_code for _ in range(4)]
    assert unknown == [200, 200, 200, 429]


def test_a_day_without_a_try_is_forgotten(app: Flask, clock: time_machine.Traveller) -> None:
    for _guess in range(5):
        with transaction():
            take_turn({"account": DUONG}, real_now())
    with pytest.raises(TooOften), transaction():
        take_turn({"account": DUONG}, real_now())
    clock.shift(timedelta(hours=25))
    for _guess in range(4):
        with transaction():
            take_turn({"account": DUONG}, real_now())
    session().rollback()


def test_a_link_pressed_twice_at_the_same_moment_signs_in_once(app: Flask, client: FlaskClient, letters: Links) -> None:
    client.post("/login", data={"email": DUONG, "link": "1"})
    link, both = letters()[0], Barrier(2)
    session().rollback()

    def press(_browser: int) -> int:
        both.wait()
        return app.test_client().post(link).status_code

    with ThreadPoolExecutor(2) as browsers:
        assert sorted(browsers.map(press, range(2))) == [303, 410]


def test_tries_at_the_same_moment_are_all_counted(app: Flask, client: FlaskClient, duong: str) -> None:
    all_at_once = Barrier(8)

    def guess(_browser: int) -> int:
        all_at_once.wait()
        return _try(app.test_client(), "a guess")

    with ThreadPoolExecutor(8) as browsers:
        assert sorted(browsers.map(guess, range(8))) == [422] * 5 + [429] * 3

"""How fast and how long: a relay in trouble, connections that are refused, the rate, waiting until empty."""

import threading
import time

import pytest
from flask import Flask

from ceremony.core.mail.breaker import Tally, breaker_of
from ceremony.core.mail.delivery import deliver_due, deliver_until_empty
from ceremony.core.mail.relay import Line
from tests.core.mail.letters import letters, queue
from tests.smtp_sink import Sink


@pytest.mark.parametrize("replies", [{"MAIL": "553 not your address"}, {"MAIL": "530 sign in"}, {"EHLO": "554 no"}])
def test_our_own_trouble_burns_no_attempt_and_is_probed_once_a_minute(
    app: Flask, sink: Sink, replies: dict[str, str]
) -> None:
    sink.behaviour.replies = replies | {"HELO": "554 no"}
    queue(3)
    tally = deliver_due(app)
    assert tally.trouble is not None
    assert next(iter(replies.values())) in tally.trouble
    assert {(letter.state.value, letter.attempts) for letter in letters()} == {("queued", 0)}
    assert all(next(iter(replies.values())) in letter.server_said for letter in letters())
    probes = sink.verbs.count("CONNECT")
    sink.behaviour.replies = {}
    assert deliver_due(app).trouble == tally.trouble
    assert sink.verbs.count("CONNECT") == probes
    assert 45 < breaker_of(app).seconds <= 60
    breaker_of(app).until = 0
    assert deliver_due(app) == Tally(accepted=3)


def test_a_relay_that_takes_one_connection_only_is_no_trouble(
    environment: dict[str, str], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment["CEREMONY_MAIL_CONNECTIONS"] = "4"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    sink.behaviour.delay = 0.02
    opened = Line.open

    def open_then_close_the_door(line: Line) -> None:
        opened(line)
        sink.behaviour.replies = {"CONNECT": "421 one is enough"}

    monkeypatch.setattr(Line, "open", open_then_close_the_door)
    queue(6)
    assert deliver_due(app) == Tally(accepted=6)


def test_a_relay_that_closes_a_line_and_takes_no_other_loses_no_letter(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    environment["CEREMONY_MAIL_CONNECTIONS"] = "3"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    sink.behaviour.delay = 0.02
    queue(12)
    sender = threading.Thread(target=lambda: tallies.append(deliver_due(app)))
    tallies: list[Tally] = []
    sender.start()
    while len(sink.messages) < 4:
        time.sleep(0.005)
    sink.behaviour.replies = {"CONNECT": "421 no more"}
    sink.behaviour.per_connection = 2
    while sink.verbs.count("CONNECT") < 4 and sender.is_alive():
        time.sleep(0.005)
    sink.behaviour.replies, sink.behaviour.per_connection = {}, None
    sender.join()
    breaker_of(app).close()
    total = tallies[0] + deliver_due(app)
    assert total.accepted == 12
    assert len(set(sink.ids)) == 12


def test_the_rate_is_kept(environment: dict[str, str], request: pytest.FixtureRequest) -> None:
    environment |= {"CEREMONY_MAIL_RATE": "600", "CEREMONY_MAIL_CONNECTIONS": "3"}
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    queue(6)
    assert deliver_due(app) == Tally(accepted=6)
    assert sink.moments[-1] - sink.moments[0] >= 0.45


def test_until_empty_waits_for_hold_backs_and_retries(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    environment["CEREMONY_MAIL_RETRY"] = "1"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    sink.behaviour.greylist = True
    queue(2, hold_seconds=1)
    rounds: list[None] = []
    assert deliver_until_empty(app, 20, lambda: rounds.append(None)) == Tally(accepted=2)
    assert len(rounds) > 1


def test_until_empty_does_not_wait_for_what_lies_beyond_its_seconds(app: Flask, sink: Sink) -> None:
    queue(1, hold_seconds=30)
    begin = time.monotonic()
    assert deliver_until_empty(app, 5, lambda: None) == Tally()
    assert time.monotonic() - begin < 4


def test_until_empty_outlives_a_relay_that_comes_back(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    environment["CEREMONY_MAIL_RETRY"] = "1"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    sink.behaviour.replies = {"CONNECT": "554 closed"}
    queue(2)

    def repair() -> None:
        if "CONNECT" in sink.verbs:
            sink.behaviour.replies = {}

    assert deliver_until_empty(app, 20, repair) == Tally(accepted=2)

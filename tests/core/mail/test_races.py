"""What happens between the body and the dot: withdrawals, lost leases, late words, a failing database."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ceremony.core import clock
from ceremony.core.db import transaction
from ceremony.core.mail import ledger
from ceremony.core.mail.actions import withdraw
from ceremony.core.mail.breaker import Tally
from ceremony.core.mail.delivery import deliver_due, deliver_until_empty
from ceremony.core.mail.models import Letter
from ceremony.core.mail.pen import Pen
from ceremony.core.mail.queries import count_states
from ceremony.core.mail.relay import Line
from ceremony.core.mail.rules import SENDER_DIED, WITHDRAWN, LetterState, Priority
from tests.core.mail.letters import THREAD, change, letters, queue, states
from tests.smtp_sink import Sink


def before_the_dot(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let *act* happen once, between the body and the fence of the first letter."""
    acted = threading.Event()
    transmit = Line.transmit

    def slowed(line: Line, sender: str, address: str, message: bytes, before_dot: Callable[[], None]) -> object:
        def then() -> None:
            if not acted.is_set():
                acted.set()
                in_another_process(act)
            before_dot()

        return transmit(line, sender, address, message, then)

    monkeypatch.setattr(Line, "transmit", slowed)


_APP: list[Flask] = []


def in_another_process(act: Callable[[], None]) -> None:
    """Do *act* on a session of its own, as another process would."""

    def alone() -> None:
        with _APP[-1].app_context():
            act()

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join()


@pytest.fixture
def other(app: Flask) -> Flask:
    """The application, known to `in_another_process`."""
    _APP.append(app)
    return app


def test_a_letter_withdrawn_before_the_dot_never_leaves(
    other: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel() -> None:
        with transaction():
            withdraw(THREAD, below=2)

    queue(3)
    before_the_dot(monkeypatch, cancel)
    assert deliver_due(other) == Tally()
    assert (states(), sink.messages) == (["cancelled"] * 3, [])
    assert {letter.server_said for letter in letters()} == {WITHDRAWN}


def test_a_lost_lease_stops_the_letter_before_the_dot(
    other: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    before_the_dot(monkeypatch, lambda: change(lease_until=clock.real_now() - timedelta(seconds=1)))
    assert deliver_due(other) == Tally()
    assert sink.messages == []
    monkeypatch.undo()
    assert deliver_due(other) == Tally(accepted=1)


def test_a_letter_refused_at_the_dot_after_the_withdrawal_does_not_come_back(
    other: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    sink.behaviour.replies = {"DOT": "451 later"}

    def cancelled_meanwhile() -> None:
        with transaction():
            assert withdraw(THREAD, below=2) == 0

    dot = Line._dot

    def late_dot(line: Line, host: object) -> object:
        in_another_process(cancelled_meanwhile)
        return dot(line, host)  # type: ignore[arg-type]

    monkeypatch.setattr(Line, "_dot", late_dot)
    assert deliver_due(other) == Tally()
    assert states() == ["cancelled"]
    assert letters()[0].server_said == WITHDRAWN


def test_racing_a_withdrawal_no_letter_becomes_transmitting_after_the_commit(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    environment["CEREMONY_MAIL_CONNECTIONS"] = "3"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    sink.behaviour.delay = 0.003
    queue(200)
    sender = threading.Thread(target=deliver_due, args=(app,))
    sender.start()
    while len(sink.messages) < 5:
        time.sleep(0.005)
    with transaction():
        withdraw(THREAD, below=2)
    reached = {letter.recipient for letter in letters() if letter.state is not LetterState.CANCELLED}
    sender.join()
    assert {message.to for message in sink.messages} == {
        letter.address for letter in letters() if letter.recipient in reached
    }
    counts = count_states(THREAD)
    assert counts["cancelled"] == 200 - len(reached)
    assert counts["accepted"] == len(reached)
    assert 5 <= len(reached) < 200


def test_a_sign_in_letter_joins_a_long_run(other: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceremony.core.mail.run._FRESH_SECONDS", 0.0)
    queue(6)
    before_the_dot(monkeypatch, lambda: queue(1, thread="sign-in", priority=Priority.SIGN_IN) and None)
    assert deliver_due(other) == Tally(accepted=7)
    places = {letter.message_id: letter.priority for letter in letters()}
    assert [places[message_id] for message_id in sink.ids].index(Priority.SIGN_IN) == 1


def test_the_server_s_late_word_settles_a_letter_that_was_held_unknown(
    other: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    dot = Line._dot

    def lost(line: Line, host: object) -> object:
        in_another_process(lambda: change(state=LetterState.UNKNOWN))
        return dot(line, host)  # type: ignore[arg-type]

    monkeypatch.setattr(Line, "_dot", lost)
    assert deliver_due(other) == Tally(accepted=1)
    assert states() == ["accepted"]


def test_the_letters_of_a_dead_worker_are_taken_over(app: Flask, sink: Sink) -> None:
    queue(2)
    ended = clock.real_now() - timedelta(seconds=1)
    change(owner="dead", lease_until=ended, state=LetterState.CLAIMED)
    first = letters()[0].id
    with transaction() as writing:
        writing.execute(sa.update(Letter).where(Letter.id == first).values(state=LetterState.TRANSMITTING))
    assert deliver_due(app) == Tally(accepted=1, unknown=1)
    assert [letter.state.value for letter in letters()] == ["unknown", "accepted"]
    assert letters()[0].server_said == SENDER_DIED


def test_asked_to_stop_it_finishes_the_letter_under_way(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    dot = Line._dot

    def stopped(line: Line, host: object) -> object:
        stop.set()
        return dot(line, host)  # type: ignore[arg-type]

    monkeypatch.setattr(Line, "_dot", stopped)
    queue(5)
    assert deliver_due(app, stop=stop) == Tally(accepted=1)
    assert sorted(states()) == ["accepted"] + ["queued"] * 4


def test_a_database_that_fails_before_the_dot_keeps_the_letter_for_later(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise sa.exc.OperationalError("UPDATE letter", {}, Exception("database or disk is full"))

    queue(2)
    monkeypatch.setattr(ledger, "to_the_dot", fail)
    with pytest.raises(sa.exc.OperationalError):
        deliver_due(app)
    assert (sorted(states()), sink.messages) == (["claimed", "queued"], [])
    monkeypatch.undo()
    assert deliver_until_empty(app, 10, lambda: None) == Tally(accepted=2)


def test_one_failing_write_does_not_take_the_others_with_it(app: Flask) -> None:
    def fail(_writing: Session) -> None:
        raise ValueError

    queue(2)
    pen, outcomes = Pen(shared=True), []

    def write(operation: Callable[[Session], object]) -> None:
        with app.app_context():
            try:
                pen.write(operation)
                outcomes.append("written")
            except ValueError:
                outcomes.append("failed")

    settle_all = sa.update(Letter).values(state=LetterState.ACCEPTED)
    operations = [lambda writing: writing.execute(settle_all), fail]
    with pen._turn:
        threads = [threading.Thread(target=write, args=(operation,)) for operation in operations]
        for thread in threads:
            thread.start()
        while len(pen._waiting) < len(operations):
            time.sleep(0.005)
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["failed", "written"]
    assert states() == ["accepted"] * 2

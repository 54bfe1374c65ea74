"""Letters on their way: what is due leaves once, what fails is told from what is unknown."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ceremony.core import clock
from ceremony.core.db import transaction
from ceremony.core.mail import ledger
from ceremony.core.mail.actions import Recipient, settle, withdraw
from ceremony.core.mail.announcers import announcers
from ceremony.core.mail.breaker import Tally, breaker_of
from ceremony.core.mail.delivery import deliver_due, deliver_until_empty, queue_what_is_behind
from ceremony.core.mail.models import Letter
from ceremony.core.mail.pen import Pen
from ceremony.core.mail.queries import count_states
from ceremony.core.mail.relay import Line
from ceremony.core.mail.rules import EXPIRED, NO_ANSWER, SENDER_DIED, WITHDRAWN, Decision, LetterState, Priority
from tests.core.mail.letters import THREAD, letters, queue
from tests.smtp_sink import Sink


def change(**values: object) -> None:
    """Change all letters."""
    with transaction() as writing:
        writing.execute(sa.update(Letter).values(**values))


def due_again() -> None:
    """Let the time between two tries pass."""
    change(next_try_at=clock.real_now() - timedelta(seconds=1))


def states() -> list[str]:
    """Return the states of all letters in order."""
    return [letter.state.value for letter in letters()]


def test_every_letter_arrives_once_with_the_words_of_the_server(app: Flask, sink: Sink) -> None:
    queue(20)
    assert deliver_due(app) == Tally(accepted=20)
    assert sorted(sink.ids) == sorted(letter.message_id for letter in letters())
    assert {(letter.state, letter.server_said, letter.attempts) for letter in letters()} == {
        (LetterState.ACCEPTED, "250 taken", 1)
    }
    assert deliver_due(app) == Tally()
    assert len(sink.messages) == 20


def test_several_connections_share_the_work(environment: dict[str, str], request: pytest.FixtureRequest) -> None:
    environment["CEREMONY_MAIL_CONNECTIONS"] = "4"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    sink.behaviour.delay = 0.005
    queue(40)
    assert deliver_due(app) == Tally(accepted=40)
    assert len(set(sink.ids)) == 40
    assert sink.verbs.count("CONNECT") == 4


def test_the_urgent_leave_first_and_the_hosts_take_turns(app: Flask, sink: Sink) -> None:
    queue(3, host="A")
    queue(2, host="B", thread="b")
    queue(1, host="A", thread="sign-in", priority=Priority.SIGN_IN)
    deliver_due(app)
    order = {letter.message_id: (letter.host, letter.priority) for letter in letters()}
    assert [order[message_id] for message_id in sink.ids] == [
        ("A", 0),
        *(("A", 20), ("B", 20), ("A", 20), ("B", 20), ("A", 20)),
    ]


def test_a_held_back_letter_waits(app: Flask, sink: Sink) -> None:
    queue(1, hold_seconds=60)
    assert deliver_due(app) == Tally()
    due_again()
    assert deliver_due(app) == Tally(accepted=1)


def test_an_expired_letter_is_cancelled_with_its_reason_and_without_its_slots(app: Flask, sink: Sink) -> None:
    queue(1, expires_at=clock.now() - timedelta(minutes=1))
    assert deliver_due(app) == Tally()
    (letter,) = letters()
    assert (letter.state, letter.server_said, letter.slots) == (LetterState.CANCELLED, EXPIRED, None)


def test_a_one_time_link_does_not_outlive_its_letter(app: Flask, sink: Sink) -> None:
    queue(1, one_time=("token",))
    queue(1, key="request:2")
    deliver_due(app)
    first, second = letters()
    assert first.slots is not None
    assert second.slots is not None
    assert (first.slots["token"], first.slots["name"], second.slots["token"]) == ("", "Người thứ 1", "t1")


@pytest.mark.parametrize(
    ("replies", "state", "tally"),
    [
        ({"RCPT": "550 5.1.1 nobody"}, "failed", Tally(failed=1)),
        ({"DOT": "554 5.7.1 spam"}, "failed", Tally(failed=1)),
        ({"RCPT": "451 4.7.1 later"}, "queued", Tally()),
        ({"DOT": "452 4.3.1 full"}, "queued", Tally()),
        ({"MAIL": "421 4.3.2 down"}, "queued", Tally()),
        ({"DOT": "hm, what"}, "unknown", Tally(unknown=1)),
    ],
)
def test_the_reply_decides_and_is_kept(
    app: Flask, sink: Sink, replies: dict[str, str], state: str, tally: Tally
) -> None:
    sink.behaviour.replies = replies
    queue()
    assert deliver_due(app) == tally
    (letter,) = letters()
    assert (letter.state.value, letter.attempts) == (state, 1)
    assert next(iter(replies.values())).split()[-1] in letter.server_said


def test_greylisting_costs_one_more_try_and_no_letter(app: Flask, sink: Sink) -> None:
    sink.behaviour.greylist = True
    queue(5)
    before = clock.real_now()
    assert deliver_due(app) == Tally()
    for letter in letters():
        assert 48 <= (letter.next_try_at - before).total_seconds() <= 90
    due_again()
    assert deliver_due(app) == Tally(accepted=5)
    assert {letter.attempts for letter in letters()} == {2}


def test_after_five_days_a_letter_is_given_up(app: Flask, sink: Sink) -> None:
    sink.behaviour.replies = {"RCPT": "451 later"}
    queue()
    change(hold_until=clock.real_now() - timedelta(days=5, minutes=1))
    assert deliver_due(app) == Tally(failed=1)
    assert states() == ["failed"]


def test_one_refused_recipient_stops_nobody_else(app: Flask, sink: Sink) -> None:
    sink.behaviour.refuse = {"cb002@example.gov.vn"}
    queue(3)
    assert deliver_due(app) == Tally(accepted=2, failed=1)
    assert states() == ["accepted", "failed", "accepted"]


def test_silence_after_the_dot_is_unknown_and_is_never_sent_again_by_itself(app: Flask, sink: Sink) -> None:
    sink.behaviour.drop = {"DOT"}
    queue()
    assert deliver_due(app) == Tally(unknown=1)
    sink.behaviour.drop = set()
    due_again()
    assert deliver_due(app) == Tally()
    (letter,) = letters()
    assert (letter.state, letter.server_said) == (LetterState.UNKNOWN, NO_ANSWER)
    with transaction():
        settle(letter.message_id, Decision.RESEND, real_now=clock.real_now())
    assert deliver_due(app) == Tally(accepted=1)
    assert sink.ids == [letter.message_id] * 2
    assert sink.messages[0].data == sink.messages[1].data


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


def test_a_letter_that_cannot_be_filled_fails_and_the_others_leave(app: Flask, sink: Sink) -> None:
    queue(2)
    with transaction() as writing:
        writing.execute(sa.update(Letter).where(Letter.recipient == "invitation:1").values(slots={}))
    assert deliver_due(app) == Tally(accepted=1, failed=1)


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
    """Do *act* on a session of its own, as a page of another process would."""

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


def test_the_rate_is_kept(environment: dict[str, str], request: pytest.FixtureRequest) -> None:
    environment |= {"CEREMONY_MAIL_RATE": "600", "CEREMONY_MAIL_CONNECTIONS": "3"}
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    queue(6)
    assert deliver_due(app) == Tally(accepted=6)
    assert sink.moments[-1] - sink.moments[0] >= 0.45


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


def test_what_is_behind_is_queued_in_a_transaction_of_its_own(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def announce(now: datetime, real_now: datetime) -> None:
        from_feature.append((now, real_now))

    from_feature: list[tuple[datetime, datetime]] = []
    monkeypatch.setattr("ceremony.core.mail.delivery.announcers", [*announcers, announce])
    queue_what_is_behind(app)
    assert len(from_feature) == 1


def test_three_hundred_letters_of_one_host_do_not_starve_the_ten_of_another(app: Flask, sink: Sink) -> None:
    queue(300, host="A")
    queue(
        recipients=[Recipient(f"b:{n}", f"b{n}@example.gov.vn", {"token": "t"}) for n in range(10)],
        host="B",
        thread="b",
    )
    deliver_due(app)
    places = [place for place, message in enumerate(sink.messages) if message.to.startswith("b")]
    assert max(places) < 30


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


def test_in_a_rehearsal_letters_bear_the_office_s_date_and_leave_in_real_time(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    environment["CEREMONY_CLOCK"] = "2021-07-26T08:00+07:00"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    queue(1, expires_at=clock.now() + timedelta(days=7))
    assert deliver_due(app) == Tally(accepted=1)
    assert b"\r\nDate: Mon, 26 Jul 2021 08:00:" in sink.messages[0].data
    assert letters()[0].hold_until > clock.now() + timedelta(days=365)

"""Letters on their way: what is due leaves once, what fails is told from what is unknown."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.core import clock
from ceremony.core.db import transaction
from ceremony.core.mail.actions import Recipient, settle
from ceremony.core.mail.breaker import Tally
from ceremony.core.mail.delivery import deliver_due
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import EXPIRED, NO_ANSWER, Decision, LetterState, Priority
from tests.core.mail.letters import change, due_again, letters, queue, states
from tests.smtp_sink import Sink


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


def test_a_letter_that_cannot_be_filled_fails_and_the_others_leave(app: Flask, sink: Sink) -> None:
    queue(2)
    with transaction() as writing:
        writing.execute(sa.update(Letter).where(Letter.recipient == "invitation:1").values(slots={}))
    assert deliver_due(app) == Tally(accepted=1, failed=1)


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


def test_in_a_rehearsal_letters_bear_the_office_s_date_and_leave_in_real_time(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    environment["CEREMONY_CLOCK"] = "2021-07-26T08:00+07:00"
    app, sink = request.getfixturevalue("app"), request.getfixturevalue("sink")
    queue(1, expires_at=clock.now() + timedelta(days=7))
    assert deliver_due(app) == Tally(accepted=1)
    assert b"\r\nDate: Mon, 26 Jul 2021 08:00:" in sink.messages[0].data
    assert letters()[0].hold_until > clock.now() + timedelta(days=365)

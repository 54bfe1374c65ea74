"""`ceremony mail …` as people and scripts see it."""

import re
import socket

import pytest
from flask import Flask

from ceremony.core import clock
from ceremony.core.mail.breaker import breaker_of
from ceremony.core.mail.rules import LetterState
from tests.cast import Cast
from tests.conftest import Run
from tests.core.mail.letters import change, letters, queue
from tests.smtp_sink import Sink

KEYS = ["to", "kind", "month", "revision", "state", "attempts", "server_said", "message_id"]


def test_deliver_sends_what_is_due_and_says_what_waits(ceremony: Run, sink: Sink) -> None:
    queue(2)
    queue(1, key="later", hold_seconds=3600)
    answer = ceremony("mail", "deliver")
    assert answer.json == {"accepted": 2, "failed": 0, "unknown": 0, "queued": 1}
    assert (answer.code, answer.err) == (0, "")


def test_deliver_until_empty_waits_for_the_hold_back(ceremony: Run, sink: Sink) -> None:
    queue(1, hold_seconds=1)
    assert ceremony("mail", "deliver", "--until-empty", "10").json == {
        "accepted": 1,
        "failed": 0,
        "unknown": 0,
        "queued": 0,
    }


def test_a_dead_server_leaves_the_letters_queued_with_one_sentence(ceremony: Run, sink: Sink) -> None:
    queue(2)
    sink.behaviour.replies = {"CONNECT": "554 closed"}
    answer = ceremony("mail", "deliver")
    assert answer.json == {"accepted": 0, "failed": 0, "unknown": 0, "queued": 2}
    assert answer.code == 0
    assert "554 closed" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert {row["server_said"] for row in ceremony("mail", "list").json} == {"554 closed"}


def test_a_test_letter_brings_the_server_s_words(ceremony: Run, sink: Sink) -> None:
    answer = ceremony("mail", "test", "vanphong@example.gov.vn")
    assert list(answer.json) == KEYS
    assert (answer.json["state"], answer.json["server_said"]) == ("accepted", "250 taken")
    assert [message.to for message in sink.messages] == ["vanphong@example.gov.vn"]


def test_a_test_letter_sends_no_other_letter_and_asks_even_a_relay_in_trouble(
    app: Flask, ceremony: Run, sink: Sink
) -> None:
    queue(1)
    breaker_of(app).until = clock.real_seconds() + 60
    assert ceremony("mail", "test", "vanphong@example.gov.vn").code == 0
    assert len(sink.messages) == 1


@pytest.mark.parametrize(
    "replies", [{"RCPT": "550 5.1.1 nobody"}, {"MAIL": "553 not you"}, {"CONNECT": "554 x"}, {"DOT": "451 later"}]
)
def test_a_refused_test_letter_is_a_refusal_with_the_words_and_waits_no_longer(
    ceremony: Run, sink: Sink, replies: dict[str, str]
) -> None:
    sink.behaviour.replies = replies
    answer = ceremony("mail", "test", "vanphong@example.gov.vn")
    assert (answer.code, answer.out) == (1, "")
    assert next(iter(replies.values())) in answer.err
    assert ceremony("mail", "status").json["queued"] == 0


def test_an_unreachable_server_is_a_refusal_with_words(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        environment["CEREMONY_MAIL_PORT"] = str(free.getsockname()[1])
    answer = request.getfixturevalue("ceremony")("mail", "test", "vanphong@example.gov.vn")
    assert answer.code == 1
    assert "refused" in answer.err


@pytest.mark.parametrize("address", ["nobody", "a@", "hướng@example.gov.vn", "a@b.vn\r\nBcc: c@d.vn"])
def test_a_malformed_address_is_wrong_input(ceremony: Run, sink: Sink, address: str) -> None:
    answer = ceremony("mail", "test", address)
    assert (answer.code, answer.out) == (2, "")
    assert sink.verbs == []


def test_the_status_has_all_nine_states(ceremony: Run) -> None:
    queue(2)
    assert ceremony("mail", "status").json == {
        "queued": 2,
        "claimed": 0,
        "transmitting": 0,
        "accepted": 0,
        "unknown": 0,
        "failed": 0,
        "cancelled": 0,
        "delivered": 0,
        "bounced": 0,
    }


def test_the_list_shows_each_letter_and_can_be_narrowed(ceremony: Run, cast: Cast) -> None:
    queue(2)
    queue(1, thread="other", host=cast.guest)
    rows = ceremony("mail", "list").json
    assert list(rows[0]) == KEYS
    assert (rows[0]["to"], rows[0]["month"], rows[0]["state"]) == ("cb001@example.gov.vn", "2021-08", "queued")
    assert re.fullmatch(r"<[0-9a-f]{24}@example\.gov\.vn>", rows[0]["message_id"])
    assert len(rows) == 3
    assert ceremony("mail", "list", "--state", "accepted").json == []
    assert len(ceremony("mail", "list", "--unit", cast.host).json) == 2
    assert ceremony("mail", "list", "--state", "lost").code == 2


def test_a_person_settles_what_is_unknown(ceremony: Run, sink: Sink) -> None:
    queue(2)
    change(state=LetterState.UNKNOWN)
    first, second = (letter.message_id for letter in letters())
    assert ceremony("mail", "settle", first, "accepted").json["state"] == "accepted"
    assert ceremony("mail", "settle", second, "resend").json["state"] == "queued"
    assert ceremony("mail", "deliver").json["accepted"] == 1
    again = ceremony("mail", "settle", first, "resend")
    assert (again.code, again.out) == (1, "")
    assert ceremony("mail", "settle", "<x@y>", "resend").code == 2
    assert ceremony("mail", "settle", first, "perhaps").code == 2
    assert ceremony("audit", "verify").json["entries"] == 2


def test_reconciling_holds_what_was_on_its_way(ceremony: Run) -> None:
    queue(2)
    change(state=LetterState.TRANSMITTING, owner="x")
    assert ceremony("mail", "reconcile").json == {"to_unknown": 2}
    assert ceremony("mail", "reconcile").json == {"to_unknown": 0}
    assert "restored" in ceremony("mail", "list").json[0]["server_said"]


def test_people_read_a_table(ceremony: Run) -> None:
    queue(1)
    assert "cb001@example.gov.vn" in ceremony("mail", "list", json=False).out
    assert ceremony("mail", "deliver", json=False).out.splitlines()[0].split() == ["accepted", "1"]

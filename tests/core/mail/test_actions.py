"""What is written into the outbox, what withdraws it, and what a person may decide."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.core import clock
from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session, transaction
from ceremony.core.mail.actions import (
    Recipient,
    Released,
    queue_letters,
    reconcile,
    release_expired_leases,
    settle,
    withdraw,
)
from ceremony.core.mail.editions import make_edition
from ceremony.core.mail.models import Edition, Letter
from ceremony.core.mail.queries import count_states, count_waiting, get_letter, gone_out, list_letters, waiting
from ceremony.core.mail.rules import (
    AlreadySettled,
    BadAddress,
    Decision,
    LetterOvertaken,
    LetterState,
    UnknownLetter,
    address_problem,
)
from tests.core.mail.letters import INVITATION, THREAD, change, letters, queue, recipients, states


def put(state: LetterState) -> None:
    """Put all letters into *state*."""
    change(state=state)


def test_the_same_announcement_is_written_once(app: Flask) -> None:
    assert queue(3) == 3
    assert queue(3) == 0
    assert queue(5) == 2
    assert count_states(THREAD) == dict.fromkeys(LetterState, 0) | {"queued": 5}
    assert session().scalar(sa.select(sa.func.count()).select_from(Edition)) == 2


def test_a_recipient_named_twice_gets_one_letter(app: Flask) -> None:
    assert queue(recipients=recipients(2) + recipients(2)) == 2


@pytest.mark.parametrize("state", [LetterState.CANCELLED, LetterState.FAILED, LetterState.BOUNCED])
def test_a_letter_that_never_arrived_does_not_stop_the_next_one(app: Flask, state: LetterState) -> None:
    queue()
    put(state)
    assert queue() == 1


@pytest.mark.parametrize("state", sorted(set(LetterState) - {"cancelled", "failed", "bounced"}))
def test_a_letter_that_may_have_arrived_stops_the_next_one(app: Flask, state: LetterState) -> None:
    queue()
    put(state)
    assert queue() == 0


def test_a_second_reminder_has_its_own_key(app: Flask) -> None:
    queue(key="reminder:1:2021-07-30")
    assert queue(key="reminder:1:2021-07-31") == 1


def test_a_rolled_back_decision_leaves_no_letter(app: Flask) -> None:
    def decide() -> None:
        with transaction():
            edition = make_edition(INVITATION, clock.now())
            queue_letters(edition, recipients(2), key="k", now=clock.now(), real_now=clock.real_now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        decide()
    assert letters() == []


def test_a_letter_without_its_slots_is_not_written(app: Flask) -> None:
    with pytest.raises(ValueError, match="token"):
        queue(recipients=[Recipient("invitation:1", "cb01@example.gov.vn")])


def test_a_domain_with_marks_travels_as_punycode_and_a_local_part_with_marks_is_refused(app: Flask) -> None:
    queue(recipients=[Recipient("invitation:1", "cb01@sở.vn", {"token": "t"})])
    assert letters()[0].address == "cb01@xn--s-lym.vn"
    with pytest.raises(BadAddress):
        queue(recipients=[Recipient("invitation:2", "hướng@example.gov.vn", {"token": "t"})])


@pytest.mark.parametrize("address", ["cb01@example.gov.vn", "cb01@xn--s-lym.vn", "cb01@sở.vn", "o'neil+x@a.vn"])
def test_a_usable_address_has_no_problem(address: str) -> None:
    assert address_problem(address) is None


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@a.vn", "a@b", "a b@c.vn", "a@c.vn\n", "a@c.vn\r\nBcc: x@y.vn", "hướng@c.vn", "=?x?q?y?=@c.vn"],
)
def test_an_unusable_address_has_a_problem_in_words(address: str) -> None:
    assert address_problem(address)


def test_withdrawing_cancels_what_waits_and_marks_what_is_at_the_dot(app: Flask) -> None:
    queue(4)
    ids = [letter.id for letter in letters()]
    flying = [LetterState.CLAIMED, LetterState.TRANSMITTING, LetterState.UNKNOWN, LetterState.ACCEPTED]
    with transaction() as open_session:
        for number, state in zip(ids, flying, strict=True):
            open_session.execute(sa.update(Letter).where(Letter.id == number).values(state=state))
    with transaction():
        assert withdraw(THREAD, below=2) == 1
    assert states() == ["cancelled", "transmitting", "unknown", "accepted"]
    assert [letter.withdrawn for letter in letters()] == [True, True, True, False]


def test_withdrawing_spares_the_new_revision_other_threads_and_other_people(app: Flask) -> None:
    queue(2)
    queue(2, revision=2, key="request:2")
    queue(1, thread="other")
    with transaction():
        assert withdraw(THREAD, below=2, recipients=["invitation:1"]) == 1
    assert states() == ["cancelled", "queued", "queued", "queued", "queued"]
    with transaction():
        assert withdraw(THREAD) == 3
    assert states()[-1] == "queued"


def test_after_undo_the_same_letters_are_written_again(app: Flask) -> None:
    queue(3)
    with transaction():
        withdraw(THREAD)
    assert queue(3) == 3


def test_an_unknown_letter_is_settled_by_a_decision_that_is_recorded(app: Flask) -> None:
    queue(2)
    put(LetterState.UNKNOWN)
    first, second = (letter.message_id for letter in letters())
    with transaction():
        settle(first, Decision.ACCEPTED, real_now=clock.real_now())
        settle(second.strip("<>"), Decision.RESEND, real_now=clock.real_now())
    assert states() == ["accepted", "queued"]
    assert [entry.act for entry in session().query(AuditEntry)] == ["settle letter"] * 2


def test_only_an_unknown_letter_may_be_settled(app: Flask) -> None:
    queue()
    message_id = letters()[0].message_id
    with transaction(), pytest.raises(AlreadySettled):
        settle(message_id, Decision.RESEND, real_now=clock.real_now())
    with transaction(), pytest.raises(UnknownLetter):
        settle("<nobody@example.gov.vn>", Decision.RESEND, real_now=clock.real_now())


@pytest.mark.parametrize("way", ["withdrawn", "a newer one"])
def test_a_letter_that_speaks_of_the_past_is_not_sent_again(app: Flask, way: str) -> None:
    queue()
    put(LetterState.UNKNOWN)
    if way == "withdrawn":
        with transaction():
            withdraw(THREAD, below=2)
    else:
        queue(revision=2, key="request:2")
    message_id = letters()[0].message_id
    with transaction(), pytest.raises(LetterOvertaken):
        settle(message_id, Decision.RESEND, real_now=clock.real_now())


def test_after_a_restore_whatever_was_on_its_way_is_unknown(app: Flask) -> None:
    queue(3)
    first, second, _third = letters()
    with transaction() as open_session:
        open_session.execute(sa.update(Letter).where(Letter.id == first.id).values(state=LetterState.CLAIMED))
        open_session.execute(sa.update(Letter).where(Letter.id == second.id).values(state=LetterState.TRANSMITTING))
    with transaction():
        assert reconcile(real_now=clock.real_now()) == 2
    assert states() == ["unknown", "unknown", "queued"]


def test_an_ended_lease_gives_back_what_was_unsent_and_leaves_the_rest_unknown(app: Flask) -> None:
    queue(4)
    moment = clock.real_now()
    ids = [letter.id for letter in letters()]
    ended, running = moment - timedelta(seconds=1), moment + timedelta(seconds=9)
    held = [
        (LetterState.CLAIMED, ended),
        (LetterState.TRANSMITTING, ended),
        (LetterState.CLAIMED, running),
        (LetterState.TRANSMITTING, running),
    ]
    with transaction() as open_session:
        for number, (state, lease) in zip(ids, held, strict=True):
            values = {"state": state, "lease_until": lease, "owner": "x"}
            open_session.execute(sa.update(Letter).where(Letter.id == number).values(**values))
    with transaction():
        assert release_expired_leases(moment) == Released(queued=1, unknown=1)
    assert states() == ["queued", "unknown", "claimed", "transmitting"]


def test_the_lists_say_what_people_ask(app: Flask) -> None:
    queue(2)
    queue(1, revision=2, key="request:2")
    queue(1, thread="other", host="KHAC")
    assert count_states(host="KHAC")["queued"] == 1
    assert (count_waiting(), waiting(THREAD)) == (4, 3)
    assert gone_out(THREAD) == {}
    put(LetterState.ACCEPTED)
    assert gone_out(THREAD) == {"invitation:1": 2, "invitation:2": 1}
    assert gone_out(THREAD, kinds=["cancel"]) == {}
    row = list_letters(LetterState.ACCEPTED, host="SNV")[0]
    assert (row.to, row.kind, row.month, row.revision) == ("cb001@example.gov.vn", "request", "2021-08", 1)
    assert get_letter(row.message_id).recipient == "invitation:1"


def test_the_date_of_a_letter_is_the_office_s_and_its_id_lies_in_the_sender_s_domain(app: Flask) -> None:
    queue(draft=replace(INVITATION, sender_address="chaoco@so.example.gov.vn"))
    letter = letters()[0]
    assert letter.message_id.endswith("@so.example.gov.vn>")
    assert letter.written_at.microsecond == 0

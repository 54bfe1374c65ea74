"""Inviting, changing and answering, by command and over real SMTP."""

import sqlalchemy as sa
import time_machine
from flask import Flask

from ceremony.core.db import session, transaction
from ceremony.people.models import Person
from tests.cast import Cast, add_person
from tests.conftest import Run
from tests.invitations.conftest import EVERYBODY, SEED, Post


def _sent(ceremony: Run, post: Post) -> None:
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 4
    assert ceremony("mail", "deliver").json["accepted"] == 4
    post.news()


def test_everybody_and_the_guest_get_one_letter_with_date_place_and_topic(
    planned: Cast, ceremony: Run, post: Post
) -> None:
    sent = ceremony("invitations", "send", "2021-08", "--now").json
    assert sent == {"invited": 4, "letters": 4, "problems": []}
    assert ceremony("mail", "deliver").json == {"accepted": 4, "failed": 0, "unknown": 0, "queued": 0}
    letters = post.news()
    assert [mail.to for mail in letters] == EVERYBODY
    for mail in letters:
        for words in ("02/8/2021", "07h00", "Sân trụ sở", SEED):
            assert words in mail.text
        assert mail.link.startswith("http://localhost:8000/i/")
        assert mail.message["Auto-Submitted"] == "auto-generated"
        assert mail.message["Reply-To"] == "vanphong@example.gov.vn"
        assert mail.message["From"].addresses[0].addr_spec == "chaoco@example.gov.vn"


def test_a_second_send_writes_to_newcomers_only(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    assert ceremony("invitations", "send", "2021-08", "--now").json == {"invited": 4, "letters": 0, "problems": []}
    with transaction():
        unit = session().scalars(sa.select(Person).where(Person.staff_code == "CB02")).one().unit
        add_person(unit, unit.parent, "CB04", "Phạm Văn Thí Dụ", "Chuyên viên")
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 1
    ceremony("mail", "deliver")
    assert [mail.to for mail in post.news()] == ["cb04@example.gov.vn"]


def test_a_guest_that_is_no_more_is_not_written_to(planned: Cast, ceremony: Run, post: Post) -> None:
    assert ceremony("people", "close-unit", planned.guest, "2021-07-26").code == 0
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 3
    again = ceremony("schedule", "guest", planned.guest)
    assert (again.code, again.out) == (1, "")


def test_who_moved_to_another_host_is_still_found_on_the_list_they_are_invited_by(
    planned: Cast, ceremony: Run, post: Post
) -> None:
    _sent(ceremony, post)
    assert ceremony("people", "move", "CB02", planned.guest, "2021-07-26").code == 0
    answered = ceremony("invitations", "answer", "2021-08", "cb02", "accepted").json
    assert answered == {"who": "Võ Thị Hướng Dương", "answer": "accepted", "source": "office"}


def test_who_has_no_address_is_invited_and_named_as_a_problem(planned: Cast, ceremony: Run, post: Post) -> None:
    with transaction() as writing:
        writing.scalars(sa.select(Person).where(Person.staff_code == "CB02")).one().email = None
    sent = ceremony("invitations", "send", "2021-08", "--now").json
    assert (sent["invited"], sent["letters"]) == (4, 3)
    assert [problem["who"] for problem in sent["problems"]] == ["Võ Thị Hướng Dương"]
    with transaction() as writing:
        writing.scalars(sa.select(Person).where(Person.staff_code == "CB02")).one().email = "duong@example.gov.vn"
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 1


def test_a_moved_ceremony_tells_everyone_once(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Phòng, chống dịch")
    assert ceremony("mail", "deliver").json["accepted"] == 4
    letters = post.news()
    assert [mail.to for mail in letters] == EVERYBODY
    for mail in letters:
        (event,) = mail.calendar.events
        assert (mail.calendar.method, event.sequence) == ("REQUEST", 1)
        assert event.dtstart.isoformat() == "2021-08-09T07:00:00+07:00"
        assert [str(attendee.uri) for attendee in event.attendees] == [f"mailto:{mail.to}"]
        assert "Phòng, chống dịch" in mail.text
    assert ceremony("mail", "deliver").json["accepted"] == 0


def test_a_cancelled_ceremony_sends_each_invitee_one_cancel_with_the_same_uid(
    planned: Cast, ceremony: Run, post: Post
) -> None:
    assert ceremony("invitations", "send", "2021-08", "--now").code == 0
    ceremony("mail", "deliver")
    uids = {event.uid for mail in post.news() for event in mail.calendar.events}
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Dịch")
    ceremony("mail", "deliver")
    uids |= {event.uid for mail in post.news() for event in mail.calendar.events}
    ceremony("schedule", "cancel", "2021-08", "--reason", "Quốc tang")
    ceremony("mail", "deliver")
    letters = post.news()
    assert [mail.to for mail in letters] == EVERYBODY
    for mail in letters:
        (event,) = mail.calendar.events
        assert (mail.calendar.method, event.sequence, event.status) == ("CANCEL", 2, "CANCELLED")
        uids.add(event.uid)
    assert len(uids) == 1
    assert ceremony("mail", "deliver").json["accepted"] == 0


def test_a_postponed_ceremony_is_called_off_and_its_new_date_is_a_new_request(
    planned: Cast, ceremony: Run, post: Post
) -> None:
    _sent(ceremony, post)
    ceremony("schedule", "postpone", "2021-08", "--reason", "Dịch")
    ceremony("mail", "deliver")
    called_off = post.news()
    assert [(mail.calendar.method, mail.calendar.events[0].sequence) for mail in called_off] == [("CANCEL", 1)] * 4
    assert all("02/8/2021" in mail.text for mail in called_off)
    ceremony("schedule", "move", "2021-08", "2021-08-16", "--reason", "Hết dịch")
    ceremony("mail", "deliver")
    assert [(mail.calendar.method, mail.calendar.events[0].sequence) for mail in post.news()] == [("REQUEST", 2)] * 4


def test_two_moves_before_the_letters_leave_are_told_as_one(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    for day in ("2021-08-09", "2021-08-10"):
        ceremony("schedule", "move", "2021-08", day, "--reason", "Dịch")
    ceremony("mail", "deliver")
    assert [mail.calendar.events[0].sequence for mail in post.news()] == [2] * 4


def test_an_invitation_cancelled_before_it_left_is_never_heard_of(planned: Cast, ceremony: Run, post: Post) -> None:
    ceremony("invitations", "send", "2021-08", "--now")
    ceremony("schedule", "cancel", "2021-08", "--reason", "Quốc tang")
    assert ceremony("mail", "deliver").json == {"accepted": 0, "failed": 0, "unknown": 0, "queued": 0}
    assert post.news() == []


def test_letters_taken_back_can_be_sent_again(planned: Cast, ceremony: Run, post: Post, app: Flask) -> None:
    ceremony("invitations", "send", "2021-08", "--now")
    undone = ceremony("invitations", "undo", "2021-08").json
    assert (undone["letters"], undone["taken_back"]) == (0, 4)
    ceremony("mail", "deliver")
    assert post.news() == []
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 4
    ceremony("mail", "deliver")
    assert [mail.to for mail in post.news()] == EVERYBODY


def test_only_the_silent_are_reminded_and_once_a_day(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    answer = ceremony("invitations", "answer", "2021-08", planned.duong, "accepted", "--note", "qua điện thoại").json
    assert answer == {"who": "Võ Thị Hướng Dương", "answer": "accepted", "source": "office"}
    assert ceremony("invitations", "remind", "2021-08", "--now").json["letters"] == 3
    assert ceremony("invitations", "remind", "2021-08", "--now").json["letters"] == 0
    ceremony("mail", "deliver")
    assert [mail.to for mail in post.news()] == [one for one in EVERYBODY if one != "cb02@example.gov.vn"]


def test_who_leaves_before_the_day_is_not_asked_for_an_answer(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    assert ceremony("people", "leave", planned.duong, "2021-08-02").code == 0
    assert ceremony("invitations", "remind", "2021-08", "--now").json["letters"] == 3
    ceremony("mail", "deliver")
    assert "cb02@example.gov.vn" not in [mail.to for mail in post.news()]


def test_status_counts_answers_of_this_date_only(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    ceremony("invitations", "answer", "2021-08", planned.duong, "accepted")
    ceremony("invitations", "answer", "2021-08", planned.hoa, "declined")
    status = ceremony("invitations", "status", "2021-08").json
    assert {name: status[name] for name in ("invited", "accepted", "declined", "silent")} == {
        "invited": 4,
        "accepted": 1,
        "declined": 1,
        "silent": 2,
    }
    assert status["letters"]["accepted"] == 4
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Dịch")
    assert ceremony("invitations", "status", "2021-08").json["silent"] == 4


def test_nobody_is_invited_to_what_is_over_or_not_held(
    planned: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "cancel", "2021-09", "--reason", "Quốc tang")
    assert ceremony("invitations", "send", "2021-09").code == 1
    assert ceremony("invitations", "remind", "2021-08").code == 1
    clock.move_to("2021-08-02T07:00:00+07:00")
    late = ceremony("invitations", "send", "2021-08")
    assert (late.code, late.out, late.err.count("\n")) == (1, "", 1)


def test_a_late_invitation_is_sent_with_a_warning(planned: Cast, ceremony: Run, clock: time_machine.Traveller) -> None:
    clock.move_to("2021-07-30T08:00:00+07:00")
    sent = ceremony("invitations", "send", "2021-08")
    assert sent.json["letters"] == 4
    assert "3" in sent.err


def test_a_corrected_address_gets_the_letter_that_could_not_be_delivered(
    planned: Cast, ceremony: Run, post: Post
) -> None:
    post.sink.behaviour.refuse = {"cb02@example.gov.vn"}
    ceremony("invitations", "send", "2021-08", "--now")
    assert ceremony("mail", "deliver").json["failed"] == 1
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 0
    with transaction() as writing:
        writing.scalars(sa.select(Person).where(Person.staff_code == "CB02")).one().email = "duong@example.gov.vn"
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 1
    ceremony("mail", "deliver")
    assert "duong@example.gov.vn" in [mail.to for mail in post.news()]
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 0


def test_who_will_have_left_by_the_new_date_is_not_asked_to_come(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    ceremony("people", "leave", planned.duong, "2021-08-05")
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Dịch")
    ceremony("mail", "deliver")
    assert [mail.to for mail in post.news()] == [one for one in EVERYBODY if one != "cb02@example.gov.vn"]

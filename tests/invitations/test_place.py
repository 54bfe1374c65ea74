"""A change of time or place goes out once; what was called out on the spot goes out to nobody."""

from tests.cast import Cast
from tests.conftest import Run
from tests.invitations.conftest import EVERYBODY, Post


def _sent(ceremony: Run, post: Post) -> None:
    ceremony("schedule", "change", "2021-08", "--rain-place", "Hội trường")
    assert ceremony("invitations", "send", "2021-08", "--now").json["letters"] == 4
    assert ceremony("mail", "deliver").json["accepted"] == 4
    post.news()


def test_time_and_place_changed_twice_are_told_in_one_letter(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    assert ceremony("schedule", "change", "2021-08", "--start", "7h30").json["revision"] == 1
    assert ceremony("schedule", "change", "2021-08", "--place", "Nhà văn hóa").json["revision"] == 2
    assert ceremony("mail", "deliver", "--until-empty", "90").json["accepted"] == 4
    letters = post.news()
    assert [mail.to for mail in letters] == EVERYBODY
    for mail in letters:
        assert "07h30" in mail.text
        assert "Nhà văn hóa" in mail.text
        (event,) = mail.calendar.events
        assert (event.sequence, event.location) == (2, "Nhà văn hóa")


def test_what_nobody_must_know_sends_no_letter(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    assert ceremony("schedule", "change", "2021-08", "--dress", "Áo dài").json["revision"] == 0
    assert ceremony("mail", "deliver").json["accepted"] == 0


def test_rain_with_letters_tells_the_place_for_rain(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    assert ceremony("schedule", "rain", "2021-08").json["place"] == "Hội trường"
    assert ceremony("mail", "deliver", "--until-empty", "90").json["accepted"] == 4
    assert all("Hội trường" in mail.text for mail in post.news())


def test_rain_without_letters_sends_none_and_answers_stand(planned: Cast, ceremony: Run, post: Post) -> None:
    _sent(ceremony, post)
    ceremony("invitations", "answer", "2021-08", "CB02", "accepted")
    assert ceremony("schedule", "rain", "2021-08", "--quiet").json["revision"] == 1
    assert ceremony("mail", "deliver").json == {"accepted": 0, "failed": 0, "unknown": 0, "queued": 0}
    assert ceremony("invitations", "status", "2021-08").json["accepted"] == 1


def test_rain_without_letters_still_invites_whom_no_letter_reached(planned: Cast, ceremony: Run, post: Post) -> None:
    ceremony("schedule", "change", "2021-08", "--rain-place", "Hội trường")
    ceremony("invitations", "send", "2021-08", "--now")
    ceremony("schedule", "rain", "2021-08", "--quiet")
    assert ceremony("mail", "deliver", "--until-empty", "90").json["accepted"] == 4
    assert all("Hội trường" in mail.text for mail in post.news())

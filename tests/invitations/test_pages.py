"""The invitee's page: looking changes nothing, one press answers, an old answer falls silent."""

import re

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.leave.models import Leave
from tests.cast import Cast
from tests.conftest import Run
from tests.invitations.conftest import Mail, Post


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def letter(planned: Cast, ceremony: Run, post: Post) -> Mail:
    """The letter to Bà Võ Thị Hướng Dương."""
    ceremony("invitations", "send", "2021-08", "--now")
    ceremony("mail", "deliver")
    return next(mail for mail in post.news() if mail.to == "cb02@example.gov.vn")


def _answer() -> tuple[str | None, str | None]:
    session().rollback()
    found = session().scalars(sa.select(Invitation).where(Invitation.answer.is_not(None))).all()
    return (found[0].answer, found[0].answer_source) if found else (None, None)


def test_opening_the_link_changes_nothing(client: FlaskClient, letter: Mail) -> None:
    page = client.get(letter.path)
    assert page.status_code == 200
    assert "Võ Thị Hướng Dương" in page.text
    assert "02/08/2021" in page.text
    assert client.head(letter.path).status_code == 200
    assert _answer() == (None, None)


def test_one_press_accepts(client: FlaskClient, letter: Mail, ceremony: Run) -> None:
    assert client.post(letter.path, data={"answer": "accepted"}).status_code == 303
    assert _answer() == ("accepted", "link")
    assert ceremony("invitations", "status", "2021-08").json["accepted"] == 1


def test_declining_asks_leave_for_that_day_and_twice_asks_once(client: FlaskClient, letter: Mail) -> None:
    for _ in range(2):
        answer = client.post(letter.path, data={"answer": "declined", "kind": "sick", "note": "  Khám   bệnh "})
        assert answer.status_code == 303
    assert _answer() == ("declined", "link")
    (leave,) = session().scalars(sa.select(Leave)).all()
    assert (leave.kind, leave.note, leave.first_day.isoformat(), leave.state) == (
        "sick",
        "Khám bệnh",
        "2021-08-02",
        "asked",
    )


def test_who_comes_after_all_no_longer_asks_for_leave(client: FlaskClient, letter: Mail) -> None:
    client.post(letter.path, data={"answer": "declined", "kind": "travel"})
    client.post(letter.path, data={"answer": "accepted"})
    session().rollback()
    assert session().scalars(sa.select(Leave)).all() == []


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}, {"answer": "declined", "kind": "holiday"}])
def test_nonsense_is_answered_with_422_and_what_was_typed(
    client: FlaskClient, letter: Mail, data: dict[str, str]
) -> None:
    page = client.post(letter.path, data={**data, "note": "giữ nguyên"})
    assert page.status_code == 422
    assert "giữ nguyên" in page.text
    assert _answer() == (None, None)


def test_after_the_start_the_answer_is_closed(client: FlaskClient, letter: Mail, clock: time_machine.Traveller) -> None:
    clock.move_to("2021-08-02T07:00:00+07:00")
    assert client.get(letter.path).status_code == 200
    assert client.post(letter.path, data={"answer": "accepted"}).status_code == 410
    assert _answer() == (None, None)


def test_a_cancelled_ceremony_takes_no_answer(client: FlaskClient, letter: Mail, ceremony: Run) -> None:
    ceremony("schedule", "cancel", "2021-08", "--reason", "Quốc tang")
    assert "Quốc tang" in client.get(letter.path).text
    assert client.post(letter.path, data={"answer": "accepted"}).status_code == 409


def test_after_a_move_the_old_answer_is_shown_and_asked_again(client: FlaskClient, letter: Mail, ceremony: Run) -> None:
    client.post(letter.path, data={"answer": "accepted"})
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Dịch")
    page = client.get(letter.path).text
    assert "09/08/2021" in page
    assert "please answer again" in page


@pytest.mark.parametrize("token", ["x", "a.b.c", "IiI.AAAA", "%00"])
def test_a_forged_link_is_gone(client: FlaskClient, planned: Cast, token: str) -> None:
    assert client.get(f"/i/{token}").status_code == 410
    assert client.post(f"/i/{token}", data={"answer": "accepted"}).status_code == 410


def test_a_changed_token_opens_nobody_s_invitation(client: FlaskClient, letter: Mail) -> None:
    changed = letter.path[:-3] + ("AAA" if not letter.path.endswith("AAA") else "BBB")
    assert client.get(changed).status_code == 410


def _paper(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.split('class="paper"', 1)[1].split("large-date", 1)[0]).split())


def test_the_page_prints_as_a_paper_of_the_office_in_vietnamese(
    client: FlaskClient, letter: Mail, ceremony: Run
) -> None:
    ceremony("office", "set", "signer_title", "Giám đốc")
    session().rollback()
    paper = _paper(client.get(letter.path).text)
    for words in (
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Giấy mời Dự lễ chào cờ và sinh hoạt chính trị tháng 8",
        "Sở Mẫu trân trọng kính mời: Ông/Bà Võ Thị Hướng Dương, chuyên viên, Văn phòng.",
        "Thời gian: 07 giờ 00 phút, thứ Hai, ngày 02 tháng 8 năm 2021.",
        "./.",
        "ngày tháng 7 năm 2021",
        "Giám đốc",
    ):
        assert words in paper


def test_a_ceremony_without_a_date_prints_no_paper(client: FlaskClient, letter: Mail, ceremony: Run) -> None:
    ceremony("schedule", "postpone", "2021-08", "--reason", "Bão")
    session().rollback()
    assert 'class="paper"' not in client.get(letter.path).text

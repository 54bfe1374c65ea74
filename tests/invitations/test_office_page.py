"""The office's page of invitations: send with a minute to take back, remind, look, and who sees what."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.core.mail.models import Letter
from tests.cast import Cast
from tests.conftest import Run
from tests.invitations.conftest import Post
from tests.sign_in import csrf, sign_in

PAGE = "/ceremonies/SNV-2021-08/invitations"


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """The office of the tests, with the usual minute in which letters can be taken back."""
    return environment | {"CEREMONY_MAIL_HOLD_BACK": "60"}


@pytest.fixture
def office(app: Flask, planned: Cast) -> FlaskClient:
    """The browser of the chief of office."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _post(client: FlaskClient, act: str, **fields: str) -> str:
    answer = client.post(f"{PAGE}/{act}", data={"csrf_token": csrf(client), **fields})
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def _letters(state: str = "queued") -> int:
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).select_from(Letter).where(Letter.state == state)) or 0


def test_before_sending_the_page_has_one_red_button(office: FlaskClient) -> None:
    page = office.get(PAGE).text
    assert page.count("btn-primary") == 1
    assert "Send 4 invitations" in page


def test_sent_letters_can_be_taken_back_for_a_minute(office: FlaskClient) -> None:
    page = _post(office, "send")
    assert "4 letters will leave in" in page
    assert _letters() == 4
    page = _post(office, "undo")
    assert "4 letters were taken back" in page
    assert "Send 4 invitations" in page
    assert _letters() == 0


def test_one_unit_is_reminded_and_not_twice_on_one_day(office: FlaskClient, ceremony: Run, post: Post) -> None:
    ceremony("invitations", "send", "2021-08", "--now")
    ceremony("mail", "deliver")
    ceremony("invitations", "answer", "2021-08", "CB01", "accepted")
    page = office.get(PAGE).text
    assert "Remind 3 people who have not answered" in page
    _post(office, "remind", unit_code="SNV-VP")
    assert _letters() == 1
    assert "No reminder was written" in _post(office, "remind", unit_code="SNV-VP")
    _post(office, "remind")
    assert _letters() == 3


def test_the_preview_is_the_named_person_s_letter_and_its_link_opens_nothing(office: FlaskClient) -> None:
    page = office.get(PAGE, query_string={"who": "KCB02"}).text
    for words in ("Võ Thị Hướng Dương &lt;cb02@example.gov.vn&gt;", "chaoco@example.gov.vn", "Nghị quyết số 76/NQ-CP"):
        assert words in page
    letter = office.get(f"{PAGE}/letter", query_string={"who": "KCB02"})
    assert "Võ Thị Hướng Dương, Chuyên viên" in letter.text
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    path = "/i/" + letter.text.partition("/i/")[2].partition('"')[0]
    assert office.get(path).status_code == 410


def test_a_guest_unit_s_letter_can_be_looked_at_too(office: FlaskClient) -> None:
    assert "lienhiep@example.gov.vn" in office.get(PAGE, query_string={"who": "unit:LHHN"}).text


def test_nobody_of_that_name_is_said_so(office: FlaskClient) -> None:
    assert office.get(PAGE, query_string={"who": "nobody"}).status_code == 404


def test_a_copy_goes_to_the_own_address_and_counts_as_no_invitation(
    office: FlaskClient, ceremony: Run, post: Post
) -> None:
    assert "A copy is on its way to cb01@example.gov.vn" in _post(office, "copy", who="KCB02", letter="invitation")
    ceremony("mail", "deliver")
    (mail,) = post.news()
    assert mail.to == "cb01@example.gov.vn"
    assert "Võ Thị Hướng Dương" in mail.text
    status = ceremony("invitations", "status", "2021-08").json
    assert (status["invited"], sum(status["letters"].values())) == (0, 0)


def test_the_text_for_the_group_chat_holds_no_link(office: FlaskClient) -> None:
    text = office.get(PAGE).text.partition("<textarea")[2].partition("</textarea>")[0]
    assert "02/8/2021" in text
    assert "http" not in text


def test_the_table_alone_is_fetched_for_the_poll(office: FlaskClient) -> None:
    _post(office, "send")
    table = office.get(f"{PAGE}/table").text
    assert table.lstrip().startswith("<div")
    assert "Ban Giám đốc" in table


def test_who_has_no_address_is_named(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "guest", "LHHN", "--remove")
    session().rollback()
    from_file = ceremony("people", "list").json
    assert len(from_file) == 3
    ceremony("people", "leave", "CB03", "2021-07-27")
    assert "Send 2 invitations" in office.get(PAGE).text


def test_a_manager_sees_the_own_unit_s_row_and_may_not_send(app: Flask, planned: Cast, ceremony: Run) -> None:
    ceremony("invitations", "send", "2021-08")
    client = app.test_client()
    sign_in(client, "cb02@example.gov.vn", "manager", "SNV-VP")
    page = client.get(PAGE).text
    assert "Văn phòng" in page.partition("<tbody")[2]
    assert "Ban Giám đốc" not in page
    assert "btn-primary" not in page
    assert "cb03@example.gov.vn" not in page
    token = csrf(client)
    for act in ("send", "remind", "undo", "copy"):
        assert client.post(f"{PAGE}/{act}", data={"csrf_token": token}).status_code == 403
    assert client.get(f"{PAGE}/letter").status_code == 403


def test_an_employee_is_not_let_in(app: Flask, planned: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb03@example.gov.vn")
    assert client.get(PAGE).status_code == 403


def test_after_the_start_nothing_can_be_sent(office: FlaskClient, clock: "object") -> None:
    clock.move_to("2021-08-02T07:01:00+07:00")  # type: ignore[attr-defined] # the traveller of conftest
    sign_in(office, "cb01@example.gov.vn")
    assert "btn-primary" not in office.get(PAGE).text
    assert office.post(f"{PAGE}/send", data={"csrf_token": csrf(office)}).status_code == 410

"""The home page by role: the office sees what waits, a manager the own units, everybody themselves."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.core.web.access import Access, who_may
from ceremony.demo.department import TOPIC
from ceremony.jobs.models import Heartbeat
from ceremony.people.queries import get_root
from ceremony.programme.actions import attach_document
from ceremony.schedule.queries import get_by_key
from ceremony.topics.actions import add_document
from ceremony.topics.rules import parse_citation
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import sign_in

DON, DUONG, HOA = "cb01@example.gov.vn", "cb02@example.gov.vn", "cb03@example.gov.vn"


@pytest.fixture
def invited(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """The office a week before the August ceremony, its invitations queued."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    ceremony("invitations", "send", "2021-08")
    return cast


def _client(app: Flask, who: str, role: str | None = None, unit: str = "SNV") -> FlaskClient:
    client = app.test_client()
    sign_in(client, who, role, unit)
    return client


def test_the_office_sees_what_waits_for_a_person(app: Flask, invited: Cast, ceremony: Run) -> None:
    ceremony("leave", "ask", invited.duong, "sick", "2021-08-02")
    with transaction():
        letter = session().query(Letter).filter_by(address=HOA).one()
        letter.state = LetterState.BOUNCED
    page = _client(app, DON, "office").get("/").text
    for words in ("Needs you", "Letters that came back", HOA, "wait for a decision: 1", "has no document yet"):
        assert words in page


def test_an_employee_sees_the_own_invitation_and_nobody_else(app: Flask, invited: Cast, ceremony: Run) -> None:
    ceremony("invitations", "answer", "2021-08", invited.don, "declined", "--note", "Khám bệnh")
    page = _client(app, DUONG).get("/").text
    assert "You have not answered yet" in page
    assert "Answer the invitation" in page
    for words in ("Mẫu Đơn", "Minh Họa", "Khám bệnh", "Ban Giám đốc", "Needs you"):
        assert words not in page
    ceremony("invitations", "answer", "2021-08", invited.duong, "accepted")
    assert "You will attend" in _client(app, DUONG).get("/").text


def test_a_manager_sees_the_answers_and_the_rates_of_the_own_units_only(
    app: Flask, invited: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    manager = _client(app, HOA, "manager", invited.leaders)
    page = manager.get("/").text
    assert "Answers of my units" in page
    assert "Ban Giám đốc" in page
    assert "Văn phòng</th>" not in page
    clock.move_to("2021-08-02T08:00:00+07:00")
    ceremony("attendance", "mark", "2021-08", invited.duong, "absent")
    ceremony("attendance", "mark", "2021-08", invited.don, "absent")
    ceremony("attendance", "mark", "2021-08", invited.hoa, "present")
    ceremony("attendance", "close", "2021-08")
    assert "100.0 %" in _client(app, HOA).get("/").text
    assert "33.3 %" in _client(app, DON, "office").get("/").text


def test_a_dead_worker_and_an_open_line_are_told_to_the_office_alone(app: Flask, invited: Cast) -> None:
    words = ("The worker is not running", "begins with http:")
    office, employee = _client(app, DON, "office").get("/").text, _client(app, DUONG).get("/").text
    assert [word in office for word in words] == [True, True]
    assert [word in employee for word in words] == [False, False]
    with transaction():
        session().add(Heartbeat(worker="w", started_at=now(), beat_at=now()))
    assert words[0] not in _client(app, DON).get("/").text


def test_a_roll_left_open_is_among_what_waits(
    app: Flask, invited: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    clock.move_to("2021-08-02T08:00:00+07:00")
    ceremony("attendance", "mark", "2021-08", invited.hoa, "present")
    clock.move_to("2021-08-03T08:00:00+07:00")
    office = _client(app, DON, "office")
    assert "is not closed yet" in office.get("/").text
    assert ceremony("attendance", "close", "2021-08").code == 0
    session().rollback()
    assert "is not closed yet" not in office.get("/").text


def test_the_next_thing_to_do_is_the_one_red_button(app: Flask, invited: Cast) -> None:
    # The guard asks the map of addresses alone, so any page at this address will do.
    app.add_url_rule("/ceremonies/<key>/invitations", "stand-in", who_may(Access.ANYONE)(lambda key: key))
    with transaction():
        document, _new = add_document(get_root(), parse_citation(TOPIC), None, now())
        attach_document(get_by_key("SNV-2021-08"), document)
    client = _client(app, DON, "office")
    for address in ("/", "/ceremonies/SNV-2021-08"):
        page = client.get(address).text
        assert page.count("btn-primary") == 1
        assert "Remind 3 who have not answered" in page
        assert 'href="/ceremonies/SNV-2021-08/invitations"' in page

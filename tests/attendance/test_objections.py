"""A person contests a line of the own record; the office answers by a correction or with a reason."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.attendance.models import Objection
from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session
from ceremony.core.mail.models import Letter
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DON, DUONG = "cb01@example.gov.vn", "cb02@example.gov.vn"
TEXT = "Tôi có mặt từ 06h50, quên bấm nút"


@pytest.fixture
def closed(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """The roll of 2/8/2021 is closed; Bà Dương stands on it as absent."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    clock.move_to("2021-08-02T08:00:00+07:00")
    ceremony("attendance", "mark", "2021-08", cast.duong, "absent")
    ceremony("attendance", "close", "2021-08")
    session().rollback()
    return cast


def _client(app: Flask, who: str, role: str | None = None) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who, role)
    return client


def _contest(client: FlaskClient, text: str = TEXT) -> int:
    answer = client.post("/me/contest/SNV-2021-08", data={"csrf_token": csrf(client), "text": text})
    session().rollback()
    return answer.status_code


def test_an_objection_reaches_the_contact_and_the_office_s_home_page(app: Flask, closed: Cast) -> None:
    duong = _client(app, DUONG)
    assert 'href="/me/contest/SNV-2021-08"' in duong.get("/me?year=2021").text
    assert _contest(duong) == 303
    letter = session().query(Letter).filter_by(kind="objection").one()
    assert letter.address == "vanphong@example.gov.vn"
    assert "the office has not answered yet" in duong.get("/me?year=2021").text
    don = _client(app, DON, "office")
    assert "The record of 02/8/2021 is contested: 1" in don.get("/").text
    assert TEXT in don.get("/ceremonies/SNV-2021-08/objections").text
    # What may tell of health stays out of the log.
    assert TEXT not in str([entry.values for entry in session().query(AuditEntry)])


def test_an_objection_is_declined_only_with_a_reason_and_the_person_reads_it(app: Flask, closed: Cast) -> None:
    duong, don = _client(app, DUONG), _client(app, DON, "office")
    _contest(duong)
    address = f"/ceremonies/SNV-2021-08/objections/{session().query(Objection).one().id}"
    fields = {"csrf_token": csrf(don), "act": "declined"}
    assert don.post(address, data=fields).status_code == 422
    assert don.post(address, data={**fields, "reply": "Danh sách ký tên không có"}).status_code == 303
    assert "is contested" not in don.get("/").text
    assert "The office answered: Danh sách ký tên không có" in duong.get("/me?year=2021").text
    again = don.post(address, data={**fields, "act": "corrected"})
    assert again.status_code == 409
    assert "Hoàng Thị Mẫu Đơn has answered this objection already." in again.text


def test_a_second_objection_waits_for_the_answer_to_the_first(app: Flask, closed: Cast) -> None:
    duong = _client(app, DUONG)
    assert [_contest(duong), _contest(duong)] == [303, 409]
    assert duong.get("/me/contest/SNV-2021-08").status_code == 409


def test_an_objection_needs_words_and_a_closed_roll(app: Flask, closed: Cast) -> None:
    duong = _client(app, DUONG)
    assert _contest(duong, " ") == 422
    assert duong.get("/me/contest/SNV-2021-09").status_code == 409
    assert session().query(Objection).count() == 0

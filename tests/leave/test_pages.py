"""Absences as a page: who reads reasons, who decides."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveState
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def asked(cast: Cast, ceremony: Run) -> int:
    """Bà Hướng Dương asks for a day; its number."""
    ceremony("leave", "ask", cast.duong, "sick", "2021-08-02", "--note", "Khám bệnh")
    found = session().query(Leave).one().id
    session().rollback()
    return found


def _sitting(app: Flask, who: str, role: str | None = None, unit: str = "SNV") -> FlaskClient:
    client = app.test_client()
    sign_in(client, f"{who}@example.gov.vn", role, unit)
    return client


def _decide(client: FlaskClient, leave: int, decision: str) -> int:
    answer = client.post(f"/leave/{leave}", data={"csrf_token": csrf(client), "decision": decision})
    session().rollback()
    return answer.status_code


def test_the_office_grants_what_is_asked(app: Flask, asked: int) -> None:
    client = _sitting(app, "cb01", "office")
    assert "Khám bệnh" in client.get("/leave").text
    assert _decide(client, asked, "grant") == 303
    page = client.get("/leave?month=2021-08").text
    assert "The absence of Võ Thị Hướng Dương is granted." in page
    assert "Nobody is waiting" in page
    assert session().get_one(Leave, asked).state is LeaveState.GRANTED


def test_the_own_manager_refuses(app: Flask, cast: Cast, asked: int) -> None:
    client = _sitting(app, "cb01", "manager", cast.office)
    assert _decide(client, asked, "refuse") == 303
    assert _decide(client, asked, "refuse") == 409


def test_another_unit_s_manager_neither_reads_nor_decides(app: Flask, cast: Cast, asked: int) -> None:
    client = _sitting(app, "cb03", "manager", cast.leaders)
    page = client.get("/leave?month=2021-08").text
    assert "Khám bệnh" not in page
    assert "Hướng Dương" not in page
    assert _decide(client, asked, "grant") == 403


@pytest.mark.parametrize("role", [None, "recorder"])
def test_who_only_records_reads_no_reason(app: Flask, cast: Cast, asked: int, role: str | None) -> None:
    assert _sitting(app, "cb01", role).get("/leave").status_code == 403


def test_an_office_above_reads_no_reason_of_a_host_below(app: Flask, cast: Cast, ceremony: Run, asked: int) -> None:
    ceremony("office", "set", "name", "VĂN PHÒNG", "--unit", cast.office)
    client = _sitting(app, "cb03", "office")
    assert "Khám bệnh" not in client.get("/leave?month=2021-08").text
    assert _decide(client, asked, "grant") == 403


def test_a_wrong_month_or_decision_answers_422(app: Flask, asked: int) -> None:
    client = _sitting(app, "cb01", "office")
    assert client.get("/leave?month=thang-8").status_code == 422
    assert _decide(client, asked, "forget") == 422
    assert _decide(client, asked + 1, "grant") == 404

"""The record of acts as a page: the office's own, and whether it is whole."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import transaction
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import sign_in


@pytest.fixture
def office(app: Flask, cast: Cast) -> FlaskClient:
    """A browser at which the office sits."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def test_the_newest_act_stands_first_with_before_and_after(office: FlaskClient, ceremony: Run) -> None:
    ceremony("office", "set", "contact", "Máy lẻ 103")
    ceremony("office", "set", "signer", "Trần Minh Họa")
    page = office.get("/audit").text
    assert page.index("Trần Minh Họa") < page.index("Máy lẻ 103")
    assert "<s>Văn phòng, máy lẻ 102</s>" in page


def test_the_record_is_checked_on_a_button(office: FlaskClient, ceremony: Run) -> None:
    assert "The record is whole" not in office.get("/audit").text
    assert "The record is whole" in office.get("/audit?verify=1").text
    with transaction() as session:
        session.query(AuditEntry).order_by(AuditEntry.id).first().act = "nothing"  # type: ignore[union-attr]
    assert "does not hold" in office.get("/audit?verify=1").text


def test_long_records_have_pages(office: FlaskClient, ceremony: Run, cast: Cast) -> None:
    for number in range(52):
        ceremony("office", "set", "contact", f"Máy lẻ {number}")
    assert "Máy lẻ 0<" not in office.get("/audit").text
    assert "Máy lẻ 0<" in office.get("/audit?page=2").text


def test_an_office_reads_nothing_of_another_host(office: FlaskClient, cast: Cast, ceremony: Run) -> None:
    ceremony("office", "set", "contact", "Máy lẻ 777", "--unit", cast.office)
    ceremony("people", "leave", cast.duong, "2031-01-01", "--unit", cast.office)
    ceremony("office", "set", "contact", "Máy lẻ 103")
    page = office.get("/audit?unit=SNV").text
    assert "Máy lẻ 103" in page
    assert "Máy lẻ 777" not in page
    assert "2031-01-01" not in page


def test_a_manager_has_no_record_to_read(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb03@example.gov.vn", "manager")
    assert client.get("/audit").status_code == 403

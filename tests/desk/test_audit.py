"""The record of acts as a page: the office's own, and whether it is whole."""

import ast
from typing import TypeGuard

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import transaction
from ceremony.core.layout import PACKAGE
from ceremony.desk.acts import ACTS
from ceremony.desk.subjects import NAMERS
from ceremony.desk.values import value_words
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import sign_in


@pytest.fixture
def office(app: Flask, cast: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """A browser at which the office sits on 26/7/2021."""
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


def test_an_entry_reads_as_a_sentence_in_both_languages(office: FlaskClient, ceremony: Run) -> None:
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Dịch")
    page = " ".join(office.get("/audit").text.split())
    assert 'moved the ceremony: <a href="/ceremonies/SNV-2021-08">ceremony of 09/8/2021</a>.' in page
    assert 'planned the year: <a href="/plan/2021?unit=SNV">plan of the year 2021</a>.' in page
    assert "Date: <s>02/08/2021</s> 09/08/2021" in page
    office.post("/choice", data={"language": "vi"})
    page = " ".join(office.get("/audit").text.split())
    assert "đã dời buổi lễ: <a" in page
    assert "buổi lễ ngày 09/8/2021</a>." in page
    assert "Lý do: Dịch" in page


def test_every_act_and_every_kind_of_subject_in_the_program_has_its_words() -> None:
    calls = [call for file in PACKAGE.rglob("*.py") for call in ast.walk(ast.parse(file.read_text())) if _records(call)]
    # What is put together ("move" + "-ceremony") is listed by hand.
    said = [call.args[0] for call in calls if not isinstance(call.args[0], ast.JoinedStr)]
    acts = {one.value for act in said for one in ast.walk(act) if isinstance(one, ast.Constant)}
    kinds = {_kind(call.args[1]) for call in calls} - {None}
    changes = {f"{change}-ceremony" for change in ("move", "postpone", "cancel", "restore")}
    assert len(acts) > 40
    assert acts | changes | {"leave granted", "leave refused"} == set(ACTS)
    assert kinds <= set(NAMERS)


def _records(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record"


def _kind(subject: ast.expr) -> str | None:
    text = subject.values[0] if isinstance(subject, ast.JoinedStr) else subject
    return str(text.value).partition(":")[0] if isinstance(text, ast.Constant) else None


def test_acts_are_found_by_who_what_and_when(office: FlaskClient, ceremony: Run, clock: time_machine.Traveller) -> None:
    ceremony("office", "set", "contact", "Máy lẻ 103")
    clock.move_to("2021-07-28T09:00:00+07:00")
    sign_in(office, "cb01@example.gov.vn")
    ceremony("office", "set", "contact", "Máy lẻ 104")
    ceremony("people", "leave", "CB02", "2021-08-01")
    for query, there, missing in (
        ("act=leave", "that a person leaves", "Máy lẻ"),
        ("about=unit", "Máy lẻ 104", "that a person leaves:"),
        ("since=28/07/2021", "Máy lẻ 104", "<s>Văn phòng, máy lẻ 102"),
        ("until=2021-07-27", "Máy lẻ 103", "Máy lẻ 104"),
        ("who=hoang+thi+mau+don", "signed in", "Máy lẻ"),
        ("subject=person:2", "that a person leaves", "Máy lẻ"),
    ):
        page = office.get(f"/audit?{query}").text.split("<table", 1)[1]
        assert there in page, query
        assert missing not in page, query
    assert "Nothing was recorded that fits" in office.get("/audit?who=nobody").text


def test_the_oldest_come_first_where_that_is_asked(office: FlaskClient, ceremony: Run) -> None:
    ceremony("office", "set", "contact", "Máy lẻ 103")
    ceremony("office", "set", "contact", "Máy lẻ 104")
    page = office.get("/audit?sort=when").text
    assert page.index("Máy lẻ 103") < page.index("Máy lẻ 104")
    assert 'aria-sort="ascending"' in page


def test_a_wrong_day_is_said_and_finds_nothing(office: FlaskClient) -> None:
    answer = office.get("/audit?since=31/02/2021")
    assert answer.status_code == 422
    assert "There is no day 31/02/2021" in answer.text


def test_values_that_a_person_wrote_are_not_taken_for_states(app: Flask) -> None:
    assert value_words("state", "draft") == "draft"
    assert value_words("name", "off") == "off"
    assert value_words("kind", "off") == "day off"
    assert value_words("opens", "2021-08-02T00:00:00+00:00") == "02/08/2021 07h00"


def test_a_manager_has_no_record_to_read(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb03@example.gov.vn", "manager")
    assert client.get("/audit").status_code == 403

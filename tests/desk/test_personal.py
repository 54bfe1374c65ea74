"""Personal data: what is kept and why, everything about oneself, corrections, and erasing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.attendance.models import Attendance, RollClosing
from ceremony.attendance.queries import closing_holds
from ceremony.core.audit.actions import verify
from ceremony.core.db import Base, db, session, transaction
from ceremony.desk.personal.rooms import IMPERSONAL, KEPT
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import token_of
from ceremony.jobs.work import erase_what_is_due
from ceremony.leave.models import Leave
from ceremony.people.models import Person
from tests.cast import Cast, add_person
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DUONG = "cb02@example.gov.vn"
NAME = "Võ Thị Hướng Dương"
# What tells who she is or why she was away; nothing of it may be left.
TELLING = (NAME, DUONG, "CB02", "Chuyên viên", "Đau lưng", "Tôi có mặt từ 06h50")
# Rooms that hold nothing of anybody.
TELL_OF_NOBODY = {"document", "document_basis", "document_version", "document_words", "stored_file", "heartbeat"}


def _client(app: Flask, who: str, role: str | None = None) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who, role)
    return client


@pytest.fixture
def month(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """Bà Dương was invited, asked to be absent, came after all, recorded her own mark, and contests the record."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    ceremony("invitations", "send", "2021-08")
    session().rollback()
    invitation = session().scalars(sa.select(Invitation).where(Invitation.person_id == 2)).one()
    app.test_client().post(
        f"/i/{token_of(invitation.nonce)}", data={"answer": "declined", "kind": "sick", "note": "Đau lưng"}
    )
    clock.move_to("2021-08-02T08:00:00+07:00")
    duong = _client(app, DUONG, "recorder")
    ceremony("attendance", "mark", "2021-08", cast.duong, "present")
    with transaction():
        session().execute(sa.update(Attendance).values(actor=NAME))
    ceremony("attendance", "close", "2021-08")
    duong.post("/me/contest/SNV-2021-08", data={"csrf_token": csrf(duong), "text": "Tôi có mặt từ 06h50"})
    duong.post("/me/correction", data={"csrf_token": csrf(duong), "text": "Chuyên viên chính mới đúng"})
    session().rollback()
    return cast


def _rows() -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        for row in session().execute(sa.select(table)):
            yield f"{table.name}: " + json.dumps([str(value) for value in row], ensure_ascii=False)


def _found(words: tuple[str, ...]) -> list[str]:
    session().rollback()
    return [row for row in _rows() for word in words if word in row or json.dumps(word)[1:-1] in row]


def test_every_table_says_what_it_keeps_of_people() -> None:
    named = [kept.table for kept in KEPT]
    assert sorted({*named, *IMPERSONAL, *TELL_OF_NOBODY}) == sorted(Base.metadata.tables)
    assert not {*named} & {*IMPERSONAL, *TELL_OF_NOBODY}


def test_every_column_of_such_a_table_is_told() -> None:
    for kept in KEPT:
        columns = Base.metadata.tables[kept.table].columns.keys()
        assert sorted((*kept.columns, *kept.plain)) == sorted(columns), kept.table
        assert set(kept.labels) <= set(kept.columns), kept.table


def test_whatever_points_to_a_person_is_told() -> None:
    personal = {(kept.table, column) for kept in KEPT for column in kept.columns}
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name in ("person", "account"):
                assert (table.name, key.parent.name) in personal


def test_the_page_of_what_is_kept_is_open_to_all_and_linked_from_every_page(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    assert 'href="/privacy"' in client.get("/login").text
    page = client.get("/privacy")
    assert page.status_code == 200
    assert "1 years after you have left" in page.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_person_gets_everything_that_is_kept_and_no_key(app: Flask, month: Cast) -> None:
    client = _client(app, DUONG)
    given = client.get("/me/data.json")
    parts = given.json
    assert parts["person"][0]["full_name"] == NAME
    assert parts["leaves"][0]["kind"] == "sick"
    assert parts["invitations"][0]["note"] == "Đau lưng"
    assert parts["attendance"][0]["value"] == "present"
    assert parts["record"][0]["outcome"] == "attended"
    assert parts["letters"][0]["kind"] == "invitation"
    assert parts["corrections"][0]["text"] == "Chuyên viên chính mới đúng"
    assert parts["sign_ins"]
    assert parts["roles"][0]["role"] == "recorder"
    assert {"contest record", "answer invitation", "sign in"} <= {one["act"] for one in parts["audit"]}
    page = client.get("/me/data").text
    assert "Đau lưng" in page
    nonces = session().scalars(sa.select(Invitation.nonce)).all()
    for text in (page, given.text):
        assert not any(nonce in text for nonce in nonces)
        assert "Mẫu Đơn" not in text or "CB01" not in text


def test_after_erasing_no_table_names_the_person_and_all_figures_stand(app: Flask, month: Cast, ceremony: Run) -> None:
    before = ceremony("reports", "month", "2021-08").json
    assert all(_found((word,)) for word in TELLING)
    ceremony("people", "leave", month.duong, "2021-08-02")
    assert ceremony("people", "forget", month.duong, "--yes").json["stands_as"] == "Người đã rời cơ quan 2"
    assert _found(TELLING) == []
    assert ceremony("reports", "month", "2021-08").json == before
    assert closing_holds(session().scalars(sa.select(RollClosing)).one())
    verdict = verify()
    assert verdict.ok
    assert verdict.erased > 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_after_erasing_the_file_itself_does_not_name_the_person(
    month: Cast, ceremony: Run, environment: dict[str, str]
) -> None:
    ceremony("people", "leave", month.duong, "2021-08-02")
    ceremony("people", "forget", month.duong, "--yes")
    session().rollback()
    db.session.remove()
    db.engine.dispose()
    content = Path(environment["CEREMONY_DATABASE_URL"].removeprefix("sqlite:///")).read_bytes()
    assert [word for word in (NAME, DUONG, "Đau lưng") if word.encode() in content] == []


def test_whoever_recorded_marks_is_named_in_the_closing_until_erased(app: Flask, month: Cast) -> None:
    with transaction():
        session().execute(sa.update(Attendance).values(actor="Somebody else"))
    assert not closing_holds(session().scalars(sa.select(RollClosing)).one())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_erased_person_can_neither_sign_in_nor_answer(app: Flask, month: Cast, ceremony: Run) -> None:
    client, link = _client(app, DUONG), session().scalars(sa.select(Invitation)).first()
    assert link is not None
    token = token_of(session().scalars(sa.select(Invitation.nonce).where(Invitation.person_id == 2)).one())
    ceremony("people", "leave", month.duong, "2021-08-02")
    ceremony("people", "forget", month.duong, "--yes")
    session().rollback()
    assert client.get("/me").status_code == 302
    assert app.test_client().get(f"/i/{token}").status_code == 410
    assert ceremony("people", "leave", "-2", "2021-08-03").code != 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_data_are_erased_a_year_after_leaving_and_not_a_day_before(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("people", "leave", cast.duong, "2021-07-26")
    assert ceremony("people", "retention").json[0]["erased_from"] == "2022-07-26"
    clock.move_to("2022-07-25T23:00:00+07:00")
    assert erase_what_is_due() == 0
    clock.move_to("2022-07-26T00:10:00+07:00")
    assert erase_what_is_due() == 1
    assert erase_what_is_due() == 0
    assert ceremony("people", "retention").json == []
    session().rollback()
    assert session().get_one(Person, 2).full_name == "Người đã rời cơ quan 2"


def test_reasons_are_erased_after_twelve_months_for_those_who_stay_too(
    month: Cast, clock: time_machine.Traveller
) -> None:
    clock.move_to("2022-08-02T08:00:00+07:00")
    erase_what_is_due()
    assert _found(("Đau lưng",))
    clock.move_to("2022-08-03T08:00:00+07:00")
    erase_what_is_due()
    assert _found(("Đau lưng", "sick")) == []
    assert session().scalars(sa.select(Leave.kind)).one() == "other"
    assert session().get_one(Person, 2).full_name == NAME


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_still_belongs_here_is_not_erased(app: Flask, cast: Cast, clock: object, ceremony: Run) -> None:
    refused = ceremony("people", "forget", cast.duong, "--yes")
    assert (refused.code, refused.err.count("still belongs here")) == (1, 1)
    office = _client(app, "cb01@example.gov.vn", "office")
    assert office.get("/people/2/forget").status_code == 409


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_erased_without_a_yes(cast: Cast, clock: object, ceremony: Run) -> None:
    ceremony("people", "leave", cast.duong, "2021-07-26")
    refused = ceremony("people", "forget", cast.duong)
    assert refused.code == 1
    assert "--yes" in refused.err
    assert _found((NAME,))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_namesake_keeps_the_name(app: Flask, month: Cast, ceremony: Run) -> None:
    with transaction():
        host = session().get_one(Person, 2).host
        add_person(session().get_one(Person, 3).unit, host, "CB09", NAME, "Kế toán")
    ceremony("people", "leave", month.duong, "2021-08-02")
    ceremony("people", "forget", month.duong, "--yes")
    assert [row for row in _found((NAME,)) if row.startswith("person:")]
    assert _found((DUONG, "Đau lưng")) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_office_sees_who_is_erased_when_and_erases_one_after_asking(
    app: Flask, cast: Cast, clock: object, ceremony: Run
) -> None:
    office = _client(app, "cb01@example.gov.vn", "office")
    assert "Nobody who has left is kept by name" in office.get("/people/retention").text
    ceremony("people", "leave", cast.duong, "2021-07-26")
    session().rollback()
    page = office.get("/people/retention").text
    assert NAME in page
    assert "26/07/2022" in page
    assert "nothing brings them back" in office.get("/people/2/forget").text
    assert office.post("/people/2/forget", data={"csrf_token": csrf(office)}).status_code == 303
    assert "The personal data were erased on 26/07/2021" in office.get("/people/2").text
    fields = {"csrf_token": csrf(office), "full_name": "A", "unit_code": "SNV-VP", "day": "26/07/2021"}
    assert office.post("/people/2/return", data=fields).status_code == 409


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_correction_is_asked_for_seen_and_answered(app: Flask, cast: Cast, clock: object) -> None:
    duong, office = _client(app, DUONG), _client(app, "cb01@example.gov.vn", "office")
    assert duong.post("/me/correction", data={"csrf_token": csrf(duong), "text": " "}).status_code == 422
    fields = {"csrf_token": csrf(duong), "text": "Tôi là Phó Trưởng phòng"}
    assert duong.post("/me/correction", data=fields).status_code == 303
    again = duong.post("/me/correction", data=fields)
    assert again.status_code == 409
    assert "Tôi là Phó Trưởng phòng" in again.text
    assert "People who ask for a correction of the staff list: 1" in office.get("/").text
    assert "Tôi là Phó Trưởng phòng" in office.get("/people/corrections").text
    act = {"csrf_token": csrf(office), "act": "refused"}
    assert office.post("/people/corrections/1", data=act).status_code == 422
    assert office.post("/people/corrections/1", data={**act, "reply": "Chưa có quyết định"}).status_code == 303
    assert "asks for a correction" not in office.get("/").text
    assert "Chưa có quyết định" in duong.get("/me").text
    late = office.post("/people/corrections/1", data={**act, "act": "done"})
    assert (late.status_code, late.text.count("has answered this request already")) == (409, 1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_answers_a_request_of_another_host(app: Flask, cast: Cast, clock: object, ceremony: Run) -> None:
    duong = _client(app, DUONG)
    duong.post("/me/correction", data={"csrf_token": csrf(duong), "text": "Sai đơn vị"})
    ceremony("office", "set", "contact", "Ban", "--unit", cast.leaders)
    foreign = app.test_client()
    sign_in(foreign, "cb03@example.gov.vn", "office", cast.leaders)
    fields = {"csrf_token": csrf(foreign), "act": "done"}
    assert foreign.post("/people/corrections/1", data=fields).status_code in (403, 422, 404)
    assert "Sai đơn vị" not in foreign.get("/people/corrections").text

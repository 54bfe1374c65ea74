"""Another address for somebody who holds a role, and roles for some days."""

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.actions import grant_role, make_account
from ceremony.accounts.models import User
from ceremony.accounts.rules import Role
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.people.actions import become_host
from ceremony.people.models import Person
from ceremony.people.queries import get_unit
from tests.accounts.conftest import DUONG, PASSWORD, Links
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, give_role, sign_in

OTHER = "khac@example.gov.vn"


def _write(client: FlaskClient, email: str) -> str:
    """Let the visitor write down another address for Bà Dương; return what the next page says."""
    person = session().scalars(sa.select(Person.id).where(Person.staff_code == "CB02")).one()
    page = client.get(f"/people/{person}").text
    version = page.split('name="version"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    form = {"csrf_token": csrf(client), "version": version, "full_name": "Võ Thị Hướng Dương", "staff_code": "CB02"}
    assert client.post(f"/people/{person}", data={**form, "email": email}).status_code == 303
    session().rollback()
    return client.get(f"/people/{person}").text


@pytest.fixture
def division(client: FlaskClient) -> None:
    """SNV-VP holds ceremonies of its own, and has an office of its own."""
    with transaction():
        become_host(get_unit("SNV-VP"), now())


def _address() -> str | None:
    session().rollback()
    return session().scalars(sa.select(Person.email).where(Person.staff_code == "CB02")).one()


def test_a_clerk_cannot_take_the_account_of_an_office_above_over(
    app: Flask, client: FlaskClient, division: None, letters: Links
) -> None:
    give_role(DUONG, "office", "SNV")
    sign_in(client, "cb03@example.gov.vn", "office", "SNV-VP")
    assert "holds a role beyond your office" in _write(client, OTHER)
    assert _address() == DUONG
    path = letters()[-1]
    assert OTHER in app.test_client().get(path).text
    assert _address() == DUONG
    assert app.test_client().post(path).status_code == 200
    assert _address() == OTHER
    assert app.test_client().post(path).status_code == 410


def test_an_office_at_or_above_changes_an_address_at_once(client: FlaskClient) -> None:
    give_role(DUONG, "manager", "SNV-VP")
    sign_in(client, "cb01@example.gov.vn", "office", "SNV")
    _write(client, OTHER)
    assert _address() == OTHER


def test_who_holds_no_role_gets_a_new_address_at_once(client: FlaskClient, division: None) -> None:
    sign_in(client, "cb03@example.gov.vn", "office", "SNV-VP")
    _write(client, OTHER)
    assert _address() == OTHER


def test_an_imported_list_cannot_take_an_account_over_either(
    client: FlaskClient, division: None, letters: Links
) -> None:
    give_role(DUONG, "office", "SNV")
    sign_in(client, "cb01@example.gov.vn", "office", "SNV-VP")
    text = f"Họ và tên,Mã số,Thư điện tử\nVõ Thị Hướng Dương,CB02,{OTHER}\n"
    page = client.post("/people/import", data={"csrf_token": csrf(client), "text": text}).text
    names = ("name", "content", "shown", "wishes")
    form = {name: page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0] for name in names}
    assert client.post("/people/import/write", data={"csrf_token": csrf(client), **form}).status_code == 303
    assert _address() == DUONG
    assert letters()[-1].startswith("/address/link")


def test_an_account_of_an_office_above_is_not_linked_to_a_person_whom_a_clerk_names(
    client: FlaskClient, division: None
) -> None:
    with transaction():
        person = session().scalars(sa.select(Person).where(Person.staff_code == "CB01")).one()
        person.email = None
        admin = make_account("quantri@example.gov.vn", "Quản trị", None, now())
        grant_role(admin, Role.OFFICE, get_unit("SNV"), now().date())
    sign_in(client, "cb03@example.gov.vn", "office", "SNV-VP")
    _write(client, "quantri@example.gov.vn")
    session().rollback()
    assert session().scalars(sa.select(User.person_id).where(User.name == "Quản trị")).one() is None


def test_an_account_goes_by_the_address_that_its_person_has_now(client: FlaskClient, duong: str, ceremony: Run) -> None:
    give_role(DUONG, "manager", "SNV-VP")
    with transaction():
        people = {one.staff_code: one for one in session().scalars(sa.select(Person))}
        people["CB02"].email = OTHER
    assert client.post("/login", data={"email": OTHER, "password": PASSWORD}).status_code == 303
    assert f'value="{OTHER}"' in client.get("/password").text
    fields = {"csrf_token": csrf(client), "current": PASSWORD, "password": "năm từ khác nhau hẳn"}
    assert client.post("/password", data=fields).status_code == 303
    assert ceremony("accounts", "revoke", DUONG, "manager", "--unit", "SNV-VP").code == 1
    assert ceremony("accounts", "revoke", OTHER, "manager", "--unit", "SNV-VP").code == 0


def test_a_role_goes_to_whoever_has_the_address_now(client: FlaskClient, duong: str, ceremony: Run) -> None:
    with transaction():
        people = {one.staff_code: one for one in session().scalars(sa.select(Person))}
        people["CB02"].email, people["CB03"].email = OTHER, DUONG
    assert ceremony("accounts", "grant", DUONG, "manager", "--unit", "SNV-VP").code == 0
    session().rollback()
    assert session().scalars(sa.select(User.name).join(User.grants)).all() == [people["CB03"].full_name]


def test_a_deputy_holds_a_role_from_day_to_day(
    client: FlaskClient, ceremony: Run, clock: time_machine.Traveller
) -> None:
    days = ("--from", "2021-07-28", "--to", "2021-07-30")
    assert ceremony("accounts", "grant", DUONG, "office", "--unit", "SNV", *days).code == 0
    for day, status in ((27, 403), (28, 200), (30, 200), (31, 403)):
        clock.move_to(f"2021-07-{day}T09:00:00+07:00")
        sign_in(client, DUONG)
        assert client.get("/office").status_code == status, day


def test_a_deputy_s_role_can_be_revoked_before_its_end(client: FlaskClient, ceremony: Run) -> None:
    assert ceremony("accounts", "grant", DUONG, "office", "--unit", "SNV", "--to", "2021-08-30").code == 0
    assert ceremony("accounts", "revoke", DUONG, "office", "--unit", "SNV").code == 0
    sign_in(client, DUONG)
    assert client.get("/office").status_code == 403


def test_a_role_that_would_never_be_held_is_refused(cast: Cast, ceremony: Run, clock: object) -> None:
    refused = ceremony("accounts", "grant", DUONG, "office", "--unit", "SNV", "--to", "2021-07-01")
    assert (refused.code, "never be held" in refused.err) == (2, True)

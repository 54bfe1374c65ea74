"""Roles given and taken back in the browser: by the own office, and by one above that reads no names."""

import email
import email.policy
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.models import Grant
from ceremony.accounts.queries import find_user_of, roles_of
from ceremony.accounts.rules import Role
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.core.mail.editions import message_of
from ceremony.core.mail.models import Letter
from ceremony.people.actions import become_host, leave_office
from ceremony.people.models import Person
from ceremony.people.queries import get_unit
from tests.accounts.conftest import DUONG, Links
from tests.cast import Cast, add_person
from tests.conftest import Run
from tests.sign_in import csrf, give_role, sign_in

DON, HOA = "cb01@example.gov.vn", "cb03@example.gov.vn"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    """Bà Đơn sits at the browser; she is office of SNV."""
    sign_in(client, DON, "office")
    return client


def _person(code: str) -> Person:
    session().rollback()
    return session().scalars(sa.select(Person).where(Person.staff_code == code)).one()


def _roles(code: str) -> set[str]:
    user = find_user_of(_person(code).id)
    return {f"{one.role} {one.unit.code}" for one in roles_of(user, today())} if user else set()


def _send(client: FlaskClient, who: str, role: str = "manager", unit: str = "SNV-VP", **more: str) -> tuple[int, str]:
    fields = {"csrf_token": csrf(client), "who": who, "role": role, "unit_code": unit, **more}
    answer = client.post("/office/roles", query_string={"unit": "SNV"}, data=fields)
    session().rollback()
    return answer.status_code, answer.text


@pytest.mark.parametrize("who", [DUONG.upper(), "CB02", "KCB02", "huong duong", "Võ Thị Hướng Dương"])
def test_the_office_gives_a_role_to_whoever_is_named_in_any_way(office: FlaskClient, who: str) -> None:
    assert _send(office, who)[0] == 303
    assert _roles("CB02") == {"manager SNV-VP"}
    page = office.get("/office/roles").text
    assert "Võ Thị Hướng Dương has been given the role Manager on" in page
    assert page.count("Võ Thị Hướng Dương") >= 2


def test_a_new_manager_sets_a_password_from_the_letter(app: Flask, office: FlaskClient, letters: Links) -> None:
    assert _send(office, "CB02", is_told="1")[0] == 303
    link = letters()[-1]
    assert link.startswith("/password/link")
    with transaction():
        letter = session().scalars(sa.select(Letter).where(Letter.kind == "role")).one()
        written = email.message_from_bytes(message_of(letter), policy=email.policy.default)
        body = written.get_body(("plain",))
    assert body is not None
    assert "- Lãnh đạo, Văn phòng, từ ngày 26/07/2021" in body.get_content()
    manager = app.test_client()
    assert manager.post(link, data={"password": "bốn từ không quen nhau"}).status_code == 303
    assert manager.get("/people").status_code == 200


def test_who_knows_the_way_in_already_gets_no_link(office: FlaskClient, duong: str) -> None:
    assert _send(office, duong, is_told="1")[0] == 303
    letter = session().scalars(sa.select(Letter).where(Letter.kind == "role")).one()
    assert "link" not in (letter.slots or {})
    assert _send(office, HOA, "recorder", is_told="1")[0] == 303
    assert session().scalars(sa.select(sa.func.count()).where(Letter.kind == "role")).one() == 2


def test_without_the_tick_nobody_is_written_to(office: FlaskClient) -> None:
    assert _send(office, "CB02")[0] == 303
    assert session().scalars(sa.select(Letter)).all() == []


def test_a_deputy_holds_it_from_day_to_day(office: FlaskClient) -> None:
    assert _send(office, "CB02", first="01/08/2021", last="31/08/2021")[0] == 303
    grant = session().scalars(sa.select(Grant).where(Grant.role == Role.MANAGER)).one()
    assert (grant.starts, grant.ends) == (date(2021, 8, 1), date(2021, 9, 1))
    page = office.get("/office/roles").text
    assert (page.count("01/08/2021"), page.count("31/08/2021")) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"who": "Nguyễn Không Ai"}, "Nobody in the staff list fits"),
        ({"who": ""}, "Say who it is."),
        ({"who": "CB02", "role": "king"}, "Not a valid choice"),
        ({"who": "CB02", "unit": "LHHN"}, "Not a valid choice"),
        ({"who": "CB02", "first": "09/08/2021", "last": "01/08/2021"}, "The last day lies before the first."),
        ({"who": "CB02", "last": "01/07/2021"}, "would never be held"),
        ({"who": "CB02", "last": "31/02/2021"}, "There is no day 31/02/2021"),
    ],
)
def test_a_wrong_form_gives_nothing_and_keeps_what_was_typed(
    office: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    status, page = _send(office, **fields)
    assert (status, sentence in page) == (422, True)
    assert f'value="{fields["who"]}"' in page
    assert _roles("CB02") == set()


def test_a_name_of_two_offers_the_choice(office: FlaskClient) -> None:
    with transaction():
        add_person(get_unit("SNV-BGD"), get_unit("SNV"), "CB04", "Võ Thị Hướng Dương", "Kế toán")
    status, page = _send(office, "Võ Thị Hướng Dương")
    assert (status, page.count('type="radio"')) == (422, 5)
    assert _send(office, "Võ Thị Hướng Dương", person="KCB02")[0] == 303
    assert _roles("CB02") == {"manager SNV-VP"}


def test_a_shared_mailbox_is_enough_for_a_recorder_only(office: FlaskClient) -> None:
    with transaction():
        session().get_one(Person, 3).email = DUONG
    status, page = _send(office, "CB02")
    assert (status, "belongs to several persons" in page) == (422, True)
    assert _send(office, "CB02", "recorder")[0] == 303
    assert _roles("CB02") == {"recorder SNV-VP"}


def test_who_has_left_or_has_no_address_is_given_nothing(office: FlaskClient) -> None:
    with transaction():
        session().get_one(Person, 3).email = None
        leave_office(session().get_one(Person, 2), today())
    assert _send(office, "CB02")[0] == 422
    status, page = _send(office, "CB03")
    assert (status, "has no e-mail address" in page) == (409, True)


def test_a_role_is_taken_back_at_once(app: Flask, office: FlaskClient) -> None:
    assert _send(office, "CB02")[0] == 303
    manager = app.test_client()
    sign_in(manager, DUONG)
    assert manager.get("/people").status_code == 200
    grant = session().scalars(sa.select(Grant.id).where(Grant.role == Role.MANAGER)).one()
    session().rollback()
    fields = {"csrf_token": csrf(office)}
    assert office.post(f"/office/roles/{grant}/take", data=fields).status_code == 303
    assert manager.get("/people").status_code == 403
    gone = office.post(f"/office/roles/{grant}/take", data=fields)
    assert (gone.status_code, "not held any more" in gone.text) == (410, True)
    assert "took back a role" in office.get("/audit").text


def test_the_last_office_is_not_taken_back(office: FlaskClient) -> None:
    grant = session().scalars(sa.select(Grant.id)).one()
    session().rollback()
    fields = {"csrf_token": csrf(office)}
    answer = office.post(f"/office/roles/{grant}/take", data=fields)
    assert (answer.status_code, "is the last who holds the office" in answer.text) == (409, True)
    give_role(HOA, "office", "SNV")
    assert office.post(f"/office/roles/{grant}/take", data=fields).status_code == 303
    assert office.get("/office/roles").status_code == 403


@pytest.fixture
def above(client: FlaskClient) -> FlaskClient:
    """Bà Dương sits at the browser: office of SNV, above SNV-VP that holds ceremonies of its own."""
    with transaction():
        become_host(get_unit("SNV-VP"), now())
    sign_in(client, HOA, "office", "SNV")
    return client


def test_an_office_above_gives_and_takes_by_address_and_reads_no_names(above: FlaskClient) -> None:
    give_role(DON, "manager", "SNV-VP")
    page = above.get("/office/roles?unit=SNV-VP").text
    assert "Hoàng Thị Mẫu Đơn" not in page
    fields = {"csrf_token": csrf(above), "role": "office", "unit_code": "SNV-VP"}
    address = "/office/roles?unit=SNV-VP"
    assert above.post(address, data={**fields, "who": DON}).status_code == 303
    assert _roles("CB01") == {"manager SNV-VP", "office SNV-VP"}
    assert "Hoàng Thị Mẫu Đơn" not in above.get(address).text
    assert above.post(address, data={**fields, "who": DON, "act": "take"}).status_code == 303
    assert _roles("CB01") == {"manager SNV-VP"}
    assert above.post(address, data={**fields, "who": "Mẫu Đơn"}).status_code == 422
    with transaction():
        session().get_one(Person, 2).email = DON
    shared = above.post(address, data={**fields, "who": DON})
    assert (shared.status_code, "Mẫu Đơn" in shared.text) == (422, False)


def test_the_person_s_page_leads_to_giving_them_a_role(office: FlaskClient) -> None:
    person = _person("CB02").id
    session().rollback()
    assert "/office/roles?who=KCB02" in office.get(f"/people/{person}").text
    assert 'value="KCB02"' in office.get("/office/roles?who=KCB02").text


def test_a_command_tells_by_letter_when_asked_to(cast: Cast, ceremony: Run, clock: object, letters: Links) -> None:
    assert ceremony("accounts", "grant", DUONG, "manager", "--unit", "SNV-VP").code == 0
    assert letters() == []
    assert ceremony("accounts", "grant", HOA, "manager", "--unit", "SNV-VP", "--tell").code == 0
    assert letters()[0].startswith("/password/link")

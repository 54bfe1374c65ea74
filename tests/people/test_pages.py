"""The staff list and the units as pages: who sees whom, and what the office does there."""

import io
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.clock import today
from ceremony.core.db import session, transaction
from ceremony.people.models import Person
from ceremony.people.queries import find_people, get_unit, list_people, list_subtree
from tests.cast import Cast, add_person, add_unit
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

LIST = "Họ và tên,Đơn vị,Thư điện tử\nBùi Thị Hồng Hạnh,Văn phòng,hanh@example.gov.vn\n"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def office(app: Flask, cast: Cast) -> FlaskClient:
    """A browser at which the office sits."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _send(client: FlaskClient, path: str, **fields: object) -> tuple[int, str]:
    answer = client.post(path, data={"csrf_token": csrf(client), **fields})
    session().rollback()
    return answer.status_code, answer.text


def _id(code: str) -> int:
    found = session().query(Person).filter_by(staff_code=code).one().id
    session().rollback()
    return found


def _hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def _try(client: FlaskClient, text: str) -> tuple[int, str]:
    return _send(client, "/people/import", file=(io.BytesIO(text.encode()), "danh-sach.csv"))


def test_the_office_sees_everybody_unit_by_unit(office: FlaskClient) -> None:
    page = office.get("/people").text
    places = [page.index(name) for name in ("Ban Giám đốc", "Trần Minh Họa", "Văn phòng", "Võ Thị Hướng Dương")]
    assert places == sorted(places)


def test_a_name_is_found_without_marks(office: FlaskClient) -> None:
    page = office.get("/people?q=huong+duong").text
    assert "Võ Thị Hướng Dương" in page
    assert "Trần Minh Họa" not in page


def test_a_recorder_sees_only_the_own_unit(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb02@example.gov.vn", "recorder", cast.office)
    page = client.get("/people").text
    assert "Hoàng Thị Mẫu Đơn" in page
    assert "Trần Minh Họa" not in page
    assert client.get(f"/people/{_id(cast.hoa)}").status_code == 403


def test_an_employee_has_no_directory(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb02@example.gov.vn")
    assert client.get("/people").status_code == 403
    assert 'href="/people"' not in client.get("/").text


@pytest.mark.parametrize("path", ["/people/new", "/people/import", "/units"])
def test_a_manager_changes_no_list(app: Flask, cast: Cast, path: str) -> None:
    client = app.test_client()
    sign_in(client, "cb03@example.gov.vn", "manager")
    assert client.get(path).status_code == 403


def test_a_person_is_taken_on_by_hand(office: FlaskClient, cast: Cast) -> None:
    assert _send(office, "/people/new", full_name="Bùi  Thị Hạnh", unit_code=cast.office)[0] == 303
    assert "Bùi Thị Hạnh" in office.get("/people").text


def test_a_taken_staff_code_is_refused_with_everything_kept(office: FlaskClient, cast: Cast) -> None:
    status, page = _send(office, "/people/new", full_name="Bùi Thị Hạnh", unit_code=cast.office, staff_code="CB01")
    assert status == 409
    assert "already belongs to Hoàng Thị Mẫu Đơn" in page
    assert 'value="Bùi Thị Hạnh"' in page


def test_a_wrong_address_answers_422(office: FlaskClient, cast: Cast) -> None:
    assert _send(office, "/people/new", full_name="Bùi Hạnh", unit_code=cast.office, email="hạnh@")[0] == 422


def test_a_change_that_somebody_overtook_shows_both_values(office: FlaskClient, cast: Cast) -> None:
    path = f"/people/{_id(cast.duong)}"
    version = _hidden(office.get(path).text, "version")
    first = {"full_name": "Võ Thị Hướng Dương", "staff_code": cast.duong, "version": version}
    assert _send(office, path, **first, position="Phó phòng")[0] == 303
    status, page = _send(office, path, **first, position="Trưởng phòng")
    assert status == 409
    assert " changed this at " in page
    assert "Save over it" in page
    assert "Saved now: Phó phòng" in page
    assert 'value="Trưởng phòng"' in page


def test_a_moved_person_stands_in_the_new_unit(office: FlaskClient, cast: Cast) -> None:
    path = f"/people/{_id(cast.duong)}"
    assert _send(office, f"{path}/move", unit_code=cast.leaders, day="2021-07-26")[0] == 303
    assert session().query(Person).filter_by(staff_code=cast.duong).one().unit.code == cast.leaders
    session().rollback()
    assert _send(office, f"{path}/move", unit_code=cast.office, day="31/02/2021")[0] == 422


def test_who_left_is_shown_on_demand(office: FlaskClient, cast: Cast) -> None:
    assert _send(office, f"/people/{_id(cast.duong)}/leave", day="2021-07-20")[0] == 303
    office.get("/people")
    assert "Hướng Dương" not in office.get("/people").text
    assert "left on 20/07/2021" in office.get("/people?all=1").text


def test_who_left_returns_in_one_form(office: FlaskClient, cast: Cast) -> None:
    path = f"/people/{_id(cast.duong)}"
    assert _send(office, f"{path}/return", unit_code=cast.leaders, day="2021-07-26")[0] == 409
    assert _send(office, f"{path}/leave", day="2021-07-20")[0] == 303
    assert "Take on again" in office.get(path).text
    assert _send(office, f"{path}/return", unit_code=cast.leaders, day="2021-07-19")[0] == 409
    assert _send(office, f"{path}/return", unit_code=cast.leaders, day="2021-07-27")[0] == 409
    assert _send(office, f"{path}/return", unit_code=cast.leaders, day="2021-07-26")[0] == 303
    person = session().query(Person).filter_by(staff_code=cast.duong).one()
    assert (person.left, person.joined, person.unit.code) == (None, date(2021, 7, 26), cast.leaders)


def test_a_tried_list_is_written_only_when_confirmed(office: FlaskClient, cast: Cast) -> None:
    status, page = _try(office, LIST)
    assert status == 200
    assert "Hồng Hạnh" not in office.get("/people").text
    fields = {name: _hidden(page, name) for name in ("name", "content", "shown")}
    assert _send(office, "/people/import/write", **fields)[0] == 303
    assert "Bùi Thị Hồng Hạnh" in office.get("/people").text


def test_a_list_whose_effect_has_changed_is_shown_again(office: FlaskClient, cast: Cast) -> None:
    _status, page = _try(office, LIST)
    fields = {name: _hidden(page, name) for name in ("name", "content", "shown")}
    _send(office, "/people/new", full_name="Bùi Thị Hồng Hạnh", unit_code=cast.office, email="hanh@example.gov.vn")
    status, page = _send(office, "/people/import/write", **fields)
    assert status == 409
    assert "have changed since the trial" in page


def test_a_list_without_names_says_what_to_correct(office: FlaskClient, cast: Cast) -> None:
    status, page = _try(office, "Đơn vị\nVăn phòng\n")
    assert status == 422
    assert "Họ và tên" in page
    assert _send(office, "/people/import")[0] == 422


def test_a_list_that_came_back_broken_is_refused(office: FlaskClient, cast: Cast) -> None:
    assert _send(office, "/people/import/write", content="AAAA", shown="x", name="x")[0] == 422


def test_a_unit_is_made_renamed_and_given_a_mailbox(office: FlaskClient, cast: Cast) -> None:
    assert _send(office, "/units/new", code="snv-tt", name="Thanh tra", parent=cast.host)[0] == 303
    page = office.get("/units/SNV-TT").text
    fields = {"parent": cast.host, "version": _hidden(page, "version")}
    assert _send(office, "/units/SNV-TT", name="Thanh tra Sở", email="tt@example.gov.vn", **fields)[0] == 303
    shown = office.get("/units").text
    assert "Thanh tra Sở" in shown
    assert "tt@example.gov.vn" in shown
    assert _send(office, "/units/SNV-TT", name="Khác", **fields)[0] == 409
    assert _send(office, "/units/new", code="SNV-TT", name="Thanh tra", parent=cast.host)[0] == 409


def test_the_root_s_office_looks_after_outside_bodies(office: FlaskClient, cast: Cast) -> None:
    assert "Liên hiệp các tổ chức hữu nghị" in office.get("/units").text
    assert office.get(f"/units/{cast.guest}").status_code == 200


def test_an_office_reaches_no_person_or_unit_of_a_host_below(
    office: FlaskClient, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("office", "set", "name", "BAN GIÁM ĐỐC", "--unit", cast.leaders)
    assert "Trần Minh Họa" not in office.get("/people").text
    assert office.get(f"/people/{_id(cast.hoa)}").status_code == 403
    assert office.get(f"/units/{cast.leaders}").status_code == 403
    assert office.get("/people", query_string={"unit": cast.leaders}).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thousand_units_come_in_pages_and_are_found_by_name_or_code(app: Flask, cast: Cast, clock: object) -> None:
    with transaction():
        host = get_unit(cast.host)
        for number in range(1, 251):
            add_unit(f"SNV-{number:03}", f"Phòng Nghiệp vụ {number}", host, position=number + 2)
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    session().rollback()
    first, last = client.get("/units").text, client.get("/units?page=2").text
    assert "253 units" in first
    assert ("Phòng Nghiệp vụ 197<" in first, "Phòng Nghiệp vụ 250<" in first) == (True, False)
    assert ("Phòng Nghiệp vụ 250<" in last, "Liên hiệp các tổ chức" in last) == (True, True)
    found = client.get("/units?q=nghiep+vu+249").text
    assert "1 units" in found
    assert "Phòng Nghiệp vụ 249<" in found
    assert "Phòng Nghiệp vụ 17<" in client.get("/units?q=snv-017").text
    assert "No unit of this office is called so" in client.get("/units?q=xyz").text


@pytest.mark.parametrize("size", [1, 2, 5, 20])
def test_pages_of_a_search_together_are_the_whole_list_in_its_order(cast: Cast, clock: object, size: int) -> None:
    with transaction():
        for number in range(14):
            unit = get_unit((cast.leaders, cast.office)[number % 5 == 0])
            add_person(unit, get_unit(cast.host), f"T{number:02}", f"Trần Thị {'ABCDEFG'[number % 7]}a", "")
    units = [unit.id for unit in list_subtree(get_unit(cast.host))]
    whole = [one.id for one in list_people(get_unit(cast.host), today()) if one.full_name.startswith("Trần")]
    found = [
        one.id
        for begin in range(0, len(whole) + size, size)
        for one in find_people(units, today(), "tran", begin=begin, size=size).people
    ]
    assert found == whole

"""The page of the staff list: a file or pasted rows, what would happen, what is decided, and the file given out."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session, transaction
from ceremony.people.models import Person
from ceremony.people.queries import get_unit
from tests.cast import Cast, add_person
from tests.people.files import csv, table, xlsx
from tests.sign_in import csrf, sign_in

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def office(app: Flask, cast: Cast) -> FlaskClient:
    """A browser at which the office sits."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def send(client: FlaskClient, path: str, **fields: object) -> tuple[int, str]:
    answer = client.post(path, data={"csrf_token": csrf(client), **fields})
    session().rollback()
    return answer.status_code, answer.text


def attempt(client: FlaskClient, content: bytes, **fields: object) -> tuple[int, str]:
    return send(client, "/people/import", file=(io.BytesIO(content), "danh-sach.xlsx"), **fields)


def carried(page: str) -> dict[str, str]:
    """Return the hidden fields that the page sends back."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = {re.search(r'name="([^"]*)"', one)[1]: re.search(r'value="([^"]*)"', one) for one in found}  # type: ignore[index]
    wanted = ("name", "content", "shown", "wishes")
    return {name: pairs[name][1].replace("&#34;", '"').replace("&quot;", '"') for name in wanted if pairs.get(name)}  # type: ignore[index]


def names() -> list[str]:
    found = [person.full_name for person in session().query(Person).order_by(Person.id)]
    session().rollback()
    return found


def test_a_workbook_is_tried_and_then_written(office: FlaskClient) -> None:
    status, page = attempt(office, xlsx([["Họ và tên", "Đơn vị"], ["Bùi Thị Hồng Hạnh", "Văn phòng"]]))
    assert (status, names()[3:]) == (200, [])
    assert send(office, "/people/import/write", **carried(page))[0] == 303
    assert names()[3:] == ["Bùi Thị Hồng Hạnh"]


def test_rows_pasted_from_excel_do_as_well(office: FlaskClient) -> None:
    status, page = send(office, "/people/import", text="Họ và tên\tĐơn vị\nBùi Thị Hồng Hạnh\tVăn phòng\n")
    assert status == 200
    assert send(office, "/people/import/write", **carried(page))[0] == 303
    assert names()[3:] == ["Bùi Thị Hồng Hạnh"]


def test_a_problem_is_shown_with_its_cell_and_what_stands_there(office: FlaskClient) -> None:
    _status, page = attempt(office, xlsx({"Tháng 7": [["Họ và tên", "Email"], ["Bùi Thị Hạnh", "hanh@example,gov"]]}))
    assert "Tháng 7: B2" in page
    assert "hanh@example,gov" in page


def test_who_is_not_in_the_list_is_named_before_anybody_leaves(office: FlaskClient, cast: Cast) -> None:
    rows = [["Họ và tên", "Đơn vị"], ["Hoàng Thị Mẫu Đơn", "Văn phòng"]]
    _status, page = attempt(office, csv(rows))
    assert "Võ Thị Hướng Dương (Văn phòng, Chuyên viên, CB02" in page
    assert send(office, "/people/import/write", **carried(page), complete="y")[0] == 303
    assert session().query(Person).filter_by(staff_code=cast.duong).one().left is not None


OLD = [["Họ và tên", "Chức vụ", "Đơn vị"], ["NguyÔn V¨n An", "L¸i xe", "Văn phòng"]]


def test_converted_text_is_shown_before_and_after_and_may_be_refused(office: FlaskClient) -> None:
    _status, page = attempt(office, csv(OLD))
    assert "NguyÔn V¨n An" in page
    assert "Nguyễn Văn An" in page
    fields = {**carried(page), "converted": ["!A2", "!B2"], "use": ["!A2"]}
    assert send(office, "/people/import/write", **fields)[0] == 303
    person = session().query(Person).filter_by(full_name="Nguyễn Văn An").one()
    assert person.position == "L¸i xe"


def test_the_office_chooses_whom_an_unclear_row_means(office: FlaskClient, cast: Cast) -> None:
    with transaction():
        unit, host = get_unit(cast.office), get_unit(cast.host)
        ids = [add_person(unit, host, code, "Lê Thị Hoa Sen", "").id for code in ("CB08", "CB09")]
    session().rollback()
    rows = [["Họ và tên", "Chức vụ", "Đơn vị"], ["Lê Thị Hoa Sen", "Lái xe", "Văn phòng"]]
    status, page = attempt(office, csv(rows))
    assert status == 422
    assert "CB08" in page
    fields = carried(page)
    status, page = send(office, "/people/import", **fields, **{"row:!2": str(ids[1])})
    assert status == 200
    assert send(office, "/people/import/write", **carried(page))[0] == 303
    found = session().query(Person).filter_by(full_name="Lê Thị Hoa Sen").order_by(Person.id)
    assert [person.position for person in found] == ["", "Lái xe"]
    session().rollback()
    status, page = send(office, "/people/import", **fields, **{"row:!2": "new"})
    assert send(office, "/people/import/write", **carried(page))[0] == 303
    assert names().count("Lê Thị Hoa Sen") == 3


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_given_out_comes_back_unchanged(office: FlaskClient, cast: Cast, kind: str) -> None:
    nested = table("""
    STT|Họ và tên|Chức vụ
    A|CHI CỤC KIỂM LÂM|
    I|Phòng Tổ chức|
    1|Lê Thị Hoa Sen|=Trưởng phòng
    B|CHI CỤC THỦY LỢI|
    I|Phòng Tổ chức|
    2|Lê Thị Hoa Sen|-
    """)
    page = attempt(office, csv(nested))[1]
    assert send(office, "/people/import/write", **carried(page))[0] == 303
    with transaction():
        add_person(get_unit(cast.office), get_unit(cast.host), "007", "Võ Thị Hướng Dương", "Lái xe", email=None)
    session().rollback()
    given = office.get(f"/people/export.{kind}")
    assert "attachment" in given.headers["Content-Disposition"]
    status, page = attempt(office, given.data)
    assert status == 200
    assert "The program knows all this already" in page
    assert "with a warning</dt>\n" in page
    assert names().count("Võ Thị Hướng Dương") == 2


def test_the_empty_list_names_the_columns_and_the_units(office: FlaskClient) -> None:
    page = attempt(office, office.get("/people/import/template.xlsx").data)[1]
    assert "there is nothing to write" in page


def test_what_changes_is_shown_before_and_after(office: FlaskClient) -> None:
    rows = [["Họ và tên", "Chức vụ", "Đơn vị", "Mã số"], ["Hoàng Thị Mẫu Đơn", "Phó Giám đốc", "Phòng Mới", "CB01"]]
    _status, page = attempt(office, csv(rows))
    assert "Position: Chánh Văn phòng → <strong>Phó Giám đốc</strong>" in " ".join(page.split())
    assert "Unit: Văn phòng → <strong>Phòng Mới</strong>" in " ".join(page.split())

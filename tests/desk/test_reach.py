"""Where a document was presented, by whom, and to which units."""

import pytest
import time_machine
from flask import Flask

from ceremony.core.db import session, transaction
from ceremony.people.queries import get_person, get_root
from ceremony.programme.queries import list_items
from ceremony.schedule.queries import get_by_key
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import sign_in

CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính nhà nước"


@pytest.fixture
def presented(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> int:
    """The document that the director presented on 2/8/2021 to all but one; its id."""
    ceremony("schedule", "plan", "2021", "--approve")
    number = ceremony("topics", "add", CITED, "--month", "2021-08").json["id"]
    with transaction():
        item = next(one for one in list_items(get_by_key("SNV-2021-08")) if one.document_id)
        item.speaker = get_person(get_root(), cast.hoa)
        item.unit_id = item.speaker.unit_id
    ceremony("invitations", "send", "2021-08", "--now")
    clock.move_to("2021-08-02T07:10:00+07:00")
    for who, value in ((cast.don, "present"), (cast.duong, "absent"), (cast.hoa, "present")):
        assert ceremony("attendance", "mark", "2021-08", who, value).code == 0
    clock.move_to("2021-08-02T18:00:00+07:00")
    closed = ceremony("attendance", "close", "2021-08")
    assert closed.code == 0, closed.err
    session().rollback()
    return int(number)


def test_a_document_tells_where_by_whom_and_to_which_units(app: Flask, presented: int) -> None:
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    page = client.get(f"/documents/{presented}").text
    for words in ("Where it is presented", "08/2021", "02/08/2021", "Trần Minh Họa", "Ban Giám đốc", "Presented"):
        assert words in page
    reach = client.get(f"/documents/{presented}/reach").text.partition("<main")[2]
    offices = reach.partition("Văn phòng")[2]
    assert "50.0 %" in offices
    assert "100.0 %" in reach.partition("Ban Giám đốc")[2]


def test_a_manager_sees_the_own_units_and_an_employee_none(app: Flask, presented: int) -> None:
    manager, employee = app.test_client(), app.test_client()
    sign_in(manager, "cb02@example.gov.vn", "manager", "SNV-VP")
    sign_in(employee, "cb03@example.gov.vn")
    reach = manager.get(f"/documents/{presented}/reach").text.partition("</thead>")[2]
    assert "Văn phòng" in reach
    assert "Ban Giám đốc" not in reach
    assert employee.get(f"/documents/{presented}/reach").status_code == 403
    assert "/reach" not in employee.get(f"/documents/{presented}").text

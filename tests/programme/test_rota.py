"""The rota's page: whose turn it is, one press that puts them in, who served when."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session, transaction
from ceremony.people.queries import get_person, get_root, get_unit
from ceremony.programme.actions.rota import assign_mc, assign_speaking
from ceremony.programme.queries import list_items
from ceremony.programme.queries.rota import Month, list_served, rota_of
from ceremony.programme.rules.rota import Duty
from ceremony.schedule.queries import get_by_key
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

KEY = "SNV-2021-08"
TODAY = date(2021, 7, 26)


@pytest.fixture
def office(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> FlaskClient:
    """The browser of the chief of office; the office unit spoke and led in July."""
    ceremony("schedule", "plan", "2021", "--approve")
    with transaction():
        assign_speaking(get_by_key("SNV-2021-07"), get_unit("SNV-VP"), get_person(get_root(), cast.don))
        assign_mc(get_by_key("SNV-2021-07"), get_unit("SNV-VP"), None)
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _months() -> list[Month]:
    session().rollback()
    return rota_of(get_root(), list_served(get_root(), date(2020, 1, 1)), TODAY)


def _press(client: FlaskClient, **fields: str) -> int:
    return client.post("/rota", data={"csrf_token": csrf(client), **fields}).status_code


def test_the_unit_that_did_not_serve_is_next_and_the_turns_go_round(office: FlaskClient) -> None:
    proposed = [month.proposed[Duty.SPEAKING] for month in _months()]
    assert [one.unit.code for one in proposed] == ["SNV-BGD", "SNV-VP", "SNV-BGD", "SNV-VP", "SNV-BGD"]
    names = [one.person.full_name if one.person else "" for one in proposed if one.unit.code == "SNV-VP"]
    assert names == ["Võ Thị Hướng Dương", "Hoàng Thị Mẫu Đơn"]


def test_who_speaks_does_not_lead_on_the_same_day_while_another_unit_is_free(office: FlaskClient) -> None:
    for month in _months():
        assert month.proposed[Duty.MC].unit != month.proposed[Duty.SPEAKING].unit
    _press(office, act="exempt", takes_turns="SNV-VP")
    for month in _months():
        assert month.proposed[Duty.MC].unit == month.proposed[Duty.SPEAKING].unit


def test_one_press_puts_the_unit_in_and_a_second_one_is_told(office: FlaskClient) -> None:
    fields = {"duty": "speaking", "ceremony": KEY, "unit": "SNV-BGD"}
    assert _press(office, **fields) == 303
    assert _press(office, **fields) == 409
    assert _press(office, duty="mc", ceremony=KEY, unit="SNV-BGD", person="KCB02") == 303
    session().rollback()
    found = get_by_key(KEY)
    item = next(one for one in list_items(found) if one.unit_id is not None)
    assert (item.kind, item.unit.code if item.unit else "") == ("presentation", "SNV-BGD")
    assert (found.mc_unit.code if found.mc_unit else "", found.mc_id is not None) == ("SNV-VP", True)
    assert _press(office, duty="mc", ceremony="SNV-2021-09", unit="LHHN") == 404


def test_who_is_away_that_day_is_not_proposed_and_is_told_of(office: FlaskClient, ceremony: Run) -> None:
    assert _press(office, duty="mc", ceremony=KEY, person="KCB02") == 303
    session().rollback()
    for who in ("CB02", "CB03"):
        ceremony("leave", "ask", who, "travel", "2021-08-02", "--grant")
    month = _months()[0]
    assert month.proposed[Duty.SPEAKING].unit.code == "SNV-VP"
    assert "away that day" in office.get("/rota").text


def test_who_takes_no_turns_is_left_out_until_the_office_says_otherwise(office: FlaskClient) -> None:
    assert _press(office, act="exempt", takes_turns="SNV-VP") == 303
    assert {month.proposed[Duty.MC].unit.code for month in _months()} == {"SNV-VP"}
    client = office.post("/rota", data={"csrf_token": csrf(office), "act": "exempt"})
    assert client.status_code == 303
    assert all(not month.proposed for month in _months())


def test_who_spoke_and_led_is_listed_by_unit_and_person(office: FlaskClient) -> None:
    page = office.get("/rota").text
    spoke = page.partition("Who spoke and led, 2020 and 2021")[2]
    assert "05/07/2021" in spoke
    assert "Hoàng Thị Mẫu Đơn" in spoke
    assert "Phổ biến, quán triệt văn bản" in spoke

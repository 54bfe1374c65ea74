"""Units that are closed or merged; the past keeps them."""

from datetime import date

import pytest
from flask import Flask
from time_machine import Traveller

from ceremony.core.db import session, transaction
from ceremony.people.actions import import_people, move_person, read_staff_list, set_unit
from ceremony.people.queries import get_person, get_unit, list_people
from ceremony.people.rules.units import UnitClosed
from tests.cast import Cast
from tests.conftest import Run
from tests.people.files import csv
from tests.sign_in import csrf, sign_in

TODAY = date(2021, 7, 26)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["SNV-VP", "2021-07-26"], 1),
        (["SNV-VP", "2021-07-27", "--into", "SNV-BGD"], 1),
        (["SNV", "2021-07-26"], 1),
        (["SNV-VP", "2021-07-26", "--into", "SNV-VP"], 1),
        (["NOWHERE", "2021-07-26"], 2),
    ],
)
def test_what_is_not_empty_or_lies_ahead_is_not_closed(
    cast: Cast, ceremony: Run, clock: Traveller, arguments: list[str], code: int
) -> None:
    answer = ceremony("people", "close-unit", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.strip()


def test_a_merged_unit_gives_its_people_and_units_away(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    with transaction():
        set_unit("SNV-T1", "Tổ 1", get_unit("SNV-VP"), None)
    answer = ceremony("people", "close-unit", "SNV-VP", "2021-07-26", "--into", "SNV-BGD").json
    assert answer == {"code": "SNV-VP", "closed": "2021-07-26", "into": "SNV-BGD", "moved": 2}
    assert {person.unit.code for person in list_people(get_unit("SNV"), TODAY)} == {"SNV-BGD"}
    assert get_unit("SNV-T1").parent_id == get_unit("SNV-BGD").id
    listed = [one["code"] for one in ceremony("people", "units").json]
    assert listed == ["SNV", "SNV-BGD", "SNV-T1", "LHHN"]
    assert "SNV-VP" in [one["code"] for one in ceremony("people", "units", "--all").json]


def test_nobody_joins_a_closed_unit_until_it_is_opened_again(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    ceremony("people", "close-unit", "SNV-VP", "2021-07-26", "--into", "SNV-BGD")
    with pytest.raises(UnitClosed), transaction():
        move_person(get_person(get_unit("SNV"), "CB02"), get_unit("SNV-VP"), TODAY, TODAY)
    assert ceremony("people", "reopen-unit", "SNV-VP").code == 0
    with transaction():
        move_person(get_person(get_unit("SNV"), "CB02"), get_unit("SNV-VP"), TODAY, TODAY)


def test_no_unit_stands_below_a_closed_one(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    ceremony("people", "close-unit", "SNV-VP", "2021-07-26", "--into", "SNV-BGD")
    for arguments in (["SNV-T1", "--name", "Tổ 1", "--parent", "SNV-VP"], ["SNV-BGD", "--parent", "SNV-VP"]):
        answer = ceremony("people", "unit", *arguments)
        assert (answer.code, answer.out) == (1, "")
        assert "closed since" in answer.err
    with transaction():
        get_unit("SNV-BGD").active_to, get_unit("SNV-VP").parent_id = TODAY, get_unit("SNV-BGD").id
    assert ceremony("people", "reopen-unit", "SNV-VP").code == 1


def test_the_root_is_never_closed(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    assert "cannot be closed" in ceremony("people", "close-unit", "SNV", "2021-07-26").err


def test_a_closed_unit_plans_and_becomes_nothing(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    ceremony("people", "close-unit", cast.guest, "2021-07-26")
    for arguments in (["office", "set", "contact", "102"], ["schedule", "plan", "2021"]):
        answer = ceremony(*arguments, "--unit", cast.guest)
        assert (answer.code, answer.out) == (1, "")
        assert "closed since" in answer.err


def test_a_list_that_names_a_closed_unit_makes_a_new_one(cast: Cast, ceremony: Run, clock: Traveller) -> None:
    ceremony("people", "close-unit", "SNV-VP", "2021-07-26", "--into", "SNV-BGD")
    with transaction():
        rows = [["Họ và tên", "Đơn vị"], ["Lê Thị Hoa Sen", "Văn phòng"]]
        assert import_people(get_unit("SNV"), read_staff_list(csv(rows)), today=TODAY).units_new == 1
    assert get_unit("SNV-VP-2").name == "Văn phòng"


def test_a_unit_is_merged_and_opened_again_on_its_page(app: Flask, cast: Cast, clock: Traveller) -> None:
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")

    def send(path: str, **fields: str) -> int:
        status = client.post(path, data={"csrf_token": csrf(client), **fields}).status_code
        session().rollback()
        return status

    assert send("/units/SNV-VP/close", into="-", day="2021-07-26") == 409
    assert send("/units/SNV-VP/close", into=cast.leaders, day="x") == 422
    assert send("/units/SNV-VP/close", into=cast.leaders, day="2021-07-26") == 303
    assert "closed since 26/07/2021" in client.get("/units").text
    assert "Open it again" in client.get("/units/SNV-VP").text
    assert send("/units/SNV-VP/reopen") == 303
    assert not get_unit("SNV-VP").is_closed

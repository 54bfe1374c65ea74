"""Leading a ceremony, its template, and what is carried over to the next one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session, transaction
from ceremony.people.queries import get_person, get_root
from ceremony.programme.queries import list_items, list_left_over, list_parts, list_waiting
from ceremony.schedule.queries import get_by_key
from ceremony.topics.actions import add_cited
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

KEY, NEXT = "SNV-2021-08", "SNV-2021-09"
CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính nhà nước"
Press = Callable[..., str]


@pytest.fixture
def office(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> FlaskClient:
    """The browser of the chief of office on the morning of the ceremony, whose usual programme stands."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    ceremony("topics", "add", CITED, "--month", "2021-08")
    with transaction():
        get_by_key(KEY).mc_id = get_person(get_root(), cast.duong).id
    clock.move_to("2021-08-02T07:00:00+07:00")
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _press(client: FlaskClient, act: str, key: str = KEY, **fields: str) -> int:
    return client.post(f"/ceremonies/{key}/run", data={"csrf_token": csrf(client), "act": act, **fields}).status_code


def _shown(client: FlaskClient) -> str:
    page = client.get(f"/ceremonies/{KEY}/run").text
    return page.partition('name="shown"')[2].partition('value="')[2].partition('"')[0]


def _items() -> list[tuple[str, bool, bool, bool]]:
    session().rollback()
    found = list_items(get_by_key(KEY))
    return [(one.title, one.begun_at is not None, one.ended_at is not None, one.is_unreached) for one in found]


def test_the_mc_without_any_role_leads_the_ceremony_and_a_colleague_does_not(
    app: Flask, office: FlaskClient, clock: time_machine.Traveller
) -> None:
    mc, colleague = app.test_client(), app.test_client()
    sign_in(mc, "cb02@example.gov.vn")
    sign_in(colleague, "cb03@example.gov.vn")
    assert _press(colleague, "next") == 403
    assert _press(mc, "next", shown="") == 303
    page = mc.get(f"/ceremonies/{KEY}/run").text
    assert "Item 1 of 8" in page
    assert "Chào cờ, hát Quốc ca" in page.partition("Next:")[2]
    clock.shift(timedelta(minutes=5))
    late = office.get(f"/ceremonies/{KEY}/run").text
    assert "+2 minutes behind" in late
    assert "over by 2:0" in late


def test_two_who_press_at_once_go_on_one_step(office: FlaskClient) -> None:
    _press(office, "next", shown="")
    seen = _shown(office)
    for _ in range(2):
        assert _press(office, "next", shown=seen) == 303
    assert [one[1] for one in _items()] == [True, True, *[False] * 6]
    assert "Somebody has gone on" in office.get(f"/ceremonies/{KEY}/run").text


def test_back_takes_the_last_step_back(office: FlaskClient) -> None:
    _press(office, "next", shown="")
    _press(office, "next", shown=_shown(office))
    _press(office, "back", shown=_shown(office))
    assert _items()[0][1:] == (True, False, False)
    assert _items()[1][1:] == (False, False, False)
    _press(office, "back", shown=_shown(office))
    assert not any(one[1] for one in _items())


def test_looking_at_it_writes_nothing(office: FlaskClient) -> None:
    before = _items()
    for path in ("run", "board"):
        assert office.get(f"/ceremonies/{KEY}/{path}").status_code == 200
    assert _items() == before


def test_it_is_led_on_its_day_only(office: FlaskClient, clock: time_machine.Traveller) -> None:
    clock.move_to("2021-08-03T07:00:00+07:00")
    sign_in(office, "cb01@example.gov.vn")
    assert _press(office, "next", shown="") == 409
    assert "It can be led on its day." in office.get(f"/ceremonies/{KEY}/run").text


def test_notes_are_kept_with_every_press_and_from_two_phones(office: FlaskClient) -> None:
    _press(office, "next", shown="")
    number = _shown(office)
    _press(office, "note", noted=number, was="", said="Sĩ số 45")
    _press(office, "next", shown=number, noted=number, was="", said="Vắng\r\n3")
    session().rollback()
    assert list_items(get_by_key(KEY))[0].said == "Sĩ số 45\nVắng\n3"
    assert "For the minutes: Sĩ số 45" in office.get(f"/ceremonies/{KEY}/programme").text


def test_what_was_not_reached_waits_again_and_is_taken_over_once(
    office: FlaskClient, clock: time_machine.Traveller
) -> None:
    _press(office, "next", shown="")
    _press(office, "end", shown=_shown(office))
    assert [one[3] for one in _items()] == [False, *[True] * 7]
    assert "The programme is over" in office.get(f"/ceremonies/{KEY}/run").text
    now = datetime.fromisoformat("2021-08-03T08:00+07:00")
    clock.move_to(now)
    sign_in(office, "cb01@example.gov.vn")
    assert [row.document.number for row in list_waiting(get_root(), now, now.date())] == ["76"]
    left = next(one for one in list_left_over(get_by_key(NEXT)) if one.document_id is not None)
    address = f"/ceremonies/{NEXT}/programme"
    assert f"{address}/carry/{left.id}" in office.get(address).text
    for status in (303, 409):
        assert office.post(f"{address}/carry/{left.id}", data={"csrf_token": csrf(office)}).status_code == status
    session().rollback()
    items = list_items(get_by_key(NEXT))
    assert [one.document.number for one in items if one.document] == ["76"]
    assert (len(items), items[-1].kind) == (8, "conclusion")
    assert list_waiting(get_root(), now, now.date())[0].planned == [get_by_key(NEXT)]


def test_an_item_may_be_left_out_and_put_back_until_it_begins(office: FlaskClient) -> None:
    session().rollback()
    first, second, *_ = [one.id for one in list_items(get_by_key(KEY))]
    _press(office, f"leave:{first}")
    _press(office, f"leave:{second}")
    _press(office, f"return:{second}")
    assert [one[3] for one in _items()][:2] == [True, False]
    _press(office, "next", shown="")
    assert _items()[1][1]
    assert _press(office, f"leave:{second}") == 409


def test_a_kept_programme_is_what_new_ceremonies_begin_with(office: FlaskClient, ceremony: Run) -> None:
    address = f"/ceremonies/{KEY}/programme"
    session().rollback()
    number = list_items(get_by_key(KEY))[2].id
    seen = office.get(address).text.partition('name="seen" value="')[2].partition('"')[0]
    token = csrf(office)
    assert office.post(f"{address}/items/{number}/remove", data={"csrf_token": token, "seen": seen}).status_code == 303
    assert office.post(f"{address}/keep", data={"csrf_token": token}).status_code == 303
    session().rollback()
    assert len(list_parts(get_by_key(KEY).series)) == 7
    planned = ceremony("schedule", "plan", "2022")
    assert planned.code == 0, planned.err
    session().rollback()
    items = list_items(get_by_key("SNV-2022-03"))
    assert [one.document_id for one in items] == [None] * 7
    assert "The usual one has 7 items" in office.get(f"/ceremonies/{NEXT}/programme").text


def test_a_repeat_of_what_was_not_reached_is_no_repeat(office: FlaskClient, cast: Cast) -> None:
    with transaction():
        document = add_cited(get_root(), CITED, None, datetime.fromisoformat("2021-08-02T08:00+07:00"))[0]
        item = next(one for one in list_items(get_by_key(KEY)) if one.document_id == document.id)
        item.is_unreached = True
    page = office.get(f"/documents/{document.id}").text
    assert "no month yet" in page

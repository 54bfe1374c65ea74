"""The programme's page: its items in order, documents by citation, and two people at once."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ceremony.core.db import session
from ceremony.programme.queries import list_items
from ceremony.schedule.queries import get_by_key
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

KEY = "SNV-2021-08"
PAGE = f"/ceremonies/{KEY}/programme"
CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính nhà nước"


@pytest.fixture
def office(app: Flask, cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> FlaskClient:
    """The browser of the chief of office, whose year is planned."""
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def _post(client: FlaskClient, path: str = "", **fields: str) -> TestResponse:
    return client.post(PAGE + path, data={"csrf_token": csrf(client), **fields})


def _titles() -> list[str]:
    session().rollback()
    return [item.title for item in list_items(get_by_key(KEY))]


def _field(page: str, form: str) -> str:
    """The hidden mark of what the form was shown with."""
    return page.partition(f'id="{form}-seen"')[2].partition('value="')[2].partition('"')[0]


def _order(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_an_empty_programme_begins_with_the_usual_one(office: FlaskClient) -> None:
    assert "Begin with the usual programme" in office.get(PAGE).text
    assert _post(office, "/usual").status_code == 303
    assert len(_titles()) == 8
    assert "8 items, 30 minutes" in office.get(PAGE).text


def test_an_item_with_a_new_document_is_added_and_gives_the_theme(office: FlaskClient) -> None:
    answer = _post(
        office, "/items", kind="presentation", title="Phổ biến", minutes="10", citation=CITED, speaker="KCB03"
    )
    assert answer.status_code == 303
    page = office.get(PAGE).text
    assert CITED in page
    assert "Trần Minh Họa" in page.partition("</thead>")[2]
    assert get_by_key(KEY).theme == "cải cách hành chính nhà nước"


@pytest.mark.parametrize(("citation", "sentence"), [("NQ 76", "cites no document"), (f"MẬT {CITED}", "marked MẬT")])
def test_a_citation_that_is_refused_keeps_everything_typed(office: FlaskClient, citation: str, sentence: str) -> None:
    answer = _post(office, "/items", kind="news", title="Thời sự tuần", minutes="7", citation=citation)
    assert answer.status_code == 422
    assert sentence in answer.text
    for typed in ("Thời sự tuần", 'value="7"', citation):
        assert typed in answer.text
    assert _titles() == []


def test_minutes_and_title_are_checked(office: FlaskClient) -> None:
    answer = _post(office, "/items", kind="news", title="", minutes="0")
    assert answer.status_code == 422
    assert "Say in a few words" in answer.text
    assert "from 1 to 240" in answer.text


def test_a_document_is_not_presented_twice(office: FlaskClient) -> None:
    fields = {"kind": "presentation", "title": "Phổ biến", "minutes": "10", "citation": CITED}
    assert _post(office, "/items", **fields).status_code == 303
    answer = _post(office, "/items", **fields)
    assert answer.status_code == 422
    assert "presents this document already" in answer.text


def test_items_change_places_and_are_taken_out(office: FlaskClient) -> None:
    _post(office, "/usual")
    first, second, *rest = _titles()
    number = list_items(get_by_key(KEY))[1].id
    seen = _order(office.get(PAGE).text)
    assert _post(office, f"/items/{number}/up", seen=seen).status_code == 303
    assert _titles() == [second, first, *rest]
    assert _post(office, f"/items/{number}/down", seen=seen).status_code == 409
    seen = _order(office.get(PAGE).text)
    assert _post(office, f"/items/{number}/remove", seen=seen).status_code == 303
    assert _titles() == [first, *rest]


def test_who_edits_an_item_that_changed_meanwhile_sees_both(office: FlaskClient) -> None:
    _post(office, "/usual")
    number = list_items(get_by_key(KEY))[0].id
    seen = _field(office.get(PAGE, query_string={"edit": number}).text, "item")
    mine = {"kind": "gathering", "minutes": "4", "seen": seen}
    assert _post(office, f"/items/{number}", title="Của người kia", **mine).status_code == 303
    answer = _post(office, f"/items/{number}", title="Của tôi", **mine)
    assert answer.status_code == 409
    assert "Hoàng Thị Mẫu Đơn changed this at 08h00." in answer.text
    assert "Save over it" in answer.text
    assert "Của người kia" in answer.text
    assert 'value="Của tôi"' in answer.text
    assert _post(
        office, f"/items/{number}", title="Của tôi", **{**mine, "seen": _field(answer.text, "item")}
    ).status_code == (303)
    assert _titles()[0] == "Của tôi"


def test_theme_dress_and_who_presides_are_set(office: FlaskClient) -> None:
    seen = _field(office.get(PAGE).text, "frame")
    fields = {"theme": "Cải cách", "dress": "Áo sơ mi trắng", "presiding": "KCB03"}
    assert _post(office, seen=seen, **fields).status_code == 303
    session().rollback()
    found = get_by_key(KEY)
    assert (found.theme, found.dress, found.presiding.full_name if found.presiding else "") == (
        "Cải cách",
        "Áo sơ mi trắng",
        "Trần Minh Họa",
    )
    assert _post(office, seen=seen, **fields).status_code == 409
    seen = _field(office.get(PAGE).text, "frame")
    assert _post(office, seen=seen, **{**fields, "presiding": "ABC"}).status_code == 422


def test_a_manager_looks_and_changes_nothing(app: Flask, office: FlaskClient) -> None:
    _post(office, "/usual")
    client = app.test_client()
    sign_in(client, "cb02@example.gov.vn", "manager", "SNV-VP")
    page = client.get(PAGE).text
    assert "8 items" in page
    assert "Take out" not in page
    for path in ("", "/items", "/usual"):
        assert client.post(PAGE + path, data={"csrf_token": csrf(client)}).status_code == 403


def test_an_item_of_another_month_is_not_found(office: FlaskClient, ceremony: Run) -> None:
    _post(office, "/usual")
    number = list_items(get_by_key(KEY))[0].id
    assert office.get("/ceremonies/SNV-2021-09/programme", query_string={"edit": number}).status_code == 404


def test_items_stand_in_the_order_in_which_they_were_dropped(office: FlaskClient) -> None:
    _post(office, "/usual")
    ids = [str(item.id) for item in list_items(get_by_key(KEY))]
    page = office.get(PAGE).text
    seen, wanted = _order(page), ",".join([ids[-1], *ids[:-1]])
    assert _post(office, "/order", seen=seen, items=wanted).status_code == 303
    session().rollback()
    assert [str(item.id) for item in list_items(get_by_key(KEY))] == wanted.split(",")
    assert _post(office, "/order", seen=seen, items=wanted).status_code == 409
    assert _post(office, "/order", seen=_order(office.get(PAGE).text), items=ids[0]).status_code == 404


def test_a_unit_speaks_while_no_speaker_is_named(office: FlaskClient) -> None:
    fields = {"kind": "news", "title": "Thời sự", "minutes": "3", "notes": "Chuẩn bị loa"}
    assert _post(office, "/items", unit="SNV-VP", **fields).status_code == 303
    assert _post(office, "/items", unit="LHHN", **fields).status_code == 422
    assert _post(office, "/items", unit="SNV-VP", speaker="KCB03", **fields).status_code == 303
    units = [item.unit.code if item.unit else None for item in list_items(get_by_key(KEY))]
    assert units == ["SNV-VP", "SNV-BGD"]
    assert "Chuẩn bị loa" in office.get(PAGE).text


def test_the_length_is_held_against_the_ceremonys(office: FlaskClient) -> None:
    _post(office, "/items", kind="news", title="Thời sự", minutes="25")
    assert "5 minutes of the ceremony are free" in office.get(PAGE).text
    _post(office, "/items", kind="news", title="Tin ngắn", minutes="15")
    page = office.get(PAGE).text
    assert "10 minutes longer than the ceremony" in page
    assert "The items take 40 minutes, the ceremony has 30: 10 too many." in page


def test_a_speaker_who_is_away_that_day_is_said(office: FlaskClient, ceremony: Run) -> None:
    _post(office, "/items", kind="news", title="Thời sự", minutes="3", speaker="KCB03")
    assert "away that day" not in office.get(PAGE).text
    asked = ceremony("leave", "ask", "CB03", "travel", "2021-08-02", "--grant")
    assert asked.code == 0, asked.err
    session().rollback()
    assert "away that day" in office.get(PAGE).text

"""The article's page: drafting, editing, and two people who edit at once."""

import re

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from ceremony.publication.queries import find_article
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key
from tests.publication.conftest import present
from tests.sign_in import csrf, sign_in

ADDRESS = "/ceremonies/SNV-2021-08/article"


@pytest.fixture
def client(app: Flask, evening: Ceremony) -> FlaskClient:
    """The office's browser on the evening of the ceremony."""
    present(evening)
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    return client


def send(client: FlaskClient, **fields: str) -> tuple[int, str]:
    """Send the form."""
    answer = client.post(ADDRESS, data={"csrf_token": csrf(client), **fields})
    return answer.status_code, answer.text


def seen(client: FlaskClient) -> str:
    """The digest that the form carries."""
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', client.get(ADDRESS).text)
    assert found is not None
    return found[1]


def body() -> str:
    """The body that is kept."""
    session().rollback()
    article = find_article(get_by_key("SNV-2021-08"))
    assert article is not None
    return article.body


def test_one_press_drafts_the_article(client: FlaskClient) -> None:
    assert "no article yet" in client.get(ADDRESS).text
    assert send(client, draft="1")[0] == 303
    assert "Nghị quyết số 76/NQ-CP" in client.get(ADDRESS).text


def test_an_edited_article_keeps_its_lines_and_is_not_drafted_over(client: FlaskClient) -> None:
    send(client, draft="1")
    text = {"headline": "Tin", "lead": "Sáng nay.", "body": "Một.\r\n\r\nHai:\r\n-  điểm   một\r\n- điểm hai"}
    assert send(client, seen=seen(client), **text)[0] == 303
    send(client, draft="1")
    assert body() == "Một.\n\nHai:\n- điểm một\n- điểm hai"
    assert "<li>điểm hai</li>" in client.get(ADDRESS).text


def test_a_text_that_changed_meanwhile_is_shown_beside_the_own_one(client: FlaskClient) -> None:
    send(client, draft="1")
    began = seen(client)
    send(client, seen=began, headline="Của người khác", lead="L", body="Bài của người khác")
    status, page = send(client, seen=began, headline="Của tôi", lead="L", body="Bài của tôi")
    assert status == 409
    assert "Bài của người khác" in page
    assert "Bài của tôi" in page
    assert body() == "Bài của người khác"
    again = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert again is not None
    assert send(client, seen=again[1], headline="Của tôi", lead="L", body="Bài của tôi")[0] == 303
    assert body() == "Bài của tôi"


def test_an_empty_headline_is_answered_with_what_was_typed(client: FlaskClient) -> None:
    send(client, draft="1")
    status, page = send(client, seen=seen(client), headline="", lead="L", body="Giữ nguyên bài này")
    assert status == 422
    assert "Giữ nguyên bài này" in page


def test_before_the_day_nothing_is_drafted(client: FlaskClient, clock: time_machine.Traveller) -> None:
    clock.move_to("2021-08-01T09:00:00+07:00")
    sign_in(client, "cb01@example.gov.vn")
    assert 'name="draft"' not in client.get(ADDRESS).text
    assert send(client, draft="1")[0] == 409


def test_nobody_but_the_office_comes_here(client: FlaskClient, app: Flask) -> None:
    other = app.test_client()
    sign_in(other, "cb02@example.gov.vn", "recorder", "SNV-VP")
    assert other.get(ADDRESS).status_code == 403

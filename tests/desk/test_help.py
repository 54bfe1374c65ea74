"""The guide: every task in both languages, a way to it from every page; what search engines may read."""

import pytest
from flask import Flask
from flask_babel import refresh

from ceremony.desk.help import TASKS
from tests.cast import Cast
from tests.sign_in import sign_in


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_explained_in_both_languages(app: Flask, cast: Cast, task: str) -> None:
    client = app.test_client()
    english = client.get(f"/help/{task}")
    client.set_cookie("language", "vi")
    refresh()
    vietnamese = client.get(f"/help/{task}")
    assert (english.status_code, vietnamese.status_code) == (200, 200)
    assert "<article" in vietnamese.text
    assert english.text.split("<article")[1] != vietnamese.text.split("<article")[1]


def test_the_list_leads_to_every_task(app: Flask, cast: Cast) -> None:
    page = app.test_client().get("/help").text
    assert all(f'href="/help/{task}"' in page for task in TASKS)
    assert app.test_client().get("/help/dancing").status_code == 404


def test_a_page_leads_to_its_own_help(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    assert 'href="/help/people"' in client.get("/people").text
    assert 'href="/help/settings"' in client.get("/office").text


def test_search_engines_read_only_what_is_published(app: Flask) -> None:
    answer = app.test_client().get("/robots.txt")
    assert answer.text.splitlines() == ["User-agent: *", "Allow: /news", "Disallow: /"]

"""The guide: every task in both languages, a way to it from every page; what search engines may read."""

import re

import pytest
from flask import Flask
from flask_babel import refresh

from ceremony.desk.help import GUIDE, TASKS, read_task
from tests.cast import Cast
from tests.sign_in import sign_in
from tests.words import catalogue


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


def test_the_guide_speaks_of_the_pages_in_the_words_of_the_pages() -> None:
    """What stands in bold is a word of the program; "…" stands for what differs."""
    english = {str(message.id) for message in catalogue()}
    vietnamese = {str(message.string) for message in catalogue()}
    unknown = []
    for language, words in (("en", english), ("vi", vietnamese)):
        known = {re.sub(r"%\(\w+\)s", "…", word).casefold() for word in words}
        for task in TASKS:
            bold = re.findall(r"\*\*(.+?)\*\*", read_task(language, task)[1])
            unknown += [f"{language}/{task}.md: {one}" for one in bold if one.casefold() not in known]
    assert unknown == [], "\n".join(unknown)


def test_every_task_has_its_picture_and_no_picture_is_left_over() -> None:
    shown = {
        picture
        for language in ("vi", "en")
        for task in TASKS
        for picture in re.findall(r"\]\(\.\./pictures/(\S+)\)", read_task(language, task)[1])
    }
    assert shown == {file.name for file in (GUIDE / "pictures").iterdir()}
    for language in ("vi", "en"):
        assert all("](../pictures/" in read_task(language, task)[1] for task in TASKS)
        assert {file.stem for file in (GUIDE / language).iterdir()} == set(TASKS)


def test_a_page_of_the_guide_shows_its_picture_and_leads_to_the_others(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    page = client.get("/help/start").text
    assert 'href="settings"' in page
    picture = re.findall(r'src="(/help/pictures/[^"]+)"', page)[0]
    with client.get(picture) as shown:
        assert shown.content_type == "image/png"
    assert client.get("/help/pictures/../vi/start.md").status_code == 404


def test_a_page_leads_to_its_own_help(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    assert 'href="/help/people"' in client.get("/people").text
    assert 'href="/help/settings"' in client.get("/office").text


def test_search_engines_read_only_what_is_published(app: Flask) -> None:
    answer = app.test_client().get("/robots.txt")
    assert answer.text.splitlines() == ["User-agent: *", "Allow: /news", "Disallow: /"]

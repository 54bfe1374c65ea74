"""Whatever is typed into a form: the Vietnamese pages answer in Vietnamese, and never with a fault of the program."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from tests.cast import Cast
from tests.conftest import Run
from tests.journeys.crawl import Form, crawl
from tests.journeys.year import live_through_july
from tests.sign_in import sign_in

NONSENSE = {"nothing": "", "signs": "?!", "too much": "x" * 6000}
# Without them no English sentence is built; none is a word of Vietnamese.
ENGLISH = re.compile(r"\b(the|is|not|must|valid|invalid|field|this|required|cannot|your)\b", re.IGNORECASE)
SAID = re.compile(r'class="(?:fault|error-summary|notice[^"]*)".*?</(?:p|div)>', re.DOTALL)
# Forms that end the walk: signing out, and another language.
LEFT_ALONE = ("/logout", "/choice")


@pytest.fixture
def lived_in(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """An office that has something to show on every page."""
    return live_through_july(cast, ceremony, clock)


def _forms(client: FlaskClient) -> Iterator[Form]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for page in crawl(client)[0].values():
        for form in page.forms:
            shape = re.sub(r"\d+", "#", form.action.partition("?")[0]), tuple(sorted(form.fields))
            if shape not in seen and not form.action.startswith(LEFT_ALONE):
                seen.add(shape)
                yield form


def _filled(form: Form, nonsense: str) -> dict[str, str]:
    return {name: value if name in form.hidden else nonsense for name, value in form.fields.items()}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_in_any_form_is_answered_in_vietnamese(app: Flask, lived_in: Cast, kind: str) -> None:
    app.extensions["babel"].default_locale = "vi"
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    session().rollback()
    client.post("/choice", data={"language": "vi"})
    forms = list(_forms(client))
    assert len(forms) > 20
    answered = 0
    for form in forms:
        answer = client.post(form.action, data=_filled(form, NONSENSE[kind]))
        session().rollback()
        assert answer.status_code < 500, form.action
        for said in SAID.findall(answer.text):
            words = re.sub(r"<[^>]*>|“[^”]*”", " ", said.partition(">")[2])
            assert not ENGLISH.search(words), (form.action, " ".join(words.split()))
            answered += 1
    assert answered > 10

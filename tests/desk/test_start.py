"""The first run: its steps follow the data, can be skipped, and lead back to the home page."""

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.models import OneTimeLink
from ceremony.accounts.queries import token_of
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.desk.rules import StartFacts, StepName, StepState, steps_of
from ceremony.operations.instance import FIRST_PAGE, first_sign_in, open_office
from tests.cast import Cast
from tests.conftest import Run
from tests.sign_in import csrf, sign_in

DON = "cb01@example.gov.vn"
NOTHING = StartFacts(lacking=("contact",), people=1, plans=0, approved=0, has_sent=False, skipped=())
NOTICE = "The office is not set up yet"


def test_nothing_is_done_in_an_empty_office_and_there_is_no_plan_to_approve_yet() -> None:
    states = steps_of(NOTHING)
    assert states.pop(StepName.APPROVAL) is StepState.NOT_YET
    assert set(states.values()) == {StepState.TODO}


def test_a_step_that_is_done_counts_as_done_even_if_it_was_skipped_before() -> None:
    facts = StartFacts(lacking=(), people=3, plans=1, approved=0, has_sent=False, skipped=("staff", "mail"))
    assert steps_of(facts) == {
        StepName.LETTERHEAD: StepState.DONE,
        StepName.STAFF: StepState.DONE,
        StepName.PLAN: StepState.DONE,
        StepName.MAIL: StepState.SKIPPED,
        StepName.APPROVAL: StepState.TODO,
    }


@pytest.fixture
def office(app: Flask, cast: Cast, clock: time_machine.Traveller) -> FlaskClient:
    """A browser at which the office sits, nothing planned or sent."""
    client = app.test_client()
    sign_in(client, DON, "office")
    return client


def _press(client: FlaskClient, **fields: str) -> str:
    answer = client.post("/start", data={"csrf_token": csrf(client), **fields})
    assert answer.status_code == 303
    return str(answer.location)


def test_the_home_page_leads_to_the_first_run_until_every_step_is_done(office: FlaskClient, ceremony: Run) -> None:
    assert NOTICE in office.get("/").text
    assert "2 of 5 steps are done" in office.get("/start").text
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở")
    session().rollback()
    assert "The plan of 2021 is a draft" in office.get("/start").text
    signed = {"csrf_token": csrf(office), "number": "274/KH-SNgV", "dated": "19/02/2021"}
    assert 'href="/plan/2021/paper"' in office.get("/start").text
    assert office.post("/plan/2021/paper", data=signed).status_code == 303
    assert office.post("/plan/2021/approve", data=signed).status_code == 303
    assert "The plan of 2021 is approved" in office.get("/plan/2021").text
    ceremony("invitations", "send", "2021-08")
    with transaction():
        session().query(Letter).first().state = LetterState.ACCEPTED  # type: ignore[union-attr]
    assert NOTICE not in office.get("/").text
    assert "Everything is set up" in office.get("/start").text


def test_steps_are_skipped_one_by_one_and_taken_up_again(office: FlaskClient) -> None:
    assert _press(office, skip="mail") == "/start"
    assert "3 of 5 steps are done" in office.get("/start").text
    assert _press(office, resume="mail") == "/start"
    assert "2 of 5 steps are done" in office.get("/start").text


def test_who_skips_the_rest_lands_on_a_home_page_without_the_notice(office: FlaskClient) -> None:
    assert _press(office, skip="all") == "/"
    assert NOTICE not in office.get("/").text


def test_an_unknown_step_is_not_kept(office: FlaskClient) -> None:
    assert _press(office, skip="nonsense") == "/start"
    assert "2 of 5 steps are done" in office.get("/start").text


def test_the_account_that_init_made_lands_on_the_first_run(app: Flask, clock: time_machine.Traveller) -> None:
    client = app.test_client()
    with transaction():
        open_office("SNV", "Sở Mẫu", "don@example.gov.vn", "Mẫu Đơn", today(), now())
        first_sign_in(app.extensions["settings"], "don@example.gov.vn", now())
        token = token_of(session().query(OneTimeLink).one())
    answer = client.post("/password/link", query_string={"token": token}, data={"password": "một câu dài để nhớ 2021"})
    assert (answer.status_code, answer.location) == (303, FIRST_PAGE)
    page = client.get(FIRST_PAGE)
    assert page.status_code == 200
    assert "0 of 5 steps are done" in page.text

"""Every link on every page leads somewhere, for everybody; and looking changes nothing."""

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import Base, db, session
from tests.cast import Cast
from tests.conftest import Run
from tests.journeys.crawl import crawl
from tests.journeys.year import live_through_july
from tests.sign_in import sign_in

ROLES: dict[str, tuple[str, str | None, str]] = {
    "office": ("cb01@example.gov.vn", "office", "SNV"),
    "manager": ("cb03@example.gov.vn", "manager", "SNV-VP"),
    "recorder": ("cb02@example.gov.vn", "recorder", "SNV-VP"),
    "employee": ("cb02@example.gov.vn", None, "SNV"),
}
# What each must have come to by links alone.
LANDMARKS = {
    "office": {"/start", "/audit", "/people", "/units", "/office", "/documents", "/ceremonies/SNV-2021-08/invitations"},
    "manager": {"/people", "/reports", "/leave", "/me", "/plan/2021"},
    "recorder": {"/people", "/me", "/ceremonies/SNV-2021-08", "/ceremonies/SNV-2021-08/roll"},
    "employee": {"/me", "/me/contest/SNV-2021-07", "/documents", "/profile", "/help/answer"},
    "nobody": {"/login", "/forgot", "/help"},
}


@pytest.fixture
def lived_in(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """An office that has something to show on every page."""
    return live_through_july(cast, ceremony, clock)


def _client(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    if who in ROLES:
        sign_in(client, *ROLES[who])
    session().rollback()
    return client


def _everything() -> dict[str, list[tuple[object, ...]]]:
    with db.engine.connect() as connection:
        tables = {table.name: connection.execute(sa.select(table)).all() for table in Base.metadata.sorted_tables}
    return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in tables.items()}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", LANDMARKS)
def test_every_link_leads_somewhere_and_looking_changes_nothing(app: Flask, lived_in: Cast, who: str) -> None:
    client = _client(app, who)
    before = _everything()
    pages, broken = crawl(client)
    session().rollback()
    assert broken == {}
    assert {address.partition("?")[0] for address in pages} >= LANDMARKS[who]
    assert _everything() == before
    assert sum(len(rows) for rows in before.values()) > 50

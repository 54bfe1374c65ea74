"""Long lists are ordered by the heads of their columns."""

import re

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session
from tests.cast import Cast
from tests.conftest import Run
from tests.journeys.year import live_through_july
from tests.sign_in import sign_in


@pytest.fixture
def lived_in(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """An office that has something to show on every page."""
    return live_through_july(cast, ceremony, clock)


@pytest.fixture
def office(app: Flask, lived_in: Cast) -> FlaskClient:
    """A browser at which the office sits."""
    client = app.test_client()
    sign_in(client, "cb01@example.gov.vn", "office")
    session().rollback()
    return client


def _first_cells(page: str) -> list[str]:
    cells = re.findall(r'<th(?: [^>]*)? ?scope="row">(.*?)</th>', page.partition("<tbody")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in cells]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_long_lists_are_ordered_by_their_heads(office: FlaskClient) -> None:
    for address, first in (
        ("/people", "Trần Minh Họa"),
        ("/people?sort=name", "Võ Thị Hướng Dương Văn phòng"),
        ("/people?sort=-name", "Trần Minh Họa Ban Giám đốc"),
        ("/ceremonies/SNV-2021-08/invitations", "Ban Giám đốc"),
        ("/ceremonies/SNV-2021-08/invitations?sort=-silent", "Văn phòng"),
        ("/reports?sort=-rate", "Văn phòng"),
        ("/reports?sort=unit", "Ban Giám đốc"),
        ("/documents?sort=name", "Nghị quyết số 76/NQ-CP"),
    ):
        page = office.get(address).text
        assert _first_cells(page)[0].startswith(first), (address, _first_cells(page))
        assert ("sort=" not in address) or "aria-sort=" in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_live_table_links_to_its_page_and_keeps_its_order(office: FlaskClient) -> None:
    part = office.get("/ceremonies/SNV-2021-08/invitations/table?sort=-silent").text
    assert 'hx-get="/ceremonies/SNV-2021-08/invitations/table?sort=-silent"' in part
    assert 'href="/ceremonies/SNV-2021-08/invitations?sort=silent"' in part

"""The pages of figures: units by month, the sum behind each percentage, and who sees whose."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ceremony.core.db import session, transaction
from ceremony.people.actions import become_host
from ceremony.people.queries import get_unit, list_subtree
from tests.cast import Cast, add_unit
from tests.sign_in import LONG_AGO as NOW
from tests.sign_in import give_role, sign_in


@pytest.fixture
def client(app: Flask, year: Cast) -> FlaskClient:
    """A browser in a year with two closed rolls."""
    return app.test_client()


def words(client: FlaskClient, address: str) -> str:
    """The text of a page, its tags left out."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_office_sees_each_unit_by_month_and_the_sum(client: FlaskClient) -> None:
    sign_in(client, "cb01@example.gov.vn", "office")
    page = words(client, "/reports")
    assert "3 units, 2 closed rolls" in page
    assert "Văn phòng 66.7 % 1 absent full not closed" in page
    assert "Sum 66.7 % 1 absent 80.0 % 1 absent not closed" in page


def test_each_percentage_opens_its_sum(client: FlaskClient) -> None:
    sign_in(client, "cb01@example.gov.vn", "office")
    page = words(client, "/reports?unit=SNV-VP&month=2021-08")
    assert "Văn phòng, month 8/2021: 66.7 %" in page
    assert "Obliged to come 4 Excused – 1 Roll of the unit not taken – 0 Counted in the rate 3" in page
    assert "Rate = 2 ÷ 3 66.7 %" in page
    assert "On the roll 6" in words(client, "/reports?unit=SNV&month=2021-08")


def test_a_manager_sees_the_own_unit_only(client: FlaskClient) -> None:
    sign_in(client, "cb03@example.gov.vn", "manager", "SNV-BGD")
    page = words(client, "/reports?unit=SNV-VP&month=2021-08")
    assert "Ban Giám đốc" in page
    assert "Văn phòng" not in page


def test_an_office_above_sees_the_figures_of_each_agency_and_a_clerk_below_does_not(client: FlaskClient) -> None:
    with transaction():
        above = add_unit("TINH", "UBND tỉnh Mẫu")
        unit = get_unit("SNV")
        unit.is_root = False
        session().flush()
        above.is_root = True
        for one in list_subtree(unit):
            one.path = f"{above.path}{one.path.removeprefix('/')}"
        unit.parent_id = above.id
        become_host(above, NOW)
    sign_in(client, "cb01@example.gov.vn", "office")
    assert "Agencies below" not in words(client, "/reports")
    give_role("cb01@example.gov.vn", "office", "TINH")
    page = words(client, "/reports?unit=TINH&year=2021")
    assert "Agencies below 1 agencies" in page
    assert re.search(r"Sở Mẫu (Closed rolls )?2 (Attended )?6 (Absent )?2 (Attendance rate )?75.0 %", page)


def test_an_employee_sees_no_figures(client: FlaskClient) -> None:
    sign_in(client, "cb02@example.gov.vn")
    assert client.get("/reports").status_code == 403
    assert 'href="/reports"' not in client.get("/").text


@pytest.mark.parametrize(
    ("query", "status"),
    [("month=x", 422), ("year=0", 422), ("month=2021-13", 422), ("unit=NO", 404), ("month=2030-01", 404)],
)
def test_nonsense_is_answered_with_a_sentence(client: FlaskClient, query: str, status: int) -> None:
    sign_in(client, "cb01@example.gov.vn", "office")
    assert client.get(f"/reports?{query}").status_code == status


def test_a_year_without_closed_rolls_says_so(client: FlaskClient) -> None:
    sign_in(client, "cb01@example.gov.vn", "office")
    assert "No roll of 2019 is closed yet" in words(client, "/reports?year=2019")

"""What all pages share: closed unless declared, no writing by GET, the same headers everywhere."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from ceremony.core.db import session
from ceremony.core.web.access import declared
from ceremony.core.web.forms import DayField, SearchForm
from ceremony.core.web.order import in_order
from tests.cast import Cast

READ_ONLY = ("readonly database", "read-only transaction")


def test_every_address_declares_who_may(app: Flask) -> None:
    silent = [rule.rule for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None]
    assert silent == []


def test_an_address_that_declares_nothing_is_closed(app: Flask) -> None:
    app.add_url_rule("/undeclared", "undeclared", lambda: "open")
    assert app.test_client().get("/undeclared").status_code == 403


def test_a_get_that_tries_to_write_is_stopped_by_the_database(app: Flask, cast: Cast) -> None:
    with pytest.raises(Exception, match="|".join(READ_ONLY)):
        session().connection().exec_driver_sql("UPDATE unit SET name = 'x'")
    session().rollback()


def test_an_unknown_page_names_the_way_home(app: Flask, cast: Cast) -> None:
    answer = app.test_client().get("/no-such-page")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_pages_bring_nothing_from_elsewhere_and_are_not_kept(app: Flask, cast: Cast) -> None:
    headers = app.test_client().get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_a_foreign_host_name_is_refused(app: Flask) -> None:
    assert app.test_client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_list_is_ordered_by_the_columns_it_offers_and_by_no_other() -> None:
    rows = [("b", 1), ("a", 2), ("c", 1)]
    keys = {"name": lambda row: row[0], "number": lambda row: row[1]}
    assert in_order(rows, "name", keys) == ([("a", 2), ("b", 1), ("c", 1)], "name")
    assert in_order(rows, "-name", keys) == ([("c", 1), ("b", 1), ("a", 2)], "-name")
    assert in_order(rows, "number", keys) == ([("b", 1), ("c", 1), ("a", 2)], "number")
    assert in_order(rows, "nonsense", keys) == (rows, "")


class AppointmentForm(SearchForm):
    """A form that asks for a day."""

    day = DayField("Day", validators=[InputRequired("Give the day.")])


@pytest.mark.parametrize(
    ("typed", "day", "said"),
    [
        ("09/08/2021", date(2021, 8, 9), []),
        (" 2021-08-09 ", date(2021, 8, 9), []),
        ("  ", None, ["Give the day."]),
        ("31/02/2021", None, ["There is no day 31/02/2021. Write it as 09/08/2021."]),
    ],
)
def test_a_day_is_read_as_people_and_browsers_write_it(
    app: Flask, typed: str, day: date | None, said: list[str]
) -> None:
    with app.test_request_context():
        form = AppointmentForm(MultiDict({"day": typed}))
        form.validate()
        assert (form.day.data, form.day.errors) == (day, said)

"""What all pages share: closed unless declared, no writing by GET, the same headers everywhere."""

import pytest
from flask import Flask

from ceremony.core.db import session
from ceremony.core.web.access import declared
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

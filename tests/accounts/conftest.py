"""A browser, an account with a password, and the letters that were written."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.actions import set_password
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.core.mail.models import Letter
from tests.cast import Cast
from tests.sign_in import account_of

PASSWORD = "bốn từ không liên quan"
DUONG = "cb02@example.gov.vn"


@pytest.fixture
def client(app: Flask, cast: Cast, clock: object) -> FlaskClient:
    """A browser at the office of the tests, on the morning of 26/7/2021."""
    return app.test_client()


@pytest.fixture
def duong(client: FlaskClient) -> str:
    """The address of Bà Dương, who has a password."""
    with transaction():
        set_password(account_of(DUONG), PASSWORD, now())
    session().rollback()
    return DUONG


Links = Callable[[], list[str]]


@pytest.fixture
def letters(app: Flask) -> Links:
    """Return the paths of the links in the letters so far, the oldest first."""

    def links() -> list[str]:
        session().rollback()
        rows = session().scalars(sa.select(Letter).order_by(Letter.id)).all()
        return [str((row.slots or {})["link"]).removeprefix("http://localhost:8000") for row in rows]

    return links

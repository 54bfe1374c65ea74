"""Planning a year in the browser, step by step, as a form sends it."""

import re
from html import unescape

from flask.testing import FlaskClient

from ceremony.core.db import session
from tests.sign_in import csrf

WISH = {"rule": "first-monday", "when_off": "next-monday", "start": "07:00", "place": "Sân trụ sở"}


def post(client: FlaskClient, address: str, **fields: str) -> tuple[int, str]:
    """Send a form; return the status and the page."""
    answer = client.post(address, data={"csrf_token": csrf(client), **fields})
    session().rollback()
    return answer.status_code, answer.text


def fields_of(page: str) -> dict[str, str]:
    """Return all hidden fields of a page, as a browser sends them on."""
    found = re.findall(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrf_token"}


def hidden(page: str, name: str) -> str:
    """Return what one hidden field of a page holds."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, page
    return unescape(found[1])


def plan(client: FlaskClient, address: str, **fields: str) -> tuple[int, str]:
    """Go to the check page, and create what it shows."""
    code, page = post(client, address, go="check", **WISH | fields)
    return (code, page) if code != 200 else post(client, address, go="create", **fields_of(page))

"""A real browser for the journeys, and the rehearsal played once for all of them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from ceremony.accounts.actions import set_password
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from tests.accounts.conftest import DUONG, PASSWORD
from tests.cast import Cast
from tests.journeys.installation import Installation, served
from tests.journeys.rehearsing import MORNING
from tests.sign_in import account_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
# A build machine runs as root in a container: no sandbox, a small /dev/shm; nothing is asked of the network.
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]


def chromium_path() -> str:
    """Return where Chromium lies: CHROMIUM, else the path; fails with the command that brings it."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("Chromium is missing: apt-get install chromium, or name one: CHROMIUM=/path/to/chrome make test")
    return found


@pytest.fixture
def address(app: Flask, cast: Cast, environment: dict[str, str]) -> Iterator[str]:
    """The office of the tests, served at its CEREMONY_BASE_URL; Bà Dương has a password."""
    app.extensions["babel"].default_locale = "vi"
    with transaction():
        set_password(account_of(DUONG), PASSWORD, now())
    session().rollback()
    base_url = environment["CEREMONY_BASE_URL"]
    with served(app, int(base_url.rpartition(":")[2])):
        yield base_url


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, one for all journeys: their tests are of one group, which one process runs."""
    path = chromium_path()
    if "PYTEST_XDIST_WORKER" in os.environ:
        mark = tmp_path_factory.getbasetemp().parent / "a-browser-runs"
        assert not mark.exists(), "a second browser in one run: is the test of the group `browser`?"
        mark.touch()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The rehearsal department, on the morning of a ceremony that is not announced yet."""
    settings = {"CLOCK": MORNING, "MAIL_HOLD_BACK": "1"}
    installation = Installation(tmp_path_factory.mktemp("rehearsal") / "instance", settings)
    played = installation.run("demo", "--no-serve")
    assert played.returncode == 0, played.stderr
    return installation


@pytest.fixture
def new_installation(tmp_path: Path) -> Installation:
    """A folder in which nothing was made yet."""
    return Installation(tmp_path / "instance")

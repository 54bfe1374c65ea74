"""Both databases, an office with three named people, and the command line, for every test."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from ceremony.app import create_app
from ceremony.cli.base import run
from ceremony.cli.root import root
from ceremony.core import db as database
from ceremony.core.schema import migrate
from ceremony.core.settings import read_settings
from tests import once
from tests.cast import Cast, open_office
from tests.postgres import copied, named, quickest_folder, running_server

# A busy machine is slow; what a law needs is measured in benchmarks.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
SECRET = "a secret that only the tests know, long enough"
BOTH = ("sqlite", "postgresql")


def pytest_configure() -> None:
    """The folders of the tests lie where writing costs nothing; each database is written through to its disk."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quickest_folder()))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server: TEST_POSTGRESQL_URL, else one started from a wheel."""
    given = os.environ.get("TEST_POSTGRESQL_URL")
    with nullcontext(given) if given else running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "ceremony.sqlite"
    engine = database.make_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def opened_sqlite(migrated_sqlite: Path) -> Path:
    """A SQLite file in which the office of the tests has been opened, to copy."""
    path = migrated_sqlite.with_name("opened.sqlite")
    path.write_bytes(migrated_sqlite.read_bytes())
    _open_office(f"sqlite:///{path}")
    return path


def _open_office(url: str) -> None:
    app = create_app(read_settings({"CEREMONY_SECRET_KEY": SECRET, "CEREMONY_DATABASE_URL": url}))
    with app.app_context():
        open_office()
        database.db.session.remove()
        database.db.engine.dispose()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of a migrated database to copy."""
    with copied(postgresql_server) as name:
        engine = database.make_engine(named(postgresql_server, name).replace("postgresql://", "postgresql+psycopg://"))
        migrate(engine)
        engine.dispose()
        yield name


@pytest.fixture(scope="session")
def opened_postgresql(postgresql_server: str, migrated_postgresql: str) -> Iterator[str]:
    """The name of a database in which the office of the tests has been opened, to copy."""
    with copied(postgresql_server, migrated_postgresql) as name:
        _open_office(named(postgresql_server, name))
        yield name


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database, with the office in it where the test asks for its `cast`.

    A test that uses it runs on both kinds.
    """
    template = f"{'opened' if 'cast' in request.fixturenames else 'migrated'}_{request.param}"
    source = request.getfixturevalue(template)
    if request.param == "sqlite":
        path = tmp_path / "instance" / "ceremony.sqlite"
        path.parent.mkdir()
        path.write_bytes(source.read_bytes())
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql_server")
    with copied(server, source) as name:
        yield named(server, name)


@pytest.fixture
def environment(tmp_path: Path, database_url: str) -> dict[str, str]:
    """The CEREMONY_* settings of the office under test; a test may change them before it asks for `app`."""
    return {
        "CEREMONY_INSTANCE": str(tmp_path / "instance"),
        "CEREMONY_DATABASE_URL": database_url,
        "CEREMONY_SECRET_KEY": SECRET,
        "CEREMONY_MAIL_HOLD_BACK": "0",
        "CEREMONY_MAIL_DEFAULT_SENDER": "chaoco@example.gov.vn",
    }


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The templates as Jinja compiled them: half of a page's first request."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def worked_out_once() -> Iterator[None]:
    """Addresses and statements are compiled once."""
    with once.compiled_addresses(), once.compiled_statements():
        yield


@pytest.fixture
def app(environment: dict[str, str], compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application, with its context pushed."""
    app = create_app(read_settings(environment))
    app.jinja_env.bytecode_cache = compiled_templates
    # Tests read the msgids; the Vietnamese words have tests of their own.
    app.extensions["babel"].default_locale = "en"
    with app.app_context():
        yield app
        database.db.session.remove()
        database.db.engine.dispose()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The morning of Monday 26/7/2021, a week before the ceremony; `clock.move_to(…)` goes on."""
    with time_machine.travel("2021-07-26T08:00:00+07:00", tick=True) as traveller:
        yield traveller


@dataclass
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def ceremony(app: Flask, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `ceremony …` in this process: `ceremony("schedule", "plan", "2021").json`."""

    def call(*arguments: str, json: bool = True) -> Answer:
        capsys.readouterr()
        code = run(root, lambda: app, [*arguments, *(["--json"] if json else [])])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The office of the tests with its three named people, on a fresh database (`database_url` opened it)."""
    return Cast()

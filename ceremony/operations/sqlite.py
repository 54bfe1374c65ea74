"""A SQLite file: a consistent copy while others write, and its exchange for another."""

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from ceremony.core.db import engine_options, make_engine
from ceremony.core.schema import migrate
from ceremony.operations.instance import sync_folder
from ceremony.operations.rules import BackupUnreadable, DatabaseInUse

# The same SQLite as the engine's: the one that is known to be sound.
_driver: Any = engine_options("sqlite://")["module"]
# What it raises where the disk is full or the file cannot be read.
Fault: type[Exception] = _driver.Error
_SIDE_FILES = ("-wal", "-shm")


def snapshot(source: Path, target: Path) -> None:
    """Copy the database *source* to the new file *target*, consistent whatever others write meanwhile."""
    with closing(_driver.connect(source)) as origin, closing(_driver.connect(target)) as copy:
        origin.backup(copy)
        _into_one_file(copy)


def _into_one_file(connection: Any) -> None:
    connection.execute("PRAGMA journal_mode=DELETE").fetchone()


def make_ready(database: Path, named: Path) -> None:
    """Check an unpacked database and bring it to the program's version.

    Raises BackupUnreadable (of the file *named*) or DatabaseIsNewer.
    """
    try:
        with closing(_driver.connect(database)) as connection:
            (words,) = connection.execute("PRAGMA quick_check").fetchone()
    except _driver.DatabaseError as error:
        words = str(error)
    if words != "ok":
        raise BackupUnreadable(file=named)
    engine = make_engine(f"sqlite:///{database}")
    migrate(engine)
    engine.dispose()
    with closing(_driver.connect(database)) as connection:
        connection.execute("DELETE FROM heartbeat")
        connection.commit()
        _into_one_file(connection)
    with database.open("rb") as stream:
        os.fsync(stream.fileno())


def exchange(current: Path, ready: Path, at: datetime) -> Path | None:
    """Put *ready* in the place of *current*, which is kept beside it; return that copy's name.

    Raises DatabaseInUse where somebody has *current* open.
    """
    kept = None
    if current.exists():
        _require_unused(current)
        kept = current.with_name(f"{current.stem}-before-restore-{at:%Y%m%d-%H%M%S}{current.suffix}")
        os.link(current, kept)
        for side in _SIDE_FILES:
            beside = current.with_name(current.name + side)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + side))
    os.replace(ready, current)
    sync_folder(current.parent)
    return kept


def _require_unused(database: Path) -> None:
    """Fold the write-ahead log into the file, which SQLite does only where nobody else has it open."""
    try:
        with closing(_driver.connect(database, timeout=1)) as connection:
            _into_one_file(connection)
    except _driver.OperationalError as error:
        if "locked" in str(error):
            raise DatabaseInUse from error
    except _driver.DatabaseError:
        # Damaged: that may be the very reason to restore; it is kept as it is.
        return

"""Backup, restore and upgrade."""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ceremony.core.audit.actions import record
from ceremony.core.db import make_engine, session
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.core.schema import DatabaseIsEmpty, found_version
from ceremony.core.settings import Settings, secret_of
from ceremony.jobs.models import Heartbeat
from ceremony.operations import postgresql, sqlite
from ceremony.operations.archive import open_archive, write_archive
from ceremony.operations.instance import place_secret, prepare_folder
from ceremony.operations.rules import (
    HEARTBEAT_SECONDS,
    BackupExists,
    BackupOfOtherDatabase,
    NoSuchFolder,
    OtherSecret,
    WorkerLives,
)

# What stands beside a letter of unknown fate where a mail server's words would.
RESTORED = "restored from a backup: it may have been sent"


def database_kind(settings: Settings) -> str:
    """Return "sqlite" or "postgresql"."""
    return "sqlite" if settings.sqlite_file else "postgresql"


def back_up(settings: Settings, file: Path, now: datetime) -> str:
    """Write everything to the new *file*, while others go on working; return its SHA-256.

    *now* is real time. Raises BackupExists, NoSuchFolder, DatabaseIsEmpty, ToolMissing or ToolFailed.
    """
    if file.exists():
        raise BackupExists(file=file)
    if not file.resolve().parent.is_dir():
        raise NoSuchFolder(folder=file.resolve().parent)
    engine = make_engine(settings.database)
    version = found_version(engine)
    engine.dispose()
    if version is None:
        raise DatabaseIsEmpty
    with tempfile.TemporaryDirectory(dir=file.resolve().parent, prefix=".ceremony-backup-") as folder:
        copy = Path(folder) / "database"
        if settings.sqlite_file:
            sqlite.snapshot(settings.sqlite_file, copy)
        else:
            postgresql.dump(settings.database, copy)
        kind, secret = database_kind(settings), secret_of(settings)
        return write_archive(file, copy, kind=kind, version=version, secret=secret, at=now)


@dataclass(frozen=True)
class Restored:
    """What a restore put in place, and under which name the earlier database is kept."""

    made_at: str
    kept: str | None


def restore(settings: Settings, file: Path, now: datetime) -> Restored:
    """Check the backup *file* and put its database and secret key in place; the earlier ones are kept.

    *now* is real time. Raises BackupUnreadable, BackupOfOtherDatabase, OtherSecret, WorkerLives,
    DatabaseInUse, DatabaseIsNewer, InstanceUnusable, ToolMissing or ToolFailed.
    """
    folder = prepare_folder(settings)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".ceremony-restore-") as work:
        backup = open_archive(file, Path(work))
        if backup.manifest.kind != database_kind(settings):
            raise BackupOfOtherDatabase(backup=backup.manifest.kind, database=database_kind(settings))
        if settings.secret_key and settings.secret_key != backup.secret:
            raise OtherSecret
        kept: Path | str | None
        if settings.sqlite_file:
            sqlite.make_ready(backup.database, file)
            if settings.sqlite_file.exists():
                require_no_worker(settings, now)
            kept = sqlite.exchange(settings.sqlite_file, backup.database, now)
        else:
            require_no_worker(settings, now)
            kept = postgresql.exchange(settings.database, backup.database, now)
    if not settings.secret_key:
        _exchange_secret(settings.secret_file, backup.secret, now)
    return Restored(backup.manifest.made_at, str(kept) if kept else None)


def _exchange_secret(file: Path, secret: str, now: datetime) -> None:
    if file.exists():
        if file.read_text(encoding="ascii").strip() == secret:
            return
        os.link(file, file.with_name(f"{file.name}-before-restore-{now:%Y%m%d-%H%M%S}"))
    place_secret(file, secret, replace=True)


def require_no_worker(settings: Settings, now: datetime) -> None:
    """Refuse while a worker shows signs of life; *now* is real time. Raises WorkerLives."""
    engine = make_engine(settings.database)
    beat = last_beat(engine)
    engine.dispose()
    if beat is not None and (now - beat).total_seconds() < HEARTBEAT_SECONDS:
        raise WorkerLives(seconds=max(0, int((now - beat).total_seconds())))


def last_beat(engine: Engine) -> datetime | None:
    """Return the latest sign of life of any worker; None without one, or where it cannot be read."""
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.max(Heartbeat.beat_at)))
    except sa.exc.DatabaseError as error:
        # No such table, or a damaged file, which restoring is to mend; an unreachable server is another matter.
        if engine.dialect.name == "sqlite" or isinstance(error, sa.exc.ProgrammingError):
            return None
        raise


def settle_after_restore(file: Path, made_at: str, now: datetime) -> int:
    """Hold every letter that may have gone out since the backup was made; return how many.

    Nobody knows what happened between the backup and now: a letter in flight, or due by now, may
    have been transmitted, and a second time would break the promise; it becomes *unknown* and a
    person settles it. What was still held back has not gone out and stays queued. *now* is real time.
    """
    record("restore", "installation", after={"file": file.name, "made_at": made_at})
    in_flight = Letter.state.in_([LetterState.CLAIMED, LetterState.TRANSMITTING])
    due = sa.and_(Letter.state == LetterState.QUEUED, Letter.hold_until <= now, Letter.next_try_at <= now)
    held = (
        sa.update(Letter)
        .where(sa.or_(in_flight, due))
        .values(state=LetterState.UNKNOWN, server_said=RESTORED, settled_at=now)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return len(session().execute(held).all())

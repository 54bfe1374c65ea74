"""What went wrong outside the program, said as a refusal; and a note of what should not have happened."""

import os
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from ceremony.core.clock import real_now
from ceremony.core.refusal import BadInput, Refusal, Word, msgid
from ceremony.core.settings import SettingsRefused

FAULT_LOG = "faults.log"


class DatabaseUnreachable(BadInput):
    """No connection to the database."""

    sentence = msgid("The database cannot be reached: %(words)s.")
    cure = msgid("Check CEREMONY_DATABASE_URL, and that the PostgreSQL server runs and lets this program in.")


class DatabaseNotOpened(BadInput):
    """SQLite cannot open its file."""

    sentence = msgid("The database file cannot be opened.")
    cure = msgid("Check that the folder CEREMONY_INSTANCE exists and that this user may write in it.")


class DatabaseReadOnly(BadInput):
    """The database takes no writes."""

    sentence = msgid("The database can only be read.")
    cure = msgid("Give this user the right to write the database file and its folder, and check the disk.")


class DatabaseBusy(BadInput):
    """Another process held the database for too long."""

    sentence = msgid("Another process holds the database; nothing was changed.")
    cure = msgid("Try again in a moment; if it stays so, end the process that holds it.")


class DatabaseDamaged(BadInput):
    """The file is no database, or no whole one."""

    sentence = msgid("The database file is damaged: %(words)s.")
    cure = msgid("Restore a backup: ceremony restore FILE")


class DiskFull(BadInput):
    """No space is left."""

    sentence = msgid("The disk is full; nothing was changed.")
    cure = msgid("Free some space and run the command again.")


class FileUnusable(BadInput):
    """The operating system refuses a file or a folder."""

    sentence = msgid("%(file)s cannot be used: %(words)s.")
    cure = msgid("Check the path, and that this user may read and write there.")


class Unexpected(Refusal):
    """The program itself is at fault."""

    sentence = msgid("Something went wrong that should not; nothing was changed. It is noted in %(file)s.")
    cure = msgid("Run the command again; if it happens again, send that file to whoever looks after ceremony.")


# What the operating system says most often; `Word` finds the translation.
_OS_WORDS = (
    msgid("Permission denied"),
    msgid("No such file or directory"),
    msgid("Not a directory"),
    msgid("Is a directory"),
    msgid("File exists"),
    msgid("No space left on device"),
    msgid("Read-only file system"),
    msgid("Address already in use"),
    msgid("Connection refused"),
)

# What SQLite and PostgreSQL say, in small letters, and what it means for people.
_WORDS: tuple[tuple[str, type[BadInput]], ...] = (
    ("unable to open", DatabaseNotOpened),
    ("readonly database", DatabaseReadOnly),
    ("read-only", DatabaseReadOnly),
    ("locked", DatabaseBusy),
    ("disk is full", DiskFull),
    ("no space left", DiskFull),
    ("not a database", DatabaseDamaged),
    ("malformed", DatabaseDamaged),
    ("disk i/o error", DatabaseDamaged),
    ("connection", DatabaseUnreachable),
    ("could not connect", DatabaseUnreachable),
    ("does not exist", DatabaseUnreachable),
)


def refusal_for(error: Exception) -> Refusal | None:
    """Return what *error* means for people; None where the program is at fault."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, sa.exc.DBAPIError):
        words = (str(error.orig).strip().splitlines() or [""])[0]
        kinds = [kind for said, kind in _WORDS if said in words.lower()]
        about_us = isinstance(error, sa.exc.ProgrammingError)
        return kinds[0](words=words.rstrip(".")) if kinds and not about_us else None
    if isinstance(error, OSError) and error.filename is not None:
        return FileUnusable(file=os.fspath(error.filename), words=Word(error.strerror))
    if isinstance(error, OSError) and error.strerror is not None:
        return FileUnusable(file=Word(msgid("A file or an address")), words=Word(error.strerror))
    return None


def note_fault(error: Exception, make_app: Callable[[], Flask]) -> Unexpected:
    """Write the traceback of *error* to the fault log in the instance folder; return what to say."""
    # Values of a statement may be personal data, and logs carry none.
    if isinstance(error, sa.exc.StatementError):
        error.hide_parameters = True
    text = f"{real_now().isoformat(timespec='seconds')}\n{''.join(traceback.format_exception(error))}\n"
    for folder in (_instance(make_app), Path(tempfile.gettempdir())):
        if folder is None:
            continue
        try:
            handle = os.open(folder / FAULT_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            with open(handle, "a", encoding="utf-8") as log:
                log.write(text)
        except OSError:
            continue
        return Unexpected(file=str(folder / FAULT_LOG))
    return Unexpected(file="-")


def _instance(make_app: Callable[[], Flask]) -> Path | None:
    try:
        return Path(make_app().extensions["settings"].instance).resolve()
    except (SettingsRefused, OSError):
        return None

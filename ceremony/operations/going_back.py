"""Backups that the program makes by itself, before a change that no button takes back."""

from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from ceremony.core.going_back import NoBackupHere
from ceremony.core.language import words_of
from ceremony.core.refusal import Word
from ceremony.core.settings import Settings
from ceremony.operations import sqlite
from ceremony.operations.actions import back_up
from ceremony.operations.instance import prepare_folder
from ceremony.operations.rules import BackupExists, NoRoomForBackup, ToolFailed, ToolMissing

FOLDER, KEPT = "backups", 10
_BEGINNING = "before-import"


def keep_backup(settings: Settings, now: datetime) -> str:
    """Back the installation up into its own folder and drop all but the newest ten; return the file's name.

    *now* is real time in the office's zone, which the name says. Raises NoRoomForBackup,
    InstanceUnusable, or NoBackupHere where PostgreSQL's tools are missing or refuse.
    """
    folder = prepare_folder(settings) / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        name = _back_up_as_new(settings, folder, now)
    except (OSError, sqlite.Fault) as error:
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoRoomForBackup(folder=folder, words=Word(words)) from error
    except (ToolMissing, ToolFailed) as refusal:
        raise NoBackupHere(words=" ".join(words_of(refusal))) from refusal
    others = [file for file in folder.glob(f"{_BEGINNING}-*.tar.gz") if file.name != name]
    for old in sorted(others, reverse=True)[KEPT - 1 :]:
        with suppress(OSError):
            old.unlink()
    return name


def _back_up_as_new(settings: Settings, folder: Path, now: datetime) -> str:
    """Write the backup under a name that nobody has yet: two lists may be written in one second."""
    for number in count(1):
        file = folder / f"{_BEGINNING}-{now:%Y%m%d-%H%M%S}{f'.{number}' if number > 1 else ''}.tar.gz"
        with suppress(BackupExists):
            back_up(settings, file, now)
            return file.name
    raise AssertionError("count() never ends")

"""What can be gone back to: a room asks for a backup before a great change, the application says how one is made."""

from collections.abc import Callable

from flask import Flask, current_app

from ceremony.core.refusal import Refusal, msgid

_NAME = "keep_backup"


class NoBackupHere(Refusal):
    """The program cannot make backups on this machine; whoever runs the database makes their own."""

    sentence = msgid("No backup was made before this change. %(words)s")
    cure = msgid("What was there before is only in the backups of whoever runs the database.")


def init_app(app: Flask, keep: Callable[[], str]) -> None:
    """Let *keep* make the backups; it returns the file's name, raises NoBackupHere, or a Refusal of its own."""
    app.extensions[_NAME] = keep


def keep_backup() -> str:
    """Make a backup of the whole installation; return its file's name. Raises NoBackupHere or another Refusal."""
    keep: Callable[[], str] = current_app.extensions[_NAME]
    return keep()

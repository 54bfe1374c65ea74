"""What can be gone back to: a room asks for a backup before a great change, the application says how one is made."""

from collections.abc import Callable

from flask import Flask, current_app

_NAME = "keep_backup"


def init_app(app: Flask, keep: Callable[[], str]) -> None:
    """Let *keep* make the backups; it returns the file's name, and raises a Refusal where none can be made."""
    app.extensions[_NAME] = keep


def keep_backup() -> str:
    """Make a backup of the whole installation; return its file's name. Raises a Refusal."""
    keep: Callable[[], str] = current_app.extensions[_NAME]
    return keep()

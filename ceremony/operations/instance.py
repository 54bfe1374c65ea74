"""The instance folder: the secret key in it, and the office that `init` opens."""

import os
import secrets
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from ceremony.accounts.actions import address_of, grant_role, make_account, make_link
from ceremony.accounts.rules import Role
from ceremony.accounts.rules.sign_in import FIRST_LINK_LIFE, Purpose
from ceremony.core.refusal import Word
from ceremony.core.schema import found_version, migrate, require_current
from ceremony.core.settings import Settings
from ceremony.operations.rules import InstanceUnusable
from ceremony.people.actions import make_root
from ceremony.people.models import Unit
from ceremony.people.queries import find_root

# Where the first administrator begins.
FIRST_PAGE = "/start"


def prepare_folder(settings: Settings) -> Path:
    """Make the instance folder, for this user alone; raises InstanceUnusable."""
    folder = settings.instance.resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InstanceUnusable(folder=folder, words=Word(error.strerror)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InstanceUnusable(folder=folder, words=Word(os.strerror(13)))
    return folder


def make_secret(settings: Settings) -> None:
    """Make the secret key's file, unless there is a key already."""
    if not settings.secret_key and not settings.secret_file.exists():
        place_secret(settings.secret_file, secrets.token_urlsafe(48), replace=False)


def place_secret(file: Path, secret: str, *, replace: bool) -> None:
    """Write *secret* to *file*, mode 0600, whole or not at all; without *replace* an existing file wins."""
    waiting = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    write_private(waiting, f"{secret}\n".encode("ascii"))
    try:
        if replace:
            os.replace(waiting, file)
        else:
            with suppress(FileExistsError):
                os.link(waiting, file)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(file.parent)


def write_private(file: Path, content: bytes) -> None:
    """Write a new file that only this user may read, safely on the disk."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make what was renamed or linked in *folder* survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prepare_database(settings: Settings, engine: Engine) -> None:
    """Make the tables of an empty database; raises DatabaseIsOlder or DatabaseIsNewer for another version."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        write_private(settings.sqlite_file, b"")
    if found_version(engine) is None:
        migrate(engine)
    require_current(engine)


def open_office(
    code: str, name: str, admin: str | None, admin_name: str | None, today: date, now: datetime
) -> tuple[Unit, bool]:
    """Make the root unit, and the first administrator where one is named; return it and whether it is new.

    Where there is a root already, nothing is changed.
    """
    root = find_root()
    if root is not None:
        return root, False
    root = make_root(code, name)
    if admin is not None:
        user = make_account(admin, admin_name or admin, None, now)
        grant_role(user, Role.OFFICE, root, today)
    return root, True


def first_sign_in(settings: Settings, admin: str, now: datetime) -> str:
    """Return a one-time address, good for a day, where the administrator *admin* sets a password."""
    link = make_link(admin, Purpose.PASSWORD, now + FIRST_LINK_LIFE, now, next_page=FIRST_PAGE)
    return address_of(link, settings)

"""ceremony init, doctor, upgrade, backup, restore: they run also where an application cannot be made yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
import flask_babel
import sqlalchemy as sa
from flask import Flask

from ceremony.cli.base import RefusedWith, as_json, current_user_label, refuse_with, say, show
from ceremony.core.audit.actions import acting, record
from ceremony.core.audit.rules import Actor
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import db, transaction
from ceremony.core.language import gettext
from ceremony.core.schema import DatabaseIsEmpty, found_version, migrate, newest_version
from ceremony.core.settings import Settings, SettingsRefused, read_settings
from ceremony.core.text import clean
from ceremony.operations.actions import back_up, require_no_worker, restore, settle_after_restore
from ceremony.operations.doctor import checks_of_settings, examine
from ceremony.operations.instance import first_sign_in, make_secret, open_office, prepare_database, prepare_folder
from ceremony.operations.rules import Check
from ceremony.people.rules.units import initials_code, read_address, read_code

DEFAULT_NAME = "Cơ quan"
BACKUP_FILE = click.Path(dir_okay=False, path_type=Path)


@contextmanager
def _application() -> Iterator[Flask]:
    """Make the application and act in it as who types."""
    app: Flask = click.get_current_context().obj()
    with app.app_context(), acting(Actor(None, current_user_label())):
        yield app


@click.command("init")
@click.option("--code", help="The code of the root unit (default: the initials of its name).")
@click.option("--name", help="The name of the root unit.")
@click.option("--admin", metavar="EMAIL", help="The address of the first administrator.")
@click.option("--admin-name", metavar="NAME", help="Their name.")
@as_json
def init(code: str | None, name: str | None, admin: str | None, admin_name: str | None, as_json: bool) -> None:
    """Make the instance folder, the secret key, the database and the root unit; again: change nothing."""
    name = clean(name or "") or DEFAULT_NAME
    code = read_code(code if code is not None else initials_code(name))
    admin = read_address(admin) if admin is not None else None
    settings = read_settings()
    folder = prepare_folder(settings)
    make_secret(settings)
    with _application():
        prepare_database(settings, db.engine)
        with transaction():
            unit, created = open_office(code, name, admin, clean(admin_name or "") or None, today(), now())
            answer = {
                "instance": str(folder),
                "database": sa.make_url(settings.database).render_as_string(hide_password=True),
                "unit": unit.code,
                "created": created,
                "sign_in": first_sign_in(settings, admin, now()) if created and admin else None,
            }
        show(answer, as_json=as_json)


@click.command("doctor")
@as_json
def doctor(as_json: bool) -> None:
    """Look whether everything is in order, and say how to mend what is not."""
    try:
        settings = read_settings()
    except SettingsRefused as refused:
        with _speaking():
            _tell(checks_of_settings(refused), as_json=as_json)
    else:
        with _speaking():
            _tell(examine(settings, real_now()), as_json=as_json)


@contextmanager
def _speaking() -> Iterator[None]:
    """Give `gettext` an application; where none can be made, the program's own words stand."""
    try:
        app: Flask = click.get_current_context().obj()
    except (SettingsRefused, OSError):
        app = Flask("ceremony")
        flask_babel.Babel(app)
    with app.app_context():
        yield


def _tell(checks: list[Check], *, as_json: bool) -> None:
    """Print the checks; where one failed, the command ends with 1."""
    answer = [asdict(check) for check in checks]
    failed = [check for check in checks if not check.ok]
    if failed:
        refuse_with(RefusedWith(answer, _failed_sentence(failed)), as_json=as_json)
    show(answer, as_json=as_json)


def _failed_sentence(failed: list[Check]) -> str:
    names = ", ".join(dict.fromkeys(check.check for check in failed))
    return gettext("Not in order: %(names)s. Each line says what to do.", names=names)


@click.command("upgrade")
@as_json
def upgrade(as_json: bool) -> None:
    """Back up the database, bring it to this program's version, and look whether all is in order."""
    with _application() as app:
        settings: Settings = app.extensions["settings"]
        found = found_version(db.engine)
        if found is None:
            raise DatabaseIsEmpty
        done = [] if found == newest_version() else _upgrade(settings, found)
        checks = examine(settings, real_now())
        failed = [check for check in checks if not check.ok]
        if failed:
            # The upgrade itself is done: what else is wrong must not keep the service from starting.
            say(_failed_sentence(failed))
        show([asdict(check) for check in (*done, *checks)], as_json=as_json)


def _upgrade(settings: Settings, found: str) -> list[Check]:
    require_no_worker(settings, real_now())
    if settings.sqlite_file:
        file = settings.instance.resolve() / f"before-upgrade-{found}-{real_now():%Y%m%d-%H%M%S}.tar.gz"
        back_up(settings, file, real_now())
        saved = Check("backup", ok=True, found=str(file))
    else:
        words = gettext("none was made: PostgreSQL upgrades in one transaction, and is backed up by: ceremony backup")
        saved = Check("backup", ok=True, found=words)
    migrate(db.engine)
    with transaction():
        record("upgrade", "installation", {"version": found}, {"version": newest_version()})
    return [saved, Check("migrate", ok=True, found=f"{found} → {newest_version()}")]


@click.command("backup")
@click.argument("file", type=BACKUP_FILE)
@as_json
def backup(file: Path, as_json: bool) -> None:
    """Write everything to the new FILE, while others go on working."""
    with _application() as app:
        sha256 = back_up(app.extensions["settings"], file, real_now())
        show({"file": str(file.resolve()), "sha256": sha256}, as_json=as_json)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def restore_backup(file: Path, as_json: bool) -> None:
    """Put the database and the secret key of a backup in place; the earlier ones are kept beside them."""
    restored = restore(read_settings(), file, real_now())
    with _application():
        with transaction():
            held = settle_after_restore(file, restored.made_at, real_now())
        answer = {"restored": str(file.resolve()), "to_unknown": held, **asdict(restored)}
        show(answer, as_json=as_json)


COMMANDS = (init, doctor, upgrade, backup, restore_backup)

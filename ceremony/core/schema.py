"""Which version the database has, and bringing it to the program's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from ceremony.core.db import WRITES
from ceremony.core.layout import bundled
from ceremony.core.refusal import Refusal, msgid


class DatabaseIsNewer(Refusal):
    """The database was written by a later version of the program."""

    sentence = msgid("The database has version %(found)s, which this program does not know.")
    cure = msgid("Install the newer version of ceremony that wrote it, or restore a backup of this version.")


class DatabaseIsOlder(Refusal):
    """The database lacks migrations."""

    sentence = msgid("The database has version %(found)s and this program needs %(needed)s.")
    cure = msgid("Run: ceremony upgrade")


class DatabaseIsEmpty(Refusal):
    """There are no tables yet."""

    sentence = msgid("There is no office here yet: the database is empty.")
    cure = msgid("Run: ceremony init, or set CEREMONY_INSTANCE to the folder of your office.")


def _versions() -> list[str]:
    """Return the versions that the program knows, oldest first; each is the name of its file (`0002_people`)."""
    return sorted(file.stem for file in (bundled("migrations") / "versions").glob("[0-9]*.py"))


def newest_version() -> str:
    """Return the version that this program needs."""
    return _versions()[-1]


def found_version(engine: Engine) -> str | None:
    """Return the version of the database; None where it is empty."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def require_current(engine: Engine) -> None:
    """Refuse a database that is empty, older or newer than the program."""
    found, needed = found_version(engine), newest_version()
    if found is None:
        raise DatabaseIsEmpty
    if found == needed:
        return
    raise DatabaseIsOlder(found=found, needed=needed) if found in _versions() else DatabaseIsNewer(found=found)


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database up (or down) to the version *to*; refuses one that is newer than the program."""
    # Alembic takes 0.13 s to load; what every command asks, it need not be asked for.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    found = found_version(engine)
    if found is not None and found not in _versions():
        raise DatabaseIsNewer(found=found)
    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    with _foreign_keys_off(engine) as connection:
        config.attributes["connection"] = connection
        if to == "head" or found is None:
            command.upgrade(config, to)
        else:
            command.downgrade(config, to)
        connection.commit()


@contextmanager
def _foreign_keys_off(engine: Engine) -> Iterator[Connection]:
    """Open a writing connection on which SQLite may rebuild a table that others refer to."""
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        driver: Any = connection.connection.dbapi_connection
        if engine.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            connection.rollback()
            if engine.dialect.name == "sqlite":
                driver.execute("PRAGMA foreign_keys=ON")

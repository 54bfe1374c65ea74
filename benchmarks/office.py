"""A new office in a folder of its own, for what is measured with the database."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ceremony.app import create_app
from ceremony.core.clock import now, today
from ceremony.core.db import db, transaction
from ceremony.core.settings import read_settings
from ceremony.operations.instance import open_office, prepare_database, prepare_folder
from ceremony.people.models import Unit
from ceremony.people.queries import get_root


@contextmanager
def new_office() -> Iterator[Unit]:
    """Give the root unit of an installation on SQLite, inside its application's context."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(
            {"CEREMONY_INSTANCE": str(Path(folder) / "instance"), "CEREMONY_SECRET_KEY": secrets.token_urlsafe(48)}
        )
        prepare_folder(settings)
        with create_app(settings).app_context():
            prepare_database(settings, db.engine)
            with transaction():
                open_office("SNV", "Sở Mẫu", None, None, today(), now())
            yield get_root()
            db.session.remove()
            db.engine.dispose()

"""Every version of the database can be reached from every other, with an office's data in it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from ceremony.core.db import Base, db, transaction
from ceremony.core.layout import bundled
from ceremony.core.schema import DatabaseIsNewer, found_version, migrate, newest_version, require_current
from ceremony.leave.actions import ask_leave
from ceremony.leave.rules import LeaveKind
from ceremony.people.queries import get_person, get_unit
from tests.cast import Cast
from tests.leave.test_commands import DAY, NOW

VERSIONS = [
    *("0001_foundation", "0002_people", "0003_plan", "0004_month", "0005_sign_in"),
    *("0006_start", "0007_objections", "0008_search", "0009_library"),
    *("0010_calendar_feeds", "0011_plan_papers", "0012_rain_place", "0013_names", "0014_theme_basis"),
    *("0015_running", "0016_rota", "0017_personal_data", "0018_sealed_head", "0019_namesakes", "0020_second_factor"),
    "0021_passkeys",
    "0022_names_of_the_day",
]


@pytest.fixture
def count(app: Flask, cast: Cast) -> Callable[[str], int]:
    """Count the rows of a table in an office that has people, a leave and an audit log."""
    with transaction():
        ask_leave(get_person(get_unit("SNV"), "CB01"), LeaveKind.DUTY, DAY, DAY, source="command", now=NOW)
    db.session.remove()

    def rows(table: str) -> int:
        with db.engine.connect() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())

    return rows


@pytest.mark.parametrize("down_to", [*VERSIONS, "base"])
def test_going_down_and_up_again_keeps_what_the_lower_version_knows(count: Callable[[str], int], down_to: str) -> None:
    assert (count("person"), count("leave"), count("audit_head")) == (3, 1, 1)
    for version in reversed(VERSIONS[VERSIONS.index(down_to) :] if down_to != "base" else VERSIONS):
        migrate(db.engine, version)
    migrate(db.engine, down_to)
    assert found_version(db.engine) == (None if down_to == "base" else down_to)
    migrate(db.engine)
    require_current(db.engine)
    kept = 0 if down_to in ("base", "0001_foundation") else 1
    assert (count("person"), count("leave"), count("audit_head")) == (3 * kept, kept, 1)


def test_the_newest_version_is_the_one_head_of_the_migrations() -> None:
    script = ScriptDirectory(str(bundled("migrations")))
    assert [one.revision for one in script.walk_revisions()] == VERSIONS[::-1]
    assert script.get_current_head() == newest_version() == VERSIONS[-1]


# The full-text index is the database's own: tables of SQLite, an index of PostgreSQL.
def test_the_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": False, "include_name": lambda name, *_: not str(name).startswith("document_fts")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_of_a_newer_program_is_left_alone(app: Flask) -> None:
    with transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999_future'"))
    for act in (migrate, require_current):
        with pytest.raises(DatabaseIsNewer):
            act(db.engine)
    assert found_version(db.engine) == "9999_future"


def test_foreign_keys_are_guarded_again_after_migrating(app: Flask) -> None:
    migrate(db.engine, "0003_plan")
    migrate(db.engine)
    statement = (
        "INSERT INTO person (unit_id, host_id, full_name, sort_key, position, category, check_in_code, language)"
    )
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(sa.text(f"{statement} VALUES (99, 99, 'A', '', '', '', 'X', 'vi')"))

"""The database: typed Base, moments in UTC, and one way to write.

Every transaction only reads, by the database's own word (`PRAGMA query_only`, `READ ONLY`), unless
`transaction()` opened it. Reads begin DEFERRED and writes IMMEDIATE, so that a long report never
stops a check-in and no write fails with "locked" half-way.
"""

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

try:
    import pysqlite3 as sqlite_module
except ImportError:  # only Linux has a wheel; elsewhere the system's SQLite must be a fixed one
    import sqlite3 as sqlite_module

WRITES = "ceremony_writes"
_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite drops zones, so they are put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment and bring the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without zone may not be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=_NAMES),
        type_annotation_map={
            datetime: UtcDateTime(),
            date: sa.Date(),
            str: sa.Text(),
            enum.Enum: sa.Enum(enum.Enum, native_enum=False, length=24, values_callable=_values),
            dict[str, Any]: sa.JSON(),
            list[str]: sa.JSON(),
        },
    )
    metadata: ClassVar[sa.MetaData]


db = SQLAlchemy(model_class=Base)
BeforeCommit = Callable[[Session], None]
_before_commit: list[BeforeCommit] = []


def before_commit(hook: BeforeCommit) -> BeforeCommit:
    """Register *hook* as the last thing that happens inside each writing transaction."""
    _before_commit.append(hook)
    return hook


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one writing transaction of an edge; commit at the end, roll back on any exception.

    Ends the session's read first: what was loaded before is loaded anew inside.
    """
    session: Session = db.session()
    if session.in_transaction() and session.connection().get_execution_options().get(WRITES):
        raise RuntimeError("a transaction is open already: only edges may open one")
    session.rollback()
    session.connection(execution_options={WRITES: True})
    try:
        yield session
        session.flush()
        for hook in _before_commit:
            hook(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise


def session() -> Session:
    """Return the session of the running request, command or job."""
    return db.session()


def bears(label: Any, name: str) -> sa.ColumnElement[bool]:
    """Return whether the column *label*, which says who acted, is *name*, also as "Họ Tên (link)"."""
    return sa.or_(label == name, label.startswith(f"{name} (", autoescape=True))


def engine_options(url: str) -> dict[str, Any]:
    """Return what SQLAlchemy needs beside *url*: the fixed SQLite, and a pool as wide as the server."""
    options: dict[str, Any] = {"pool_size": 40, "max_overflow": 20}
    if url.startswith("sqlite"):
        options["module"] = sqlite_module
    else:
        options["pool_pre_ping"] = True
    return options


def prepare(engine: Engine) -> Engine:
    """Give *engine* the connection settings and the two kinds of beginning."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def make_engine(url: str) -> Engine:
    """Return an engine of its own, prepared like the application's (migrations, backup, tests)."""
    return prepare(sa.create_engine(url, **engine_options(url)))


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own implicit BEGIN is switched off; `_begin_sqlite` says which kind it is.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        # What is erased is gone from the file too, and from backups of it.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = not writes


def init_app(app: Flask, url: str) -> None:
    """Bind the session to *url* for *app*."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)

"""Reads stop no write, no write fails with "locked", and a read may not write."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.core import clock
from ceremony.core.db import session, transaction
from ceremony.jobs.models import Heartbeat

WRITERS, WRITES = 16, 25
HOW_MANY = sa.select(sa.func.count()).select_from(Heartbeat)


def beat(worker: str) -> Heartbeat:
    """Return a sign of life."""
    return Heartbeat(worker=worker, started_at=clock.real_now(), beat_at=clock.real_now())


def test_400_writes_at_once_during_a_long_read_all_succeed_and_the_read_stays_as_it_began(app: Flask) -> None:
    with transaction() as writing:
        writing.add(beat("first"))
    if session().get_bind().dialect.name == "postgresql":
        session().connection(execution_options={"isolation_level": "REPEATABLE READ"})
    assert session().scalar(HOW_MANY) == 1
    errors: list[Exception] = []

    def write(writer: int) -> None:
        with app.app_context():
            for number in range(WRITES):
                try:
                    with transaction() as writing:
                        writing.scalar(HOW_MANY)
                        writing.add(beat(f"{writer}-{number}"))
                except sa.exc.SQLAlchemyError as error:
                    errors.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert session().scalar(HOW_MANY) == 1
    session().rollback()
    assert session().scalar(HOW_MANY) == 1 + WRITERS * WRITES


@pytest.mark.parametrize("first", ["nothing", "a read", "a write"])
def test_a_transaction_that_only_reads_cannot_write(app: Flask, first: str) -> None:
    if first == "a read":
        session().scalar(HOW_MANY)
    elif first == "a write":
        with transaction() as writing:
            writing.add(beat("before"))
    session().add(beat("smuggled"))
    with pytest.raises(sa.exc.DBAPIError, match=r"(?i)read.?only"):
        session().flush()
    session().rollback()
    assert session().scalar(HOW_MANY) == (first == "a write")


def test_a_transaction_inside_a_transaction_is_an_error_of_the_program(app: Flask) -> None:
    with transaction(), pytest.raises(RuntimeError, match="open already"), transaction():
        pass

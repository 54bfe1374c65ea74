"""How the threads of delivery write: on SQLite what several of them have ready goes into one commit.

A commit costs a sync of the disk, and SQLite has one writer at a time anyway. On PostgreSQL each
thread commits for itself: a transaction that waits for one letter's row may hold no other's.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, cast

from sqlalchemy.orm import Session

from ceremony.core.db import transaction

T = TypeVar("T")


class _Job(Generic[T]):
    """One thread's operation and what came of it."""

    def __init__(self, operation: Callable[[Session], T]) -> None:
        self.operation = operation
        self.done = False
        self.value: T | None = None
        self.error: Exception | None = None

    def run_alone(self) -> None:
        try:
            with transaction() as writing:
                self.value = self.operation(writing)
        except Exception as error:
            self.error = error
        self.done = True


class Pen:
    """Writes operations of many threads; with *shared*, those that wait at the same time in one transaction."""

    def __init__(self, *, shared: bool) -> None:
        self._shared = shared
        self._turn = threading.Lock()
        self._waiting: list[_Job[object]] = []
        self._list = threading.Lock()

    def write(self, operation: Callable[[Session], T]) -> T:
        """Return what *operation* returned, after its commit; it may be run twice, so it only changes rows."""
        if not self._shared:
            with transaction() as writing:
                return operation(writing)
        job = _Job(operation)
        with self._list:
            self._waiting.append(cast("_Job[object]", job))
        # Whoever gets the turn writes for all who wait; the others find their job done.
        with self._turn:
            if not job.done:
                with self._list:
                    jobs, self._waiting = self._waiting, []
                _run_together(jobs)
        if job.error is not None:
            raise job.error
        return cast("T", job.value)


def _run_together(jobs: list[_Job[object]]) -> None:
    if len(jobs) > 1:
        try:
            with transaction() as writing:
                values = [job.operation(writing) for job in jobs]
        except Exception:  # noqa: S110 - one that fails must not take the others with it: each runs alone below
            pass
        else:
            for job, value in zip(jobs, values, strict=True):
                job.value, job.done = value, True
            return
    for job in jobs:
        job.run_alone()

"""Runs the timetable on APScheduler: a clock in memory; what is due stands in our tables."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import UTC
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from ceremony.core.audit.actions import acting
from ceremony.core.audit.rules import Actor
from ceremony.core.clock import real_now
from ceremony.core.db import db
from ceremony.jobs.timetable import TIMETABLE, Job
from ceremony.jobs.work import Tick, beat, rest

log = logging.getLogger(__name__)
# A delivery that outlasts its interval is no fault, and a warning every two seconds would hide those that are.
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


class Worker:
    """One engine: starts the timetable, and stops after the letter under way."""

    def __init__(self, app: Flask) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}"
        self.tick = Tick(app, name, real_now(), Event())
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(TIMETABLE))},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Give the first sign of life, then begin with every job at once."""
        self._run(beat)
        for job in TIMETABLE:
            self._scheduler.add_job(
                self._guarded(job), "interval", seconds=job.seconds, name=job.name, next_run_time=real_now()
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Finish what is under way, then sign off."""
        self.tick.stop.set()
        self._scheduler.shutdown(wait=True)
        self._run(rest)

    def _run(self, work: Callable[[Tick], None], name: str = "worker") -> None:
        with self.tick.app.app_context(), acting(Actor(None, f"job: {name}")):
            try:
                work(self.tick)
            finally:
                db.session.remove()

    def _guarded(self, job: Job) -> Callable[[], None]:
        """Return the job's work such that a fault is logged and the next tick comes all the same."""

        def run() -> None:
            if self.tick.stop.is_set():
                return
            try:
                self._run(job.work, job.name)
            except Exception:
                log.exception("the job %r failed; it is tried again in %s s", job.name, job.seconds)

        return run

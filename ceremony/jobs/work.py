"""What the jobs do; each asks the tables what is due, does it, and can be called by itself."""

from dataclasses import dataclass
from datetime import datetime
from threading import Event

import sqlalchemy as sa
from flask import Flask

from ceremony.core.clock import now, real_now
from ceremony.core.db import session, transaction
from ceremony.core.mail import delivery
from ceremony.core.mail.actions import release_expired_leases
from ceremony.invitations.actions import Moment, announce_changes
from ceremony.invitations.queries import list_behind
from ceremony.jobs.models import Heartbeat


@dataclass(frozen=True)
class Tick:
    """What a job is told: the application, its worker's name, since when it runs, and when to stop."""

    app: Flask
    worker: str
    started_at: datetime
    stop: Event


def beat(tick: Tick) -> None:
    """Say that this worker lives, in real time."""
    with transaction() as open_session:
        row = open_session.get(Heartbeat, tick.worker)
        if row is None:
            row = Heartbeat(worker=tick.worker, started_at=tick.started_at)
            open_session.add(row)
        row.beat_at = real_now()


def rest(tick: Tick) -> None:
    """Take this worker's sign of life away: it ends in order."""
    with transaction() as open_session:
        open_session.execute(sa.delete(Heartbeat).where(Heartbeat.worker == tick.worker))


def announce(tick: Tick) -> None:
    """Queue the letters of ceremonies that changed after they were announced."""
    announce_what_is_behind(tick.app)


def announce_what_is_behind(app: Flask) -> int:
    """Queue the letters of changed ceremonies in a transaction of their own; returns how many."""
    if not list_behind():
        session().rollback()
        return 0
    settings = app.extensions["settings"]
    with transaction():
        return announce_changes(Moment(now(), real_now(), settings.mail_hold_back, settings))


def release(_tick: Tick) -> None:
    """Put back what a dead worker had claimed; what it had begun to transmit becomes unknown."""
    with transaction():
        release_expired_leases(real_now())


def deliver(tick: Tick) -> None:
    """Send all letters that are due."""
    delivery.deliver_due(tick.app, stop=tick.stop)

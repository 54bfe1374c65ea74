"""What the jobs do; each asks the tables what is due, does it, and can be called by itself."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import sqlalchemy as sa
from flask import Flask

from ceremony.accounts.actions.grants import end_roles_of_leavers
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import session, transaction
from ceremony.core.mail import delivery
from ceremony.core.mail.actions import release_expired_leases
from ceremony.desk.personal.actions import forget_person, forget_reasons
from ceremony.invitations.actions import Moment, announce_changes
from ceremony.invitations.queries import list_behind
from ceremony.jobs.models import Heartbeat
from ceremony.people.queries import get_person_by_id, get_unit, list_hosts
from ceremony.people.queries.leavers import list_due
from ceremony.people.rules.retention import AlreadyForgotten


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


def end_roles(_tick: Tick) -> None:
    """End the roles of who has left, so that nobody holds them again on coming back years later."""
    with transaction():
        end_roles_of_leavers(today())


def erase(_tick: Tick) -> None:
    """Erase the data of who left long enough ago, and old reasons for absence."""
    erase_what_is_due()


def erase_what_is_due() -> int:
    """Do so, each person in a transaction of their own; returns how many people were erased."""
    due = [one.person.id for one in list_due(today())]
    hosts = [host.code for host in list_hosts()]
    session().rollback()
    for person_id in due:
        # Another worker may have been quicker.
        with suppress(AlreadyForgotten), transaction():
            forget_person(get_person_by_id(person_id), now(), today())
    for code in hosts:
        with transaction():
            forget_reasons(get_unit(code), today())
    return len(due)

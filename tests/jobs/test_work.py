"""Jobs ask what is due, do it, and can be called without a scheduler; the engine starts and stops in order."""

import logging
from datetime import date
from threading import Event

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from ceremony.accounts.models import Grant
from ceremony.core.clock import real_now
from ceremony.core.db import session
from ceremony.jobs.models import Heartbeat
from ceremony.jobs.on_apscheduler import Worker
from ceremony.jobs.timetable import TIMETABLE
from ceremony.jobs.work import Tick, announce, beat, end_roles, rest
from ceremony.operations.health import find_health
from tests.cast import Cast
from tests.conftest import Run


@pytest.fixture
def tick(app: Flask) -> Tick:
    """What a job is told."""
    return Tick(app, "here:1", real_now(), Event())


def _beats() -> int:
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).select_from(Heartbeat)) or 0


def test_a_worker_signs_on_beats_and_signs_off(tick: Tick) -> None:
    beat(tick)
    beat(tick)
    assert _beats() == 1
    rest(tick)
    assert _beats() == 0


def test_a_worker_silent_for_ninety_seconds_is_missed(tick: Tick, clock: time_machine.Traveller) -> None:
    assert not find_health(real_now()).worker
    beat(tick)
    session().rollback()
    assert find_health(real_now()).ok
    clock.shift(91)
    assert not find_health(real_now()).worker


def test_a_changed_ceremony_is_announced_by_the_job_once(
    tick: Tick, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("invitations", "send", "2021-08", "--now")
    ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Dịch")
    for _ in range(2):
        announce(tick)
    states = ceremony("mail", "status").json
    assert (states["cancelled"], states["queued"]) == (3, 3)


def test_the_roles_of_who_has_left_end_after_a_month(
    tick: Tick, cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("accounts", "grant", "cb02@example.gov.vn", "manager", "--unit", "SNV-VP")
    ceremony("people", "leave", cast.duong, "2021-07-26")
    revoke = ("accounts", "revoke", "cb02@example.gov.vn", "manager", "--unit", "SNV-VP")
    clock.move_to("2021-08-24T08:00:00+07:00")
    end_roles(tick)
    session().rollback()
    assert session().scalars(sa.select(Grant.ends)).one() is None
    clock.move_to("2021-08-25T08:00:00+07:00")
    end_roles(tick)
    end_roles(tick)
    session().rollback()
    assert session().scalars(sa.select(Grant.ends)).one() == date(2021, 8, 25)
    assert ceremony(*revoke).code == 1


def test_the_engine_runs_every_job_at_once_and_ends_in_order(cast: Cast, app: Flask) -> None:
    session().rollback()
    worker = Worker(app)
    worker.start()
    assert _beats() == 1
    worker.stop()
    assert _beats() == 0
    assert len({job.name for job in TIMETABLE}) == len(TIMETABLE)


def test_a_delivery_longer_than_its_interval_fills_no_log() -> None:
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
    assert logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.ERROR)

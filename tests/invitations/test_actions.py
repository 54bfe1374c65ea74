"""Sending and moving at the same moment come one after the other."""

import threading
from datetime import date

import pytest
import time_machine
from flask import Flask

from ceremony.core.clock import now, real_now
from ceremony.core.db import session, transaction
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.invitations.actions import Moment, send_invitations
from ceremony.people.queries import get_root
from ceremony.schedule.actions import move_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_ceremony, work_days
from tests.cast import Cast


def _august() -> Ceremony:
    return get_ceremony(get_root(), "2021-08")


@pytest.mark.parametrize("sending_first", [True, False])
def test_no_letter_of_the_old_date_survives_a_move_that_races_the_sending(
    planned: Cast, app: Flask, clock: time_machine.Traveller, sending_first: bool
) -> None:
    entered, go = threading.Event(), threading.Event()

    def send() -> None:
        send_invitations(_august(), Moment(now(), real_now(), 0, app.extensions["settings"]))

    def move() -> None:
        move_ceremony(_august(), date(2021, 8, 9), "Dịch", work_days(get_root()), now())

    def first() -> None:
        with app.app_context(), transaction():
            (send if sending_first else move)()
            entered.set()
            go.wait(5)

    def second() -> None:
        with app.app_context():
            entered.wait(5)
            threading.Timer(0.3, go.set).start()
            with transaction():
                (move if sending_first else send)()

    session().rollback()
    threads = [threading.Thread(target=one) for one in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    waiting = session().query(Letter).filter(Letter.state == LetterState.QUEUED).all()
    assert {letter.revision for letter in waiting} == (set() if sending_first else {1})

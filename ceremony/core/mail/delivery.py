"""Delivery: takes what is due from the outbox to the relay, and commits at every step that matters.

`queued → claimed → transmitting → accepted | unknown | queued (later) | failed`. *Transmitting* is
committed between a letter's body and SMTP's final dot: what dies before is provably undelivered and is
tried again, what dies after is *unknown* and is never sent again blindly.
"""

import threading
from collections.abc import Callable

from flask import Flask

from ceremony.core import clock
from ceremony.core.db import session
from ceremony.core.mail import ledger
from ceremony.core.mail.breaker import Tally, breaker_of
from ceremony.core.mail.run import Run, Watch

_NAP_SECONDS = 1.0
_SHORTEST_PAUSE = 0.05


def deliver_due(
    app: Flask, *, stop: threading.Event | None = None, only: int | None = None, watch: Watch | None = None
) -> Tally:
    """Send all letters that are due now, over up to MAIL_CONNECTIONS connections, and return.

    *stop* ends the run after the letters under way; *only* sends this one letter, held back or not, whatever the
    breaker says; *watch* is told the counts after each letter.
    """
    with app.app_context():
        return Run(app, stop or threading.Event(), only, watch).go()


def deliver_until_empty(
    app: Flask,
    seconds: float,
    before_round: Callable[[], object],
    *,
    stop: threading.Event | None = None,
    watch: Watch | None = None,
) -> Tally:
    """Send what is due, and also what falls due (hold-backs, retries, leases) within *seconds*.

    *before_round* queues what is behind; it runs before each round. Returns as soon as nothing waits
    or nothing more falls within the seconds.
    """
    stop = stop or threading.Event()
    deadline = clock.real_seconds() + seconds
    tally = Tally()
    while True:
        before_round()
        tally += deliver_due(app, stop=stop, watch=watch)
        pause = _pause(app)
        if pause is None or stop.is_set() or clock.real_seconds() + pause > deadline:
            return tally
        # In naps, as another process may write a letter that is due sooner.
        stop.wait(min(pause, _NAP_SECONDS))


def _pause(app: Flask) -> float | None:
    """Return the seconds until something falls due; None where nothing waits."""
    with app.app_context():
        moment = ledger.next_event(session())
    if moment is None:
        return None
    return max((moment - clock.real_now()).total_seconds(), breaker_of(app).seconds, _SHORTEST_PAUSE)

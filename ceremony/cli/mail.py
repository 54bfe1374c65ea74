"""ceremony mail …"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Any

import click

from ceremony.cli.base import Frame, command, say
from ceremony.core import clock
from ceremony.core.db import session
from ceremony.core.language import gettext
from ceremony.core.mail.actions import reconcile, settle
from ceremony.core.mail.breaker import Tally
from ceremony.core.mail.delivery import deliver_due, deliver_until_empty
from ceremony.core.mail.queries import LetterRow, count_states, count_waiting, list_letters, row_of
from ceremony.core.mail.rules import Decision, LetterState
from ceremony.core.mail.trial import send_trial
from ceremony.core.web.setup import this_app
from ceremony.jobs.work import announce_what_is_behind

group = click.Group("mail", help="Letters in the outbox and their delivery.")


@contextmanager
def _ends_on_sigterm() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and Ctrl-C set, so that a letter under way is finished first."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show_progress(tally: Tally) -> None:
    line = gettext("%(accepted)d accepted, %(failed)d failed, %(unknown)d unknown")
    click.echo("\r" + line % asdict(tally), err=True, nl=False)


@command(group, "deliver", hosted=False)
@click.option("--until-empty", type=click.FloatRange(min=0), metavar="SECONDS", help="Wait for what falls due.")
def deliver(_frame: Frame, until_empty: float | None) -> dict[str, int]:
    """Queue what is behind and send what is due."""
    app = this_app()
    watch = _show_progress if sys.stderr.isatty() else None
    with _ends_on_sigterm() as stop:
        if until_empty is None:
            announce_what_is_behind(app)
            tally = deliver_due(app, stop=stop, watch=watch)
        else:
            tally = deliver_until_empty(app, until_empty, lambda: announce_what_is_behind(app), stop=stop, watch=watch)
    if watch and tally != Tally():
        click.echo(err=True)
    if tally.trouble:
        say(tally.trouble)
    session().rollback()
    return {
        "accepted": tally.accepted,
        "failed": tally.failed,
        "unknown": tally.unknown,
        "queued": count_waiting(),
    }


@command(group, "test", hosted=False)
@click.argument("address")
def send_test(frame: Frame, address: str) -> dict[str, Any]:
    """Send one letter to ADDRESS at once and say what the server answers."""
    return _shown(send_trial(this_app(), frame.settings, address))


@command(group, "status")
def status(frame: Frame) -> dict[str, int]:
    """Count the letters in each state."""
    return count_states(host=frame.host.code if frame.unit_code else None)


@command(group, "list")
@click.option("--state", type=click.Choice([state.value for state in LetterState]), help="Only those in this state.")
def show_letters(frame: Frame, state: str | None) -> list[dict[str, Any]]:
    """List letters in the order they were written."""
    wanted = LetterState(state) if state else None
    return [_shown(row) for row in list_letters(wanted, host=frame.host.code if frame.unit_code else None)]


def _shown(row: LetterRow) -> dict[str, Any]:
    said = gettext(row.server_said) if row.server_said else ""
    return asdict(row) | {"server_said": said}


@command(group, "settle", writes=True, hosted=False)
@click.argument("message_id")
@click.argument("decision", type=click.Choice([decision.value for decision in Decision]))
def settle_letter(_frame: Frame, message_id: str, decision: str) -> dict[str, Any]:
    """Decide about a letter whose fate is unknown."""
    return _shown(row_of(settle(message_id, Decision(decision), real_now=clock.real_now())))


@command(group, "reconcile", writes=True, hosted=False)
def reconcile_letters(_frame: Frame) -> dict[str, int]:
    """After a restore: hold what was on its way as unknown instead of sending it again."""
    return {"to_unknown": reconcile(real_now=clock.real_now())}

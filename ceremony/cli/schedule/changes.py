"""The life of one ceremony."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from ceremony.cli.base import Frame, command
from ceremony.cli.schedule.base import group, read_date, reason_option, rows_of
from ceremony.core import clock
from ceremony.invitations.actions import keep_quiet
from ceremony.schedule import actions
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import (
    get_ceremony,
    work_days,
)


@command(group, "move", writes=True, series=True)
@click.argument("month")
@click.argument("new_date", metavar="DATE")
@reason_option
@click.option(
    "--following", is_flag=True, help="Move all later ones of the year too, by as many days from their slots."
)
def move(frame: Frame, month: str, new_date: str, reason: str, following: bool) -> dict[str, Any]:
    """Move one ceremony to another working day."""
    host = frame.host
    ceremony = get_ceremony(host, month, frame.series_name)
    act = actions.move_following if following else actions.move_ceremony
    act(ceremony, read_date(new_date), reason, work_days(host), clock.now())
    return rows_of([ceremony])[0]


@command(group, "change", writes=True, series=True)
@click.argument("month")
@click.option("--start", metavar="HH:MM", help="When it begins.")
@click.option("--place", metavar="T", help="Where it is held.")
@click.option("--rain-place", metavar="T", help="Where it is held when it rains.")
@click.option("--dress", metavar="T", help="What is worn.")
@click.option("--following", is_flag=True, help="Give time, places and dress to the later ones of the year too.")
def change(frame: Frame, month: str, start: str | None, following: bool, **texts: str | None) -> dict[str, Any]:
    """Change time, place or dress of one ceremony."""
    host = frame.host
    ceremony = get_ceremony(host, month, frame.series_name)
    given: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    if start is not None:
        given["start"] = actions.wall(start)
    wish = replace(actions.Details.of(ceremony), **given)
    actions.change_details(ceremony, wish, "", work_days(host), clock.now())
    if following:
        actions.pass_on(ceremony, work_days(host), clock.now())
    return rows_of([ceremony])[0]


@command(group, "rain", writes=True, series=True)
@click.argument("month")
@click.option("--quiet", is_flag=True, help="Who has a letter gets no other one.")
def rain(frame: Frame, month: str, quiet: bool) -> dict[str, Any]:
    """Change over to the place for rain, or back."""
    ceremony = get_ceremony(frame.host, month, frame.series_name)
    actions.switch_place(ceremony, clock.now())
    if quiet:
        keep_quiet(ceremony)
    return rows_of([ceremony])[0]


def _stopping(name: str, act: Callable[[Ceremony, str, datetime], None], words: str) -> None:
    """Register a command that stops one ceremony with a reason; *words* are its help."""

    @command(group, name, writes=True, series=True)
    @click.argument("month")
    @reason_option
    def stop(frame: Frame, month: str, reason: str) -> dict[str, Any]:
        ceremony = get_ceremony(frame.host, month, frame.series_name)
        act(ceremony, reason, clock.now())
        return rows_of([ceremony])[0]

    group.commands[name].help = words


_stopping("postpone", actions.postpone_ceremony, "Take one ceremony off its date, without a new one yet.")
_stopping("cancel", actions.cancel_ceremony, "Cancel one ceremony.")


@command(group, "restore", writes=True, series=True)
@click.argument("month")
def restore(frame: Frame, month: str) -> dict[str, Any]:
    """Plan a postponed or cancelled ceremony again, on the date that it had."""
    host = frame.host
    ceremony = get_ceremony(host, month, frame.series_name)
    actions.restore_ceremony(ceremony, work_days(host), clock.now())
    return rows_of([ceremony])[0]

"""ceremony attendance …"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import segno

from ceremony.attendance.actions import close_roll, import_register, mark_person, open_roll
from ceremony.attendance.queries import code_on_screen
from ceremony.attendance.rules import MarkSource
from ceremony.attendance.rules.register import LinesRefused, NoSuchFile, parse_said, parse_time, read_register
from ceremony.cli.base import Frame, command, say, show
from ceremony.core.audit.actions import current_actor
from ceremony.core.clock import at as moment_at
from ceremony.core.clock import local, now, today
from ceremony.core.language import gettext, words_of
from ceremony.invitations.queries import get_invitee
from ceremony.schedule.queries import get_ceremony

group = click.Group("attendance", help="The roll: check-in, marks, closing.")


def _shown(moment: datetime) -> str:
    return local(moment).isoformat(timespec="seconds")


@command(group, "open", writes=True, series=True)
@click.argument("month")
def open_(frame: Frame, month: str) -> dict[str, Any]:
    """Open check-in now, before its usual time or again after it."""
    moment = now()
    window = open_roll(get_ceremony(frame.host, month, frame.series_name), moment)
    if window.closes <= moment:
        say(gettext("Check-in is over since that day; the office can still enter marks until it closes the roll."))
    return {"opens": _shown(window.opens), "closes": _shown(window.closes)}


@command(group, "mark", writes=True, series=True)
@click.argument("month")
@click.argument("person")
@click.argument("value", metavar="present|late|excused|absent")
@click.option("--at", "time", metavar="HH:MM", help="When the person arrived.")
def mark(frame: Frame, month: str, person: str, value: str, time: str | None) -> dict[str, Any]:
    """Say how a person came; `excused` grants a leave of that day."""
    said = parse_said(value)
    ceremony = get_ceremony(frame.host, month, frame.series_name)
    who = get_invitee(ceremony, person, today())
    wall = None if time is None else parse_time(time)
    arrival = None if wall is None or ceremony.date is None else moment_at(ceremony.date, wall)
    source = mark_person(ceremony, who, said, arrival, MarkSource.OFFICE, current_actor().label, now())
    return {"who": who.full_name, "value": said.value, "source": source.value}


@command(group, "import", writes=True, series=True)
@click.argument("month")
@click.argument("file", type=click.Path(path_type=Path))
def import_(frame: Frame, month: str, file: Path) -> dict[str, Any]:
    """Enter a paper register, typed as CSV: code, value and, where known, time."""
    lines = read_register(_content(file), file.name)
    done = import_register(get_ceremony(frame.host, month, frame.series_name), lines, current_actor().label, now())
    problems = [
        {"row": problem.row, "column": problem.column, "problem": " ".join(words_of(problem.refusal))}
        for problem in done.problems
    ]
    answer = {"rows": done.rows, "recorded": done.recorded, "known": done.known, "problems": problems}
    if problems:
        show(answer, as_json=click.get_current_context().params["as_json"])
        raise LinesRefused(count=len(problems), file=file.name)
    return answer


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NoSuchFile(file=file) from error


@command(group, "close", writes=True, series=True)
@click.argument("month")
def close(frame: Frame, month: str) -> dict[str, Any]:
    """Close the roll: everybody gets an outcome, the figures stand."""
    closed = close_roll(get_ceremony(frame.host, month, frame.series_name), current_actor().label, now())
    return {**closed.figures.facts(), "hash": closed.hash}


@command(group, "code", series=True)
@click.argument("month")
def show_code(frame: Frame, month: str) -> dict[str, Any]:
    """Show the address that is now on the screen; on a terminal also as a QR code."""
    ceremony = get_ceremony(frame.host, month, frame.series_name)
    code, ends = code_on_screen(ceremony, now())
    url = f"{frame.settings.base_url.rstrip('/')}/c/{code}"
    if sys.stderr.isatty():
        segno.make(url).terminal(sys.stderr, compact=True)
    return {"url": url, "expires_at": _shown(ends)}

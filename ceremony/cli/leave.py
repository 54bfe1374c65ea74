"""ceremony leave …"""

from datetime import date
from typing import Any

import click

from ceremony.cli.base import DAY, Frame, command
from ceremony.core.clock import now, today
from ceremony.leave.actions import ask_leave, grant_leave, refuse_leave
from ceremony.leave.models import Leave
from ceremony.leave.queries import find_same_leave, list_leaves
from ceremony.leave.rules import LeaveKind
from ceremony.people.queries import get_person
from ceremony.schedule.queries import parse_month

group = click.Group("leave", help="Who is away on which days.")
KINDS = click.Choice([kind.value for kind in LeaveKind], case_sensitive=False)


def _as_json(leave: Leave) -> dict[str, Any]:
    """Return a leave without its note, which may hold health data."""
    return {
        "who": leave.person.full_name,
        "kind": leave.kind.value,
        "first": leave.first_day.isoformat(),
        "last": leave.last_day.isoformat(),
        "state": leave.state.value,
    }


@command(group, "ask", writes=True)
@click.argument("person")
@click.argument("kind", metavar="KIND", type=KINDS)
@click.argument("first", type=DAY)
@click.argument("last", type=DAY, required=False)
@click.option("--note", default="", help="Only the office and the own manager read it.")
@click.option("--grant", is_flag=True, help="Grant it at once, or the one asked for.")
@click.option("--refuse", is_flag=True, help="Refuse it at once, or the one asked for.")
def ask(
    frame: Frame, person: str, kind: str, first: date, last: date | None, note: str, grant: bool, refuse: bool
) -> list[dict[str, Any]]:
    """Ask leave for PERSON from FIRST to LAST (else one day).

    KIND: travel, leave, sick, maternity, study, duty, other. With --grant or --refuse on days that
    were asked for before, this is the decision.
    """
    if grant and refuse:
        raise click.UsageError("--grant and --refuse contradict each other: give one", click.get_current_context())
    who, last = get_person(frame.host, person, today()), last or first
    leave = find_same_leave(who, LeaveKind(kind), first, last) if grant or refuse else None
    if leave is None:
        leave = ask_leave(who, LeaveKind(kind), first, last, note=note, source="command", now=now())
    if grant or refuse:
        (grant_leave if grant else refuse_leave)(leave, now())
    return [_as_json(leave)]


@command(group, "list")
@click.argument("month", required=False)
def list_them(frame: Frame, month: str | None) -> list[dict[str, Any]]:
    """List leaves by their first day: all, or those that touch MONTH (2021-08)."""
    begin, end = parse_month(month) if month else (None, None)
    return [_as_json(leave) for leave in list_leaves(frame.host, begin, end)]

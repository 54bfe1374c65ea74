"""The plan of a year: preview, plan, show, paper; guests and feeds."""

from email.utils import parseaddr
from pathlib import Path
from typing import Any

import click

from ceremony.cli.base import Frame, command, say
from ceremony.cli.schedule.base import group, iso, rows_of
from ceremony.core import clock
from ceremony.core.language import gettext
from ceremony.core.papers import FileNotWritten, paper_writer
from ceremony.desk.papers import plan_paper
from ceremony.people.queries import get_unit
from ceremony.programme.actions import begin_with_parts
from ceremony.schedule import actions
from ceremony.schedule.queries import (
    list_ceremonies,
    list_guests,
    parse_month,
    work_days,
)
from ceremony.schedule.queries.feeds import feed_address
from ceremony.schedule.rules import WhenOff, occurrences
from ceremony.schedule.rules.recurrence import FIRST_MONDAY

_RULE = "first-monday, first-working-day, or an RRULE such as FREQ=MONTHLY;BYDAY=1MO."
_WHEN_OFF = "What happens when the rule's day is a day off."
_policies = click.Choice([policy.value for policy in WhenOff])


@command(group, "preview")
@click.option("--rule", default=FIRST_MONDAY, show_default=True, help=_RULE)
@click.option("--when-off", type=_policies, default=WhenOff.NEXT_MONDAY.value, show_default=True, help=_WHEN_OFF)
@click.option("--from", "first", required=True, metavar="YYYY-MM", help="The first month.")
@click.option("--to", "last", required=True, metavar="YYYY-MM", help="The last month.")
def preview(frame: Frame, rule: str, when_off: str, first: str, last: str) -> list[dict[str, Any]]:
    """Show what a rule would give, without planning anything."""
    months = parse_month(first)[0], parse_month(last)[0]
    return [
        {
            "month": one.month,
            "slot": one.slot.isoformat(),
            "date": iso(one.date),
            "moved": one.moved,
            "reason": one.reason,
        }
        for one in occurrences(rule, WhenOff(when_off), work_days(frame.host), *months)
    ]


@command(group, "plan", writes=True, series=True)
@click.argument("year", type=int)
@click.option("--rule", help=f"{_RULE} Default: as the series has it, else first-monday.")
@click.option("--when-off", type=_policies, help=f"{_WHEN_OFF} Default: as the series has it, else next-monday.")
@click.option("--start", metavar="HH:MM", help="When it begins. Default: as the series has it, else 07:00.")
@click.option("--place", metavar="T", help="Where it is held.")
@click.option("--approve", is_flag=True, help="Approve the plan at once, or one that is a draft.")
def plan(
    frame: Frame,
    year: int,
    rule: str | None,
    when_off: str | None,
    start: str | None,
    place: str | None,
    approve: bool,
) -> list[dict[str, Any]]:
    """Plan a year: one ceremony for each date of the rule."""
    host = frame.host
    wish = actions.PlanWish(rule, None if when_off is None else WhenOff(when_off), start, place)
    domain = parseaddr(frame.settings.mail_default_sender)[1].rpartition("@")[2]
    planned = actions.plan_year(
        host, year, wish, domain=domain, now=clock.now(), series_name=frame.series_name, approve=approve
    )
    for one in planned:
        begin_with_parts(one, None)
    return rows_of(list_ceremonies(host, year, frame.series_name))


@command(group, "show", series=True)
@click.argument("year", type=int)
def show_year(frame: Frame, year: int) -> list[dict[str, Any]]:
    """Show a year's ceremonies, skipped dates too."""
    found = list_ceremonies(frame.host, year, frame.series_name)
    if not found:
        say(gettext("The year %(year)s is not planned. Plan it with: ceremony schedule plan %(year)s", year=year))
    return rows_of(found)


@command(group, "paper", series=True)
@click.argument("year", type=int)
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def paper(frame: Frame, year: int, file: Path) -> dict[str, Any]:
    """Write the annual plan as a paper: FILE.docx or FILE.pdf."""
    write = paper_writer(file.suffix)
    made = write(plan_paper(frame.host, year, frame.series_name, clock.now(), clock.today()))
    try:
        file.write_bytes(made)
    except OSError as error:
        raise FileNotWritten(file=file, words=error.strerror or str(error)) from error
    return {"file": str(file)}


@command(group, "guest", writes=True, series=True)
@click.argument("unit_code", metavar="UNIT")
@click.option("--heads", type=click.IntRange(1, 10_000), metavar="N", help="How many will come. Default: 1.")
@click.option("--remove", is_flag=True, help="Invite the unit no more.")
def guest(frame: Frame, unit_code: str, heads: int | None, remove: bool) -> list[dict[str, Any]]:
    """Invite a unit from outside by its mailbox."""
    series = actions.get_or_make_series(frame.host, frame.series_name)
    unit = get_unit(unit_code)
    if remove:
        actions.remove_guest(series, unit)
    else:
        actions.add_guest(series, unit, heads)
    return [{"unit": one.unit.code, "heads": one.heads} for one in list_guests(series)]


@command(group, "feed", writes=True, hosted=False)
@click.argument("unit_code", metavar="UNIT")
@click.option("--revoke", is_flag=True, help="Close the address for good.")
def feed(_frame: Frame, unit_code: str, revoke: bool) -> dict[str, Any]:
    """Give the address by which calendars subscribe to a unit's ceremonies."""
    unit = get_unit(unit_code)
    if revoke:
        actions.revoke_feed(unit, clock.now())
        return {"unit": unit.code, "url": None}
    return {"unit": unit.code, "url": feed_address(actions.open_feed(unit, clock.now()))}

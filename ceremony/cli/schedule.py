"""ceremony schedule …"""

import re
from collections.abc import Sequence
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import click

from ceremony.cli.base import Frame, command, say
from ceremony.core import clock
from ceremony.core.language import gettext
from ceremony.core.papers import FileNotWritten, paper_writer
from ceremony.core.refusal import BadInput, msgid
from ceremony.desk.papers import plan_paper
from ceremony.people.queries import get_unit
from ceremony.programme.queries import documents_by_ceremony
from ceremony.schedule import actions
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import (
    find_on_date,
    get_ceremony,
    list_ceremonies,
    list_days,
    list_guests,
    list_series,
    parse_month,
    work_days,
)
from ceremony.schedule.queries.feeds import feed_address
from ceremony.schedule.rules import DayFact, DayKind, WhenOff, occurrences
from ceremony.schedule.rules.recurrence import FIRST_MONDAY
from ceremony.topics.queries import cite

group = click.Group("schedule", help="Working days, the year's plan, and each ceremony.")

_RULE = "first-monday, first-working-day, or an RRULE such as FREQ=MONTHLY;BYDAY=1MO."
_WHEN_OFF = "What happens when the rule's day is a day off."
_policies = click.Choice([policy.value for policy in WhenOff])
_kinds = click.Choice([kind.value for kind in DayKind])
_reason = click.option("--reason", required=True, metavar="T", help="Why, in a few words: people read it.")


class UnreadableDate(BadInput):
    """What was given is no date."""

    sentence = msgid("%(text)s is no date.")
    cure = msgid("Write it as 2021-08-02.")


def _date(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UnreadableDate(text=text) from error


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rows(ceremonies: Sequence[Ceremony]) -> list[dict[str, Any]]:
    documents = documents_by_ceremony([one.id for one in ceremonies])
    return [
        {
            "key": one.key,
            "month": one.month,
            "slot": one.slot.isoformat(),
            "date": _iso(one.date),
            "start": one.start,
            "place": one.place,
            "state": one.state.value,
            "moved": one.date is not None and one.date != one.slot,
            "reason": one.reason,
            "revision": one.revision,
            "theme": one.theme,
            "documents": [cite(document) for document in documents[one.id]],
        }
        for one in ceremonies
    ]


def _day(fact: DayFact) -> dict[str, Any]:
    return {
        "date": fact.date.isoformat(),
        "kind": fact.kind.value,
        "name": fact.name,
        "document": fact.document or None,
        "announced": fact.announced,
    }


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
            "date": _iso(one.date),
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
    actions.plan_year(host, year, wish, domain=domain, now=clock.now(), series_name=frame.series_name, approve=approve)
    return _rows(list_ceremonies(host, year, frame.series_name))


@command(group, "show", series=True)
@click.argument("year", type=int)
def show_year(frame: Frame, year: int) -> list[dict[str, Any]]:
    """Show a year's ceremonies, skipped dates too."""
    found = list_ceremonies(frame.host, year, frame.series_name)
    if not found:
        say(gettext("The year %(year)s is not planned. Plan it with: ceremony schedule plan %(year)s", year=year))
    return _rows(found)


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


@command(group, "move", writes=True, series=True)
@click.argument("month")
@click.argument("new_date", metavar="DATE")
@_reason
def move(frame: Frame, month: str, new_date: str, reason: str) -> dict[str, Any]:
    """Move one ceremony to another working day."""
    host = frame.host
    ceremony = get_ceremony(host, month, frame.series_name)
    actions.move_ceremony(ceremony, _date(new_date), reason, work_days(host), clock.now())
    return _rows([ceremony])[0]


@command(group, "postpone", writes=True, series=True)
@click.argument("month")
@_reason
def postpone(frame: Frame, month: str, reason: str) -> dict[str, Any]:
    """Take one ceremony off its date, without a new one yet."""
    ceremony = get_ceremony(frame.host, month, frame.series_name)
    actions.postpone_ceremony(ceremony, reason, clock.now())
    return _rows([ceremony])[0]


@command(group, "cancel", writes=True, series=True)
@click.argument("month")
@_reason
def cancel(frame: Frame, month: str, reason: str) -> dict[str, Any]:
    """Cancel one ceremony."""
    ceremony = get_ceremony(frame.host, month, frame.series_name)
    actions.cancel_ceremony(ceremony, reason, clock.now())
    return _rows([ceremony])[0]


@command(group, "restore", writes=True, series=True)
@click.argument("month")
def restore(frame: Frame, month: str) -> dict[str, Any]:
    """Plan a postponed or cancelled ceremony again, on the date that it had."""
    host = frame.host
    ceremony = get_ceremony(host, month, frame.series_name)
    actions.restore_ceremony(ceremony, work_days(host), clock.now())
    return _rows([ceremony])[0]


@command(group, "day", writes=True)
@click.argument("day", metavar="DATE")
@click.argument("kind", type=_kinds)
@click.option("--name", required=True, metavar="T", help="What the day is, such as 'Nghỉ bù'.")
@click.option("--document", required=True, metavar="T", help="The document that announced it.")
def correct_day(frame: Frame, day: str, kind: str, name: str, document: str) -> list[dict[str, Any]]:
    """Say that a day is off or worked in this office; planned dates stay as they are."""
    host = frame.host
    fact = actions.set_day(host, _date(day), DayKind(kind), name, document)
    if fact.kind is DayKind.OFF:
        for series in list_series(host):
            planned = find_on_date(series.id, fact.date)
            if planned is not None:
                say(_still_planned(planned))
    return [_day(fact)]


def _still_planned(ceremony: Ceremony) -> str:
    return gettext(
        "%(key)s is still planned for that day. Move it with: ceremony schedule move %(slot)s DATE --reason T",
        key=ceremony.key,
        slot=ceremony.slot,
    )


@command(group, "days")
@click.argument("year", type=int)
def days(frame: Frame, year: int) -> list[dict[str, Any]]:
    """Show a year's holidays, compensations, make-up working days and the office's corrections."""
    return [_day(fact) for fact in list_days(frame.host, year)]

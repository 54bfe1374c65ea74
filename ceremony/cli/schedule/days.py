"""Working days and days off."""

from typing import Any

import click

from ceremony.cli.base import Frame, command, say
from ceremony.cli.schedule.base import group, read_date
from ceremony.core.language import gettext
from ceremony.schedule import actions
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import (
    find_on_date,
    list_days,
    list_series,
)
from ceremony.schedule.rules import DayFact, DayKind

_kinds = click.Choice([kind.value for kind in DayKind])


def _day(fact: DayFact) -> dict[str, Any]:
    return {
        "date": fact.date.isoformat(),
        "kind": fact.kind.value,
        "name": fact.name,
        "document": fact.document or None,
        "announced": fact.announced,
    }


@command(group, "day", writes=True)
@click.argument("day", metavar="DATE")
@click.argument("kind", type=_kinds)
@click.option("--name", required=True, metavar="T", help="What the day is, such as 'Nghỉ bù'.")
@click.option("--document", required=True, metavar="T", help="The document that announced it.")
def correct_day(frame: Frame, day: str, kind: str, name: str, document: str) -> list[dict[str, Any]]:
    """Say that a day is off or worked in this office; planned dates stay as they are."""
    host = frame.host
    fact = actions.set_day(host, read_date(day), DayKind(kind), name, document)
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

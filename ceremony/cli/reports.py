"""ceremony reports …"""

from typing import Any

import click

from ceremony.cli.base import Frame, command, say
from ceremony.core.clock import today
from ceremony.core.language import gettext
from ceremony.people.queries import get_person
from ceremony.reports.queries import month_figures, person_record, year_figures
from ceremony.schedule.queries import get_ceremony

group = click.Group("reports", help="Figures of closed rolls.")
YEAR = click.IntRange(1900, 2100)


@command(group, "month", series=True)
@click.argument("month")
def of_month(frame: Frame, month: str) -> list[dict[str, Any]]:
    """Show a closed roll's figures by unit, and their sum."""
    rows = [row.facts() for row in month_figures(get_ceremony(frame.host, month, frame.series_name))]
    if not rows:
        say(
            gettext(
                "The roll of %(month)s is not closed; close it with: ceremony attendance close %(month)s", month=month
            )
        )
    return rows


@command(group, "year", series=True)
@click.argument("year", type=YEAR)
def of_year(frame: Frame, year: int) -> list[dict[str, Any]]:
    """Show the figures of all closed rolls of a year, by month and unit."""
    return [row.facts() for row in year_figures(frame.host, year, frame.series_name)]


@command(group, "person")
@click.argument("person")
@click.argument("year", type=YEAR)
def of_person(frame: Frame, person: str, year: int) -> list[dict[str, Any]]:
    """Show what the closed rolls of a year say of a person, and why."""
    return [line.facts() for line in person_record(get_person(frame.host, person, today()), year)]

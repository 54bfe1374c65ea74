"""ceremony office …"""

from typing import Any

import click

from ceremony.cli.base import Frame, command
from ceremony.core.clock import now
from ceremony.people.actions import set_office
from ceremony.people.models import Office
from ceremony.people.queries import office_of
from ceremony.people.rules.offices import OFFICE_KEYS

group = click.Group("office", help="What the host has set: letterhead, sender, contact, lead times.")


def _as_json(office: Office) -> dict[str, Any]:
    return {key: getattr(office, key) for key in OFFICE_KEYS}


@command(group, "show")
def show_office(frame: Frame) -> dict[str, Any]:
    """Show what the host has set; for a unit that is none yet, what it would begin with."""
    return _as_json(office_of(frame.host))


@command(group, "set", writes=True)
@click.argument("key")
@click.argument("value")
def set_value(frame: Frame, key: str, value: str) -> dict[str, Any]:
    """Set KEY to VALUE; the unit becomes a host by it."""
    return _as_json(set_office(frame.host, key, value, now()))


# A value may begin with a hyphen; it is judged as a value, not as an option.
set_value.context_settings["ignore_unknown_options"] = True

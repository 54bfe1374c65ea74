"""ceremony audit …"""

from dataclasses import asdict
from typing import Any

import click

from ceremony.cli.base import Frame, command
from ceremony.core.audit.actions import verify

group = click.Group("audit", help="The audit log.")


@command(group, "verify", hosted=False)
@click.option("--known", metavar="HEAD", help="A head noted earlier: also check that the record goes on from there.")
def verify_chain(_frame: Frame, known: str | None) -> dict[str, Any]:
    """Check that no entry was changed, added or removed.

    Note the head that it prints somewhere else: with --known it tells an older state of the whole database
    that was put back.
    """
    return asdict(verify(known))

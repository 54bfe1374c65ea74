"""ceremony audit …"""

from dataclasses import asdict
from typing import Any

import click

from ceremony.cli.base import Frame, command
from ceremony.core.audit.actions import verify

group = click.Group("audit", help="The audit log.")


@command(group, "verify", hosted=False)
def verify_chain(_frame: Frame) -> dict[str, Any]:
    """Check that no entry was changed, added or removed."""
    return asdict(verify())

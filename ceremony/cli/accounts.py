"""ceremony accounts …"""

from typing import Any

import click

from ceremony.accounts.actions import account_for, grant_role, revoke_role
from ceremony.accounts.rules import Role
from ceremony.cli.base import Frame, command
from ceremony.core.clock import now, today

group = click.Group("accounts", help="Who may sign in, and the roles they hold.")
ROLES = click.Choice([role.value for role in Role], case_sensitive=False)


@command(group, "grant", writes=True)
@click.argument("email")
@click.argument("role", metavar="ROLE", type=ROLES)
def grant(frame: Frame, email: str, role: str) -> dict[str, Any]:
    """Give whoever has the address EMAIL a role on the unit named by --unit."""
    grant_role(account_for(email, today(), now()), Role(role), frame.host, today())
    return {"email": email, "role": role, "unit": frame.host.code}


@command(group, "revoke", writes=True)
@click.argument("email")
@click.argument("role", metavar="ROLE", type=ROLES)
def revoke(frame: Frame, email: str, role: str) -> dict[str, Any]:
    """Take a role on the unit named by --unit from the account EMAIL."""
    revoke_role(email, Role(role), frame.host, today())
    return {"email": email, "role": role, "unit": frame.host.code}

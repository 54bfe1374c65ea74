"""ceremony accounts …"""

from datetime import date
from typing import Any

import click

from ceremony.accounts.actions import account_for, address_of, grant_role, make_link, revoke_role
from ceremony.accounts.actions.handover import hand_over
from ceremony.accounts.actions.notices import tell_roles
from ceremony.accounts.queries import find_user, list_candidates
from ceremony.accounts.rules import Role
from ceremony.accounts.rules.sign_in import LINK_LIFE, Purpose
from ceremony.cli.base import DAY, Frame, command
from ceremony.core.clock import local, now, real_now, today
from ceremony.people.queries import get_person, list_own_units

group = click.Group("accounts", help="Who may sign in, and the roles they hold.")
ROLES = click.Choice([role.value for role in Role], case_sensitive=False)


@command(group, "grant", writes=True)
@click.argument("email")
@click.argument("role", metavar="ROLE", type=ROLES)
@click.option("--from", "first", type=DAY, help="The first day on which it is held; default: today.")
@click.option("--to", "last", type=DAY, help="The last day, for a deputy; default: until it is revoked.")
@click.option("--tell", is_flag=True, help="Tell them by letter, with a link to sign in.")
def grant(frame: Frame, email: str, role: str, first: date | None, last: date | None, tell: bool) -> dict[str, Any]:
    """Give whoever has the address EMAIL a role on the unit named by --unit."""
    user = account_for(email, today(), now())
    begun = grant_role(user, Role(role), frame.host, today(), first=first, last=last)
    if tell:
        tell_roles([begun], frame.host, frame.settings, now(), real_now())
    return {"email": email, "role": role, "unit": frame.host.code}


@command(group, "revoke", writes=True)
@click.argument("email")
@click.argument("role", metavar="ROLE", type=ROLES)
def revoke(frame: Frame, email: str, role: str) -> dict[str, Any]:
    """Take a role on the unit named by --unit from the account EMAIL."""
    revoke_role(email, Role(role), frame.host, today())
    return {"email": email, "role": role, "unit": frame.host.code}


@command(group, "handover", writes=True)
@click.argument("email")
@click.argument("person")
@click.argument("day", metavar="DATE", type=DAY)
def handover(frame: Frame, email: str, person: str, day: date) -> list[dict[str, Any]]:
    """Let all roles of EMAIL in the host end on DATE and those of PERSON begin."""
    heir, units = get_person(frame.host, person, today()), [unit.id for unit in list_own_units(frame.host)]
    begun = hand_over(find_user(email) or account_for(email, today(), now()), heir, units, day, today(), now())
    return [
        {"email": heir.email, "role": one.role.value, "unit": one.unit.code, "starts": one.starts.isoformat()}
        for one in begun
    ]


@command(group, "link", hosted=False, writes=True)
@click.argument("email")
def link(frame: Frame, email: str) -> dict[str, Any]:
    """Make a one-time sign-in address for whoever has the address EMAIL; a shared one asks who it is."""
    moment = now()
    if len(list_candidates(email.strip(), today())) < 2:
        account_for(email, today(), moment)
    made = make_link(email.strip(), Purpose.SIGN_IN, moment + LINK_LIFE[Purpose.SIGN_IN], moment)
    return {
        "url": address_of(made, frame.settings),
        "expires_at": local(made.expires_at).isoformat(timespec="seconds"),
    }

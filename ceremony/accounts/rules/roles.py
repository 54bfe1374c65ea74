"""Roles: what may be held on a unit, and how far it reaches."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ceremony.core.refusal import Forbidden, msgid


class Role(StrEnum):
    """A role held on a unit; everyone is an employee without one."""

    OFFICE = "office"
    MANAGER = "manager"
    RECORDER = "recorder"


# Who is marked as gone by mistake, or comes back from a secondment, finds their roles again for so long.
KEPT_AFTER_LEAVING = timedelta(days=30)
ROLE_WORDS = {
    Role.OFFICE: msgid("Office"),
    Role.MANAGER: msgid("Manager"),
    Role.RECORDER: msgid("Recorder"),
}
# What each is for, said to who is given it.
ROLE_DUTIES = {
    Role.OFFICE: msgid("The office plans ceremonies, sends invitations, takes the roll and keeps the staff list."),
    Role.MANAGER: msgid("A manager sees who of the own units came, decides requests to be absent, reads reports."),
    Role.RECORDER: msgid("A recorder takes the roll of the own unit."),
}


class NotOpen(Forbidden):
    """The visitor is known and may not."""

    sentence = msgid("This page is not open to you.")
    cure = msgid("Ask the office of your agency for the role that it needs.")


@dataclass(frozen=True)
class Held:
    """A role that somebody holds on the unit with this path ("/1/4/")."""

    role: Role
    path: str


def reaches(grant_path: str, unit_path: str, host_paths: Iterable[str]) -> bool:
    """Whether a role on one unit reaches another: its subtree, down to the next host.

    Paths are the ids from the top, as "/1/4/". Below the next host a higher office sees figures only.
    """
    if not unit_path.startswith(grant_path):
        return False
    between = (path for path in host_paths if path != grant_path and path.startswith(grant_path))
    return not any(unit_path.startswith(path) for path in between)


def holds(held: Iterable[Held], roles: Collection[str], unit_path: str, host_paths: Collection[str]) -> bool:
    """Whether one of *roles* is held on the unit, or above it with no other host between."""
    return any(one.role in roles and reaches(one.path, unit_path, host_paths) for one in held)


def allows(
    held: Collection[Held],
    roles: Collection[str],
    host_path: str,
    host_paths: Collection[str],
    *,
    within: bool = False,
    above: bool = False,
) -> bool:
    """Whether somebody with these roles may come to a page of the host.

    *within*: a role on a unit of the host's own people is enough. *above*: the office of any unit
    above the host may come too (figures and grants only).
    """
    if holds(held, roles, host_path, host_paths):
        return True
    if within and any(one.role in roles and reaches(host_path, one.path, host_paths) for one in held):
        return True
    return above and any(one.role is Role.OFFICE and host_path.startswith(one.path) for one in held)

"""Roles: what may be held on a unit, and how far it reaches."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A role held on a unit; everyone is an employee without one."""

    OFFICE = "office"
    MANAGER = "manager"
    RECORDER = "recorder"


def reaches(grant_path: str, unit_path: str, host_paths: Iterable[str]) -> bool:
    """Whether a role on one unit reaches another: its subtree, down to the next host.

    Paths are the ids from the top, as "/1/4/". Below the next host a higher office sees figures only.
    """
    if not unit_path.startswith(grant_path):
        return False
    between = (path for path in host_paths if path != grant_path and path.startswith(grant_path))
    return not any(unit_path.startswith(path) for path in between)

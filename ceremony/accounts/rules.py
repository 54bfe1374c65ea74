"""Roles: what may be held on a unit."""

from enum import StrEnum


class Role(StrEnum):
    """A role held on a unit; everyone is an employee without one."""

    OFFICE = "office"
    MANAGER = "manager"
    RECORDER = "recorder"

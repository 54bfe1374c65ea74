"""Roles and how far they reach; how somebody signs in, and how often they may try."""

from ceremony.accounts.rules.roles import Held, NotOpen, Role, allows, holds, reaches

__all__ = ["Held", "NotOpen", "Role", "allows", "holds", "reaches"]

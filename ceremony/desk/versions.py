"""Whether somebody else saved between a page and its form: the form carries a mark of what it showed."""

from collections.abc import Mapping
from typing import Any

from ceremony.core.audit.rules import digest_of


def version_of(values: Mapping[str, Any]) -> str:
    """Return a short mark of *values*; other values have another."""
    return digest_of(dict(values))[:16]


def changes_between(saved: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is saved where it differs from what was typed, by name."""
    return {name: value for name, value in saved.items() if name in typed and str(value) != str(typed[name] or "")}

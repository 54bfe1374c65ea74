"""Giving a ceremony its theme."""

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.changes import require_preparable


def set_theme(ceremony: Ceremony, theme: str) -> None:
    """Write what the ceremony is about; the revision stays: nobody's calendar changes by it.

    Raises CancelledAlready or NothingHeld.
    """
    words = clean(theme)
    if words == ceremony.theme:
        return
    require_preparable(ceremony)
    before = ceremony.theme
    ceremony.theme = words
    session().flush()
    record("set-theme", f"ceremony:{ceremony.key}", {"theme": before}, {"theme": words})

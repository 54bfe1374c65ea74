"""Giving a ceremony its theme, and what the theme rests on."""

from dataclasses import dataclass
from datetime import datetime

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.changes import require_preparable
from ceremony.topics.actions import take_basis


@dataclass(frozen=True)
class Theme:
    """What a ceremony is about, and what orders or suggests it: words, which may cite a document."""

    words: str
    basis: str = ""


def set_theme(ceremony: Ceremony, theme: Theme, now: datetime) -> None:
    """Write what the ceremony is about; the revision stays: nobody's calendar changes by it.

    A document that the basis cites is taken from the library, or added to it.
    Raises CancelledAlready, NothingHeld or SecretDocument.
    """
    wanted = Theme(clean(theme.words), clean(theme.basis))
    if (ceremony.theme, ceremony.theme_basis) == (wanted.words, wanted.basis):
        return
    require_preparable(ceremony)
    before = _facts(ceremony)
    give_theme(ceremony, wanted, now)
    session().flush()
    after = _facts(ceremony)
    told = {name for name in after if after[name] != before[name]} | {"theme"}
    record(
        "set-theme",
        f"ceremony:{ceremony.key}",
        *({name: one[name] for name in sorted(told)} for one in (before, after)),
    )


def give_theme(ceremony: Ceremony, theme: Theme, now: datetime) -> None:
    """Put theme and basis into the row, recording nothing; raises SecretDocument."""
    ceremony.theme = clean(theme.words)
    ceremony.theme_basis = clean(theme.basis)
    ceremony.theme_document = take_basis(ceremony.host, ceremony.theme_basis, now) if ceremony.theme_basis else None


def _facts(ceremony: Ceremony) -> dict[str, object]:
    return {"theme": ceremony.theme, "basis": ceremony.theme_basis}

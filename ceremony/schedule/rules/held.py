"""Whether a ceremony is going to be held, or was."""

from datetime import datetime
from typing import TYPE_CHECKING

from ceremony.core.refusal import Refusal, Word, msgid
from ceremony.schedule.rules.states import CeremonyState

if TYPE_CHECKING:
    from ceremony.schedule.models import Ceremony


class NotHeld(Refusal):
    """The ceremony has no date, or was cancelled."""

    sentence = msgid("The ceremony of %(month)s is not held: it is %(state)s.")
    cure = msgid("Restore it or give it a date first: ceremony schedule restore, ceremony schedule move.")
    page_cure = msgid("Restore it or give it a date first, on its page.")


def require_held(ceremony: "Ceremony") -> datetime:
    """Return the moment of the start; raises NotHeld where it is cancelled, postponed or skipped."""
    start = ceremony.starts_at
    if ceremony.state is not CeremonyState.PLANNED or start is None:
        state = msgid("skipped") if ceremony.state is CeremonyState.PLANNED else ceremony.state.value
        raise NotHeld(month=ceremony.month, state=Word(state))
    return start

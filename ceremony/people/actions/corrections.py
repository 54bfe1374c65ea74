"""Asking for a correction of the staff list, and answering it."""

from datetime import datetime

from ceremony.core.audit.actions import current_actor, record
from ceremony.core.db import session
from ceremony.people.models import Correction, Person
from ceremony.people.queries.corrections import find_open_correction
from ceremony.people.rules.corrections import AskedAlready, CorrectionAnswered, CorrectionRuling


def ask_correction(person: Person, text: str, now: datetime) -> Correction:
    """Write down what is wrong about the person in the staff list; raises AskedAlready.

    The log says only that something was asked for.
    """
    if find_open_correction(person) is not None:
        raise AskedAlready
    correction = Correction(person=person, text=text, made_at=now)
    session().add(correction)
    session().flush()
    record("ask correction", f"correction:{correction.id}")
    return correction


def answer_correction(correction: Correction, ruling: CorrectionRuling, reply: str, now: datetime) -> None:
    """Say that it was corrected, or why not; raises CorrectionAnswered."""
    session().refresh(correction, with_for_update=True)
    if correction.ruling is not None:
        raise CorrectionAnswered(who=correction.answered_by)
    correction.ruling, correction.reply = ruling, reply
    correction.answered_at, correction.answered_by = now, current_actor().label
    record("answer correction", f"correction:{correction.id}", after={"ruling": ruling.value})

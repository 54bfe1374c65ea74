"""Contesting the record of a closed roll, and answering it."""

from datetime import datetime

from ceremony.attendance.letters import draft_objection
from ceremony.attendance.models import Objection
from ceremony.attendance.queries.objections import find_open_objection, find_outcome
from ceremony.attendance.rules.objections import AnsweredAlready, ContestedAlready, NothingToContest, Ruling
from ceremony.core.audit.actions import current_actor, record
from ceremony.core.db import session
from ceremony.core.mail.actions import Recipient, queue_letters
from ceremony.core.mail.editions import make_edition
from ceremony.core.mail.rules import Priority, address_problem
from ceremony.core.settings import Settings
from ceremony.people.models import Person
from ceremony.people.queries import office_of
from ceremony.schedule.models import Ceremony


def contest_record(
    ceremony: Ceremony, person: Person, text: str, settings: Settings, now: datetime, real_now: datetime
) -> Objection:
    """Write down why the person's record is wrong, and tell the host's contact by letter where it has an address.

    The text may speak of health: the log says only that something was contested.
    Raises NothingToContest or ContestedAlready.
    """
    if find_outcome(ceremony, person) is None:
        raise NothingToContest(month=ceremony.month)
    if find_open_objection(ceremony, person) is not None:
        raise ContestedAlready
    objection = Objection(ceremony=ceremony, person=person, text=text, made_at=now)
    session().add(objection)
    session().flush()
    record("contest record", f"objection:{objection.id}")
    office = office_of(ceremony.host)
    address = office.reply_to or ceremony.host.email or ""
    if address and address_problem(address) is None:
        edition = make_edition(draft_objection(objection, office, ceremony.host, settings), now)
        recipients = [Recipient(f"objection:{objection.id}", address)]
        queue_letters(edition, recipients, key="objection", now=now, real_now=real_now, priority=Priority.CHANGE)
    return objection


def answer_objection(objection: Objection, ruling: Ruling, reply: str, now: datetime) -> None:
    """Say that the record was corrected, or why it stays as it is; raises AnsweredAlready."""
    session().refresh(objection, with_for_update=True)
    if objection.ruling is not None:
        raise AnsweredAlready(who=objection.answered_by)
    objection.ruling, objection.reply = ruling, reply
    objection.answered_at, objection.answered_by = now, current_actor().label
    record("answer objection", f"objection:{objection.id}", after={"ruling": ruling.value})

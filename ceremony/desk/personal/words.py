"""What is handed out to a person, in words."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from ceremony.accounts.rules import Role
from ceremony.attendance.rules import Mark, MarkSource, Outcome
from ceremony.attendance.rules.objections import Ruling
from ceremony.core.clock import local
from ceremony.core.language import gettext
from ceremony.core.mail.rules import LetterState
from ceremony.core.personal import is_sealed
from ceremony.core.refusal import msgid
from ceremony.core.web.words import numeric_date
from ceremony.desk.acts import act_words
from ceremony.desk.values import value_name, value_words
from ceremony.invitations.rules import AnswerSource, AnswerValue
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.rules.corrections import CorrectionRuling

_WORDS: tuple[tuple[Enum, str], ...] = (
    (LeaveKind.TRAVEL, msgid("Duty travel")),
    (LeaveKind.LEAVE, msgid("Leave")),
    (LeaveKind.SICK, msgid("Sick")),
    (LeaveKind.MATERNITY, msgid("Maternity")),
    (LeaveKind.STUDY, msgid("Study")),
    (LeaveKind.DUTY, msgid("On duty")),
    (LeaveKind.OTHER, msgid("Another reason")),
    (LeaveState.ASKED, msgid("asked")),
    (LeaveState.GRANTED, msgid("granted")),
    (LeaveState.REFUSED, msgid("refused")),
    (AnswerValue.ACCEPTED, msgid("will attend")),
    (AnswerValue.DECLINED, msgid("asks to be absent")),
    (AnswerSource.LINK, msgid("by the link")),
    (AnswerSource.OFFICE, msgid("by the office")),
    (AnswerSource.MAIL, msgid("by mail")),
    (Mark.PRESENT, msgid("Present")),
    (Mark.LATE, msgid("Late")),
    (Mark.ABSENT, msgid("Absent")),
    (MarkSource.OFFICE, msgid("by the office")),
    (MarkSource.RECORDER, msgid("by the recorder")),
    (MarkSource.CODE, msgid("by the check-in code")),
    (MarkSource.IMPORT, msgid("from a file")),
    (Outcome.ATTENDED, msgid("Present")),
    (Outcome.EXCUSED, msgid("Excused")),
    (Outcome.ABSENT, msgid("Absent")),
    (Outcome.NOT_RECORDED, msgid("Not recorded")),
    (Outcome.NOT_OBLIGED, msgid("Not obliged to come")),
    (Ruling.CORRECTED, msgid("corrected")),
    (Ruling.DECLINED, msgid("stays as it is")),
    (CorrectionRuling.DONE, msgid("corrected")),
    (CorrectionRuling.REFUSED, msgid("stays as it is")),
    (Role.OFFICE, msgid("office")),
    (Role.MANAGER, msgid("manager")),
    (Role.RECORDER, msgid("recorder")),
    (LetterState.QUEUED, msgid("waits to be sent")),
    (LetterState.CLAIMED, msgid("waits to be sent")),
    (LetterState.TRANSMITTING, msgid("is being sent")),
    (LetterState.ACCEPTED, msgid("taken by the mail server")),
    (LetterState.UNKNOWN, msgid("may have arrived or not")),
    (LetterState.FAILED, msgid("could not be sent")),
    (LetterState.CANCELLED, msgid("cancelled")),
    (LetterState.DELIVERED, msgid("arrived")),
    (LetterState.BOUNCED, msgid("came back")),
)
_CODES = {
    "kind": {
        "invitation": msgid("Invitation"),
        "update": msgid("Change of date or place"),
        "cancellation": msgid("Cancellation"),
        "reminder": msgid("Reminder"),
    },
    "duty": {
        "presiding": msgid("Presiding"),
        "master of ceremony": msgid("Master of ceremony"),
        "secretary": msgid("Secretary"),
    },
    "language": {"vi": "Tiếng Việt", "en": "English"},
}


def words_for(name: str, value: Any) -> str:
    """Return a value of the export, called *name* there, as people read it."""
    if isinstance(value, dict):
        parts = ((value_name(key), value_words(key, one)) for key, one in value.items())
        return "; ".join(f"{words}: {one}" for words, one in parts if words and one)
    if isinstance(value, Enum):
        # Members of different kinds are equal where their texts are.
        found = next((words for one, words in _WORDS if one is value), None)
        return gettext(found) if found else value_words(name, value.value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %Hh%M}"
    if isinstance(value, date):
        return numeric_date(value)
    if not isinstance(value, str):
        return value_words(name, value)
    if name == "act":
        return act_words(value)
    if is_sealed(value):
        return gettext("somebody who has left")
    code = _CODES.get(name, {}).get(value)
    return gettext(code) if code else value_words(name, value)

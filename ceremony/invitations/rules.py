"""Who may be invited and answer, and what an answer means after a change."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from ceremony.core.refusal import Gone, Refusal, msgid
from ceremony.schedule.rules.held import NotHeld, require_held

if TYPE_CHECKING:
    from ceremony.invitations.models import Invitation
    from ceremony.schedule.models import Ceremony


class AnswerValue(StrEnum):
    """What was answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class AnswerSource(StrEnum):
    """How an answer came in; a pressed link is stronger than a forgeable mail."""

    LINK = "link"
    OFFICE = "office"
    MAIL = "mail"


class Occasion(StrEnum):
    """Why a letter is written; with the revision it makes the letter's key."""

    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"


class AlreadyBegun(Gone):
    """The ceremony has begun or is over."""

    sentence = msgid("The ceremony of %(month)s began at %(start)s; invitations and answers are closed.")
    cure = msgid("Please speak to the office.")


class CalledOff(Refusal):
    """There is nothing to answer: the ceremony is cancelled, postponed or skipped."""

    sentence = msgid("The ceremony of %(month)s was called off; there is nothing to answer.")
    cure = msgid("Wait for a new letter of your office.")


class NobodyInvited(Refusal):
    """There is nobody to remind or to answer for."""

    sentence = msgid("Nobody has been invited to the ceremony of %(month)s yet.")
    cure = msgid("Send the invitations first: ceremony invitations send %(month)s")
    page_cure = msgid("Send the invitations first.")


class NotInvited(Refusal):
    """This person has no invitation."""

    sentence = msgid("%(who)s has not been invited to the ceremony of %(month)s.")
    cure = msgid("Send the invitations (again): ceremony invitations send %(month)s")
    page_cure = msgid("Send the invitations again: only who is new gets one.")


class LinkUnknown(Gone):
    """The address of an invitation is not one of ours, or no longer valid."""

    sentence = msgid("This link is not valid, or no longer valid.")
    cure = msgid("Open the newest letter of your office, or ask the contact named in it.")


def require_ahead(ceremony: "Ceremony", now: datetime) -> datetime:
    """Return the moment of the start; raises NotHeld, or AlreadyBegun where it is over at *now*."""
    start = require_held(ceremony)
    if now >= start:
        raise AlreadyBegun(month=ceremony.month, start=f"{ceremony.start} {ceremony.date:%d/%m/%Y}")
    return start


def require_answerable(ceremony: "Ceremony", now: datetime) -> None:
    """Refuse an answer that comes too late or to nothing; raises CalledOff or AlreadyBegun."""
    try:
        require_ahead(ceremony, now)
    except NotHeld as error:
        raise CalledOff(month=ceremony.month) from error


class Gate(StrEnum):
    """Whether answers are still taken."""

    OPEN = "open"
    OVER = "over"
    NOT_HELD = "not held"


def gate_of(ceremony: "Ceremony", now: datetime) -> Gate:
    """Return whether answers to *ceremony* are taken at *now*, and why not."""
    try:
        require_ahead(ceremony, now)
    except AlreadyBegun:
        return Gate.OVER
    except NotHeld:
        return Gate.NOT_HELD
    return Gate.OPEN


def answer_for(invitation: "Invitation", revision: int) -> AnswerValue | None:
    """Return the answer that counts: one given to an earlier date has fallen silent."""
    return invitation.answer if invitation.answer_revision == revision else None


@dataclass(frozen=True)
class Problem:
    """Somebody whom no letter can reach, and why."""

    who: str
    problem: str


@dataclass(frozen=True)
class Sent:
    """What sending did: how many are invited, how many letters were queued, whom none can reach."""

    invited: int
    letters: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Answers:
    """How the invited have answered so far."""

    invited: int
    accepted: int
    declined: int

    @property
    def silent(self) -> int:
        """How many have not answered, or not since the last change of date."""
        return self.invited - self.accepted - self.declined


def reminder_key(revision: int, now: datetime) -> str:
    """Return the key that all reminders of one day share: nobody is reminded twice on it."""
    return f"{Occasion.REMINDER.value}:{revision}:{now:%Y-%m-%d}"


@dataclass(frozen=True)
class Tally:
    """How some of the invited have answered, and where their letters are.

    `askable` have a letter, have not answered and were not reminded today; `held` of the `waiting` letters can
    still be taken back before they leave.
    """

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    askable: int = 0
    waiting: int = 0
    held: int = 0
    sent: int = 0
    unknown: int = 0
    failed: int = 0
    returned: int = 0

    @property
    def silent(self) -> int:
        """How many have not answered, or not since the last change of date."""
        return self.invited - self.accepted - self.declined

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

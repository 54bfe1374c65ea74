"""What the invited answer, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime

from ceremony.core.audit.actions import record
from ceremony.invitations.models import Invitation
from ceremony.invitations.rules import AnswerSource, AnswerValue, require_answerable
from ceremony.leave.actions import ask_leave, drop_wish
from ceremony.leave.queries import find_enclosing_leave
from ceremony.leave.rules import LeaveKind
from ceremony.schedule.queries import lock_ceremony


@dataclass(frozen=True)
class Reply:
    """What somebody answers: the value, how it came in, who pressed, and why not."""

    value: AnswerValue
    source: AnswerSource
    actor: str
    kind: LeaveKind | None = None
    note: str = ""


def answer_invitation(invitation: Invitation, reply: Reply, now: datetime) -> None:
    """Take an answer; declining with a kind asks leave for that day. The last answer before the start counts.

    Raises CalledOff or AlreadyBegun.
    """
    ceremony = invitation.ceremony
    lock_ceremony(ceremony, alone=False)
    require_answerable(ceremony, now)
    before = {"answer": invitation.answer, "revision": invitation.answer_revision}
    invitation.answer = reply.value
    invitation.answer_revision = ceremony.revision
    invitation.answer_source = reply.source
    invitation.answered_at = now
    invitation.answered_by = reply.actor
    invitation.note = reply.note
    if reply.value is AnswerValue.DECLINED and reply.kind is not None and invitation.person is not None:
        _ask_for_the_day(invitation, reply, now)
    elif reply.value is AnswerValue.ACCEPTED and invitation.person is not None and ceremony.date is not None:
        # Who comes after all no longer asks to be away.
        drop_wish(invitation.person, ceremony.date, reply.source.value)
    after = {"answer": reply.value, "revision": ceremony.revision, "source": reply.source}
    record("answer invitation", f"invitation:{invitation.id}", before, after)


def _ask_for_the_day(invitation: Invitation, reply: Reply, now: datetime) -> None:
    day = invitation.ceremony.date
    assert invitation.person is not None
    assert day is not None
    assert reply.kind is not None
    # Who declines twice has asked once.
    if find_enclosing_leave(invitation.person, reply.kind, day, day) is None:
        ask_leave(invitation.person, reply.kind, day, day, note=reply.note, source=reply.source.value, now=now)

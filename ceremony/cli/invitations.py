"""ceremony invitations …"""

from dataclasses import asdict
from typing import Any

import click

from ceremony.cli.base import Frame, command, current_user_label, say
from ceremony.core.clock import now, real_now, today
from ceremony.core.language import gettext
from ceremony.core.mail.queries import count_states
from ceremony.invitations.actions import (
    Moment,
    Reply,
    answer_invitation,
    remind,
    send_invitations,
    undo_sending,
)
from ceremony.invitations.queries import count_answers, get_invitation, get_invitee
from ceremony.invitations.rules import AnswerSource, AnswerValue, Sent
from ceremony.people.queries import office_of
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_ceremony, working_days_until

group = click.Group("invitations", help="Invite, remind, take back, see the answers.")
_at_once = click.option("--now", "at_once", is_flag=True, help="Do not hold the letters back.")


def _moment(frame: Frame, at_once: bool) -> Moment:
    hold = 0 if at_once else frame.settings.mail_hold_back
    return Moment(now(), real_now(), hold, frame.settings)


def _told(sent: Sent) -> dict[str, Any]:
    return {**asdict(sent), "problems": [asdict(problem) for problem in sent.problems]}


def _ceremony(frame: Frame, month: str) -> Ceremony:
    return get_ceremony(frame.host, month, frame.series_name)


@command(group, "send", writes=True, series=True)
@click.argument("month")
@_at_once
def send(frame: Frame, month: str, at_once: bool) -> dict[str, Any]:
    """Invite everybody of the host and its guests; again: only who is new."""
    ceremony = _ceremony(frame, month)
    sent = send_invitations(ceremony, _moment(frame, at_once))
    _warn_when_late(ceremony)
    return _told(sent)


def _warn_when_late(ceremony: Ceremony) -> None:
    asked = office_of(ceremony.host).invite_days
    assert ceremony.date is not None
    left = working_days_until(ceremony.host, today(), ceremony.date)
    if left < asked:
        sentence = gettext("Only %(left)s working days are left; invitations should arrive %(asked)s before.")
        say(sentence % {"left": left, "asked": asked})


@command(group, "remind", writes=True, series=True)
@click.argument("month")
@_at_once
def remind_silent(frame: Frame, month: str, at_once: bool) -> dict[str, Any]:
    """Write once more to those who have not answered."""
    return _told(remind(_ceremony(frame, month), _moment(frame, at_once)))


@command(group, "undo", writes=True, series=True)
@click.argument("month")
def undo(frame: Frame, month: str) -> dict[str, Any]:
    """Take back the letters that have not left yet."""
    ceremony = _ceremony(frame, month)
    taken_back = undo_sending(ceremony)
    invited = count_answers(ceremony).invited
    return {"invited": invited, "letters": 0, "taken_back": taken_back, "problems": []}


@command(group, "status", series=True)
@click.argument("month")
def status(frame: Frame, month: str) -> dict[str, Any]:
    """Show how the invited have answered and where their letters are."""
    ceremony = _ceremony(frame, month)
    answers = count_answers(ceremony)
    return {
        "invited": answers.invited,
        "accepted": answers.accepted,
        "declined": answers.declined,
        "silent": answers.silent,
        "letters": count_states(thread=ceremony.uid),
    }


@command(group, "answer", writes=True, series=True)
@click.argument("month")
@click.argument("person")
@click.argument("value", type=click.Choice([value.value for value in AnswerValue]))
@click.option("--note", default="", help="What the person said.")
def answer(frame: Frame, month: str, person: str, value: str, note: str) -> dict[str, Any]:
    """Write down an answer that somebody gave by word or telephone."""
    ceremony = _ceremony(frame, month)
    invitation = get_invitation(ceremony, get_invitee(ceremony, person, today()))
    reply = Reply(AnswerValue(value), AnswerSource.OFFICE, current_user_label(), note=note)
    answer_invitation(invitation, reply, now())
    return {"who": invitation.name, "answer": value, "source": reply.source.value}

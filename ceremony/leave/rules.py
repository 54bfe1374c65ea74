"""Kinds and states of leave, and what may not be asked."""

from datetime import date
from enum import StrEnum

from ceremony.core.refusal import BadInput, Refusal, msgid


class LeaveKind(StrEnum):
    """Why a person is away."""

    TRAVEL = "travel"
    LEAVE = "leave"
    SICK = "sick"
    MATERNITY = "maternity"
    STUDY = "study"
    DUTY = "duty"
    OTHER = "other"


class LeaveState(StrEnum):
    """What became of the wish."""

    ASKED = msgid("asked")
    GRANTED = msgid("granted")
    REFUSED = msgid("refused")


class DaysInWrongOrder(BadInput):
    """A leave would end before it begins."""

    sentence = msgid("The leave would end on %(last)s, before it begins on %(first)s.")
    cure = msgid("Give the first day before the last.")


class AlreadyAsked(Refusal):
    """The person has asked for these days, or has them."""

    sentence = msgid("%(name)s already has a leave of this kind from %(first)s to %(last)s (%(state)s).")
    cure = msgid("Nothing needs to be done; for other days give those days only.")


class AlreadyDecided(Refusal):
    """The leave has this decision already."""

    sentence = msgid("The leave of %(name)s from %(first)s to %(last)s is already %(state)s.")
    cure = msgid("Nothing needs to be done.")


def require_order(first: date, last: date) -> None:
    """Refuse a leave that ends before it begins; raises DaysInWrongOrder."""
    if last < first:
        raise DaysInWrongOrder(first=first.isoformat(), last=last.isoformat())

"""Kinds and states of leave."""

from enum import StrEnum


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

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"

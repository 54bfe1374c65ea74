"""The states and kinds of days, plans and ceremonies."""

from enum import StrEnum

from ceremony.core.refusal import msgid


class DayKind(StrEnum):
    """What the office said of a day."""

    OFF = "off"
    WORKING = "working"


class WhenOff(StrEnum):
    """What happens when the rule's day is a day off; both real rules exist in the field, and two more."""

    NEXT_MONDAY = "next-monday"
    NEXT_WORKING_DAY = "next-working-day"
    PREVIOUS_WORKING_DAY = "previous-working-day"
    SKIP = "skip"


class CeremonyState(StrEnum):
    """What is stored of a ceremony; announced, open and closed are derived."""

    PLANNED = "planned"
    POSTPONED = msgid("postponed")
    CANCELLED = msgid("cancelled")


class PlanState(StrEnum):
    """Whether a year's plan stands."""

    DRAFT = "draft"
    APPROVED = "approved"

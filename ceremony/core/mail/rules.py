"""The states of a letter and what the words of a mail server mean."""

from enum import IntEnum, StrEnum


class LetterState(StrEnum):
    """Where a letter stands; `transmitting` is committed between its body and SMTP's final dot."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    TRANSMITTING = "transmitting"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    BOUNCED = "bounced"


class Priority(IntEnum):
    """Which letters leave first; the smaller the sooner."""

    SIGN_IN = 0
    CHANGE = 10
    INVITATION = 20
    DIGEST = 30


# A new letter with the same key may be written beside one of these.
SETTLED_WITHOUT_DELIVERY = (LetterState.CANCELLED, LetterState.FAILED, LetterState.BOUNCED)
WAITING = (LetterState.QUEUED, LetterState.CLAIMED)
# The recipient has it, or may have it.
GONE_OUT = (LetterState.TRANSMITTING, LetterState.ACCEPTED, LetterState.UNKNOWN, LetterState.DELIVERED)

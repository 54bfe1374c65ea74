"""What an invited person may answer, and where an answer came from."""

from enum import StrEnum


class AnswerValue(StrEnum):
    """What was answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class AnswerSource(StrEnum):
    """How an answer came in; a pressed link is stronger than a forgeable mail."""

    LINK = "link"
    OFFICE = "office"
    MAIL = "mail"

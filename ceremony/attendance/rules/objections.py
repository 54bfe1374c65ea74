"""When a person may contest the record, and how the office rules."""

from enum import StrEnum

from ceremony.core.refusal import NotFound, Refusal, msgid


class Ruling(StrEnum):
    """How an objection was answered."""

    CORRECTED = "corrected"
    DECLINED = "declined"


class NothingToContest(Refusal):
    """No closed roll of this ceremony says anything of the person."""

    sentence = msgid("No closed roll of %(month)s names you.")
    cure = msgid("A record can be contested once its roll is closed. Until then tell the office.")


class ContestedAlready(Refusal):
    """The person's first objection waits for its answer."""

    sentence = msgid("You have contested this record already.")
    cure = msgid("The office has not answered yet; its answer will stand on your page.")


class UnknownObjection(NotFound):
    """Nobody contests this here."""

    sentence = msgid("There is no such objection here.")
    cure = msgid("See what is contested on the page of the ceremony.")


class AnsweredAlready(Refusal):
    """Somebody else of the office was quicker."""

    sentence = msgid("%(who)s has answered this objection already.")
    cure = msgid("See the answer in the list.")

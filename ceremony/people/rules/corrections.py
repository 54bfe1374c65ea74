"""A person says that what the staff list holds of them is wrong; the office rules on it."""

from enum import StrEnum

from ceremony.core.refusal import NotFound, Refusal, msgid


class CorrectionRuling(StrEnum):
    """How a request was answered."""

    DONE = "done"
    REFUSED = "refused"


class AskedAlready(Refusal):
    """The first request waits for its answer."""

    sentence = msgid("You have asked for a correction already.")
    cure = msgid("The office has not answered yet; its answer will stand on your page.")


class UnknownCorrection(NotFound):
    """Nobody asked for this here."""

    sentence = msgid("There is no such request here.")
    cure = msgid("See what is asked for on the page of corrections.")


class CorrectionAnswered(Refusal):
    """Somebody else of the office was quicker."""

    sentence = msgid("%(who)s has answered this request already.")
    cure = msgid("See the answer in the list.")

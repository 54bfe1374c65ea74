"""The states of a letter, what the words of a mail server mean, and when to try again."""

import re
from datetime import timedelta
from enum import IntEnum, StrEnum

from email_validator import EmailNotValidError, validate_email

from ceremony.core.refusal import BadInput, NotFound, Refusal, Word, msgid


class LetterState(StrEnum):
    """Where a letter stands; `transmitting` is committed between its body and SMTP's final dot."""

    QUEUED = msgid("queued")
    CLAIMED = msgid("claimed")
    TRANSMITTING = msgid("transmitting")
    ACCEPTED = msgid("accepted")
    UNKNOWN = msgid("unknown")
    FAILED = msgid("failed")
    CANCELLED = msgid("cancelled")
    DELIVERED = msgid("delivered")
    BOUNCED = msgid("bounced")


class Priority(IntEnum):
    """Which letters leave first; the smaller the sooner."""

    SIGN_IN = 0
    CHANGE = 10
    INVITATION = 20
    DIGEST = 30


# A new letter with the same key may be written beside one of these.
SETTLED_WITHOUT_DELIVERY = (LetterState.CANCELLED, LetterState.FAILED, LetterState.BOUNCED)
WAITING = (LetterState.QUEUED, LetterState.CLAIMED)
# A worker holds it; after that worker's death the lease says for how long.
IN_FLIGHT = (LetterState.CLAIMED, LetterState.TRANSMITTING)
# The recipient has it, or may have it.
GONE_OUT = (LetterState.TRANSMITTING, LetterState.ACCEPTED, LetterState.UNKNOWN, LetterState.DELIVERED)

# What a letter's `server_said` holds where the words are the program's own; shown translated.
EXPIRED = msgid("The letter was no longer of use before it could be sent.")
WITHDRAWN = msgid("The letter was withdrawn before it was sent.")
NO_ANSWER = msgid("The mail server gave no answer after the whole letter was handed over.")
SENDER_DIED = msgid("The program ended while the mail server was about to answer.")
RESTORED = msgid("The letter was on its way when the data were restored.")

PATIENCE = timedelta(days=5)


class Decision(StrEnum):
    """What a person decides about a letter whose fate is unknown."""

    ACCEPTED = "accepted"
    RESEND = "resend"


class UnknownLetter(NotFound):
    """No letter has this Message-ID."""

    sentence = msgid("No letter has the message id %(message_id)s.")
    cure = msgid("See the message ids with: ceremony mail list")


class AlreadySettled(Refusal):
    """Only a letter whose fate is unknown may be settled by a person."""

    sentence = msgid("The letter to %(to)s is %(state)s: there is nothing to decide about it.")
    cure = msgid("See the letters that wait for a decision with: ceremony mail list --state unknown")


class LetterOvertaken(Refusal):
    """A withdrawn letter, or one that a newer one has overtaken, may not be sent again."""

    sentence = msgid("The letter to %(to)s speaks of something that has changed since.")
    cure = msgid("Settle it as accepted; the recipient gets the newer letter.")


class BadAddress(BadInput):
    """Mail cannot go to this address."""

    sentence = msgid("%(address)s is no usable e-mail address: %(problem)s")
    cure = msgid("Write it as name@example.gov.vn")


class BadSender(BadInput):
    """The installation's own sender is no address."""

    sentence = msgid("CEREMONY_MAIL_DEFAULT_SENDER or CEREMONY_MAIL_BOUNCE_ADDRESS is no usable e-mail address.")
    cure = msgid("Write them as chaoco@example.gov.vn and bounce+{token}@example.gov.vn")


class TrialRefused(Refusal):
    """The mail server did not take the test letter."""

    sentence = msgid("The test letter to %(address)s was not sent; the mail server says: %(said)s.")
    cure = msgid("Check CEREMONY_MAIL_SERVER, _PORT, _USE_TLS, _USE_SSL, _USERNAME, _PASSWORD and _DEFAULT_SENDER.")


# The characters of RFC 5321's unquoted local part and of a domain in its ASCII form.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_NOT_ASCII = msgid("the part before the @ has letters with marks, which many mail servers cannot read.")
_ODD = msgid("it has characters that no address may have.")
_MISWRITTEN = msgid("it is not written as an address is.")
# What email-validator says of the usual slips, so that these too can be translated.
_SLIPS = frozenset(
    {
        msgid("An email address must have an @-sign."),
        msgid("An email address cannot have two periods in a row."),
        msgid("There must be something before the @-sign."),
        msgid("There must be something after the @-sign."),
        msgid("The part after the @-sign is not valid. It should have a period."),
    }
)


def is_mailbox(address: str) -> bool:
    """Say whether *address* may stand in a header and an SMTP command as it is."""
    return _MAILBOX.fullmatch(address) is not None and "=?" not in address


def mailbox_of(address: str) -> str:
    """Return *address* as it stands on the wire, its domain in ASCII (punycode).

    Raises BadAddress.
    """
    if is_mailbox(address):
        return address
    problem = address_problem(address)
    if problem is not None:
        raise BadAddress(address=address, problem=Word(problem))
    return validate_email(address, check_deliverability=False, test_environment=True).ascii_email or address


def address_problem(address: str) -> str | None:
    """Say why mail cannot go to *address*; None where it can (nothing is looked up in the network)."""
    local, at, _domain = address.rpartition("@")
    if at and not local.isascii():
        return _NOT_ASCII
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        return str(error) if str(error) in _SLIPS else _MISWRITTEN
    return None if is_mailbox(found.ascii_email or "") else _ODD


class Stage(StrEnum):
    """How far a letter had come when the server spoke, or fell silent."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


class Outcome(StrEnum):
    """What a reply means for the letter; `trouble` is about our set-up and burns no attempt."""

    ACCEPTED = "accepted"
    LATER = "later"
    FAILED = "failed"
    TROUBLE = "trouble"
    UNKNOWN = "unknown"


# RFC 4954: authentication required, or refused; these speak of us at any verb.
_ABOUT_OUR_ACCOUNT = frozenset({530, 535})
_ABOUT_OUR_SENDER = frozenset({550, 553})


def outcome_of(stage: Stage, code: int | None) -> Outcome:
    """Return what the reply *code* (None: no answer) to *stage* means; positive replies before the dot never come here.

    RFC 5321 section 4.2.1: 2xx done, 4xx try again, 5xx refused; anything else is no SMTP.
    """
    if stage is Stage.CONNECT or code in _ABOUT_OUR_ACCOUNT:
        return Outcome.TROUBLE
    if stage is Stage.MAIL and code in _ABOUT_OUR_SENDER:
        return Outcome.TROUBLE
    if code is not None and 500 <= code <= 599:
        return Outcome.FAILED
    if stage is not Stage.DOT or (code is not None and 400 <= code <= 499):
        return Outcome.LATER
    return Outcome.ACCEPTED if code is not None and 200 <= code <= 299 else Outcome.UNKNOWN


def retry_delay(schedule: tuple[int, ...], attempts: int, chance: float) -> timedelta:
    """Return how long to wait after the *attempts*-th try (from 1): the schedule's step ±20 % by *chance* in 0..1."""
    step = schedule[min(attempts, len(schedule)) - 1]
    return timedelta(seconds=step * (0.8 + 0.4 * chance))

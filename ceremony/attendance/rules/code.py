"""The rotating code on the screen, and the ticket that an arrival is given for it; pure but for the signer's key.

A code is HMAC(key, ceremony and time step); it holds for its step and the one before and after. Opening it gives a
signed ticket whose time is the arrival, so that cold fingers do not lose it.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from ceremony.core.refusal import Gone, msgid

STEP = timedelta(seconds=30)
TICKET_LIFE = timedelta(minutes=5)
# No letter that is mistaken for another on a screen at ten metres.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8
_PURPOSE = "arrival-1"


class CodeExpired(Gone):
    """The code is no longer, or never was, on the screen."""

    sentence = msgid("This code is no longer on the screen.")
    cure = msgid("Scan the screen again, or tell the office your name.")


class TicketExpired(Gone):
    """The five minutes after scanning are over."""

    sentence = msgid("More than five minutes have passed since you scanned the code.")
    cure = msgid("Scan the screen again, or tell the office your name.")


def _step_of(now: datetime) -> int:
    return int(now.timestamp() // STEP.total_seconds())


def _code_of(key: str, ceremony_id: int, step: int) -> str:
    digest = hmac.new(f"check-in:{key}".encode(), f"{ceremony_id}:{step}".encode(), hashlib.sha256).digest()
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])
    return f"{ceremony_id}-{letters}"


def current_code(key: str, ceremony_id: int, now: datetime) -> tuple[str, datetime]:
    """Return the code that is on the screen at *now*, and when the next one takes its place."""
    step = _step_of(now)
    ends = datetime.fromtimestamp((step + 1) * STEP.total_seconds(), UTC)
    return _code_of(key, ceremony_id, step), ends


def ceremony_of_code(key: str, code: str, now: datetime) -> int:
    """Return the id of the ceremony whose code this is at *now*; raises CodeExpired."""
    number, _, _letters = code.strip().upper().partition("-")
    if not (number.isascii() and number.isdigit()):
        raise CodeExpired
    ceremony_id = int(number)
    step = _step_of(now)
    for near in (step, step - 1, step + 1):
        if hmac.compare_digest(_code_of(key, ceremony_id, near), code.strip().upper()):
            return ceremony_id
    raise CodeExpired


@dataclass(frozen=True)
class Ticket:
    """An arrival at a ceremony, waiting for its person."""

    ceremony_id: int
    arrival: datetime


def write_ticket(key: str, ticket: Ticket) -> str:
    """Return the ticket, signed."""
    fields = [ticket.ceremony_id, int(ticket.arrival.timestamp())]
    return str(URLSafeSerializer(key, salt=_PURPOSE).dumps(fields))


def read_ticket(key: str, text: str, now: datetime) -> Ticket:
    """Return the ticket of at most five minutes ago; raises TicketExpired."""
    try:
        ceremony_id, moment = URLSafeSerializer(key, salt=_PURPOSE).loads(text)
    except (BadSignature, ValueError, TypeError) as error:
        raise TicketExpired from error
    ticket = Ticket(int(ceremony_id), datetime.fromtimestamp(int(moment), UTC))
    if not timedelta(0) <= now - ticket.arrival + timedelta(seconds=1) <= TICKET_LIFE + timedelta(seconds=1):
        raise TicketExpired
    return ticket

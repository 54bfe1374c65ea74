"""What the outbox keeps of people, handed out and erased by the names of their letters' recipients."""

import json
from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.mail.models import Edition, Letter
from ceremony.core.mail.rules import WAITING, LetterState
from ceremony.core.personal import Kept
from ceremony.core.refusal import msgid

KEPT = (
    Kept(
        "letter",
        msgid("Letters to you: to which address, when, what differs in yours, and what the mail server said"),
        msgid("So that no invitation is lost and none is sent twice."),
        msgid("As long as your entry in the staff list; links in them end by themselves."),
        columns=("recipient", "address", "slots", "message_id", "server_said"),
        plain=(
            *("id", "edition_id", "thread", "revision", "kind", "host", "key", "priority", "state", "written_at"),
            *("hold_until", "next_try_at", "expires_at", "attempts", "owner", "lease_until", "settled_at", "withdrawn"),
        ),
    ),
    Kept(
        "edition",
        msgid("The text that all letters of one sending share; of a contested record also whose it is"),
        msgid("It is what the letters are made of."),
        msgid("As long as the letters."),
        columns=("pieces", "wording"),
        plain=("id", "thread", "revision", "kind", "language", "host", "sender", "one_time", "made_at"),
    ),
)
_MANY = 1_000


def _portions(recipients: Collection[str]) -> Iterator[list[str]]:
    names = sorted(set(recipients))
    return (names[start : start + _MANY] for start in range(0, len(names), _MANY))


def list_letters_to(recipients: Collection[str]) -> Sequence[Letter]:
    """Return the letters to these recipients ("invitation:17"), the newest first."""
    found = [
        letter
        for names in _portions(recipients)
        for letter in session().scalars(sa.select(Letter).where(Letter.recipient.in_(names)))
    ]
    return sorted(found, key=lambda one: -one.id)


def erase_letters(recipients: Collection[str], *, with_editions: bool = False) -> None:
    """Erase address, slots and the server's words of the letters to these recipients; what waits is cancelled.

    That a letter was written, and its fate, stays. *with_editions* erases the shared text too: it was
    written for them alone. A letter at the dot stays for its worker.
    """
    waits = Letter.state.in_(WAITING)
    for names in _portions(recipients):
        theirs = sa.and_(Letter.recipient.in_(names), Letter.state != LetterState.TRANSMITTING)
        if with_editions:
            editions = sa.select(Letter.edition_id).where(theirs)
            session().execute(sa.update(Edition).where(Edition.id.in_(editions)).values(pieces="[]", wording={}))
        erased = sa.update(Letter).where(theirs)
        state = sa.case((waits, LetterState.CANCELLED.value), else_=Letter.state)
        session().execute(erased.values(state=state, withdrawn=True, address="", slots=sa.null(), server_said=""))


def erase_slots_with(words: Collection[str]) -> None:
    """Erase the slots that hold one of *words* as a whole value: copies that the office sent itself."""
    text = sa.cast(Letter.slots, sa.Text)
    holds = sa.or_(*(text.contains(json.dumps(word), autoescape=True) for word in words))
    copies = sa.update(Letter).where(Letter.kind == "copy", Letter.state.not_in(WAITING), holds)
    session().execute(copies.values(slots=sa.null()).execution_options(synchronize_session=False))

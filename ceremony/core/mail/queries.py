"""Questions about letters."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.mail.models import Edition, Letter
from ceremony.core.mail.rules import GONE_OUT, WAITING, LetterState, UnknownLetter


@dataclass(frozen=True)
class LetterRow:
    """A letter as lists show it; `month` is None where its matter has none."""

    to: str
    kind: str
    month: str | None
    revision: int
    state: str
    attempts: int
    server_said: str
    message_id: str


def count_states(thread: str | None = None, host: str | None = None) -> dict[str, int]:
    """Return how many letters stand in each of the nine states, of one thread or host or of all."""
    query = sa.select(Letter.state, sa.func.count()).group_by(Letter.state)
    if thread is not None:
        query = query.where(Letter.thread == thread)
    if host is not None:
        query = query.where(Letter.host == host)
    found = dict(session().execute(query).all())
    return {state.value: found.get(state, 0) for state in LetterState}


def count_waiting() -> int:
    """Return how many letters are still to be handed over, held back and claimed ones too."""
    query = sa.select(sa.func.count()).select_from(Letter).where(Letter.state.in_(WAITING))
    return session().scalar(query) or 0


def list_letters(
    state: LetterState | None = None, thread: str | None = None, host: str | None = None
) -> list[LetterRow]:
    """Return letters in the order they were written, of one state, thread or host or all."""
    query = (
        sa.select(
            Letter.address,
            Letter.kind,
            Edition.wording,
            Letter.revision,
            Letter.state,
            Letter.attempts,
            Letter.server_said,
            Letter.message_id,
        )
        .join(Edition)
        .order_by(Letter.id)
    )
    if state is not None:
        query = query.where(Letter.state == state)
    if thread is not None:
        query = query.where(Letter.thread == thread)
    if host is not None:
        query = query.where(Letter.host == host)
    return [
        LetterRow(to, kind, wording.get("month"), revision, state.value, attempts, said, message_id)
        for to, kind, wording, revision, state, attempts, said, message_id in session().execute(query)
    ]


def row_of(letter: Letter) -> LetterRow:
    """Return *letter* as lists show it."""
    month = letter.edition.wording.get("month")
    fields = (letter.address, letter.kind, month, letter.revision, letter.state.value, letter.attempts)
    return LetterRow(*fields, letter.server_said, letter.message_id)


def gone_out(thread: str, kinds: Collection[str] | None = None) -> dict[str, int]:
    """Return, for each recipient who has or may have a letter of *thread*, its highest revision."""
    query = sa.select(Letter.recipient, sa.func.max(Letter.revision)).where(
        Letter.thread == thread, Letter.state.in_(GONE_OUT)
    )
    if kinds is not None:
        query = query.where(Letter.kind.in_(kinds))
    return dict(session().execute(query.group_by(Letter.recipient)).all())


def lost_addresses(thread: str) -> dict[str, set[str]]:
    """Return, by recipient, the addresses at which a letter of the thread failed or from which it came back."""
    lost = sa.select(Letter.recipient, Letter.address).where(
        Letter.thread == thread, Letter.state.in_((LetterState.FAILED, LetterState.BOUNCED))
    )
    found: dict[str, set[str]] = {}
    for recipient, address in session().execute(lost):
        found.setdefault(recipient, set()).add(address)
    return found


def waiting(thread: str) -> int:
    """Return how many letters of *thread* are still to be handed over."""
    query = sa.select(sa.func.count()).where(Letter.thread == thread, Letter.state.in_(WAITING))
    return session().scalar(query) or 0


def get_letter(message_id: str) -> Letter:
    """Return the letter with this Message-ID, written with or without its angle brackets; raises UnknownLetter."""
    bare = message_id.strip().strip("<>")
    letter = session().scalars(sa.select(Letter).where(Letter.message_id == f"<{bare}>")).one_or_none()
    if letter is None:
        raise UnknownLetter(message_id=message_id)
    return letter

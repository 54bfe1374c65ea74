"""Writing letters into the outbox, withdrawing them, and settling what is unknown.

Everything happens in the caller's transaction; nothing here speaks to a mail server.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.mail.editions import form_of
from ceremony.core.mail.models import LIVE, Edition, Letter
from ceremony.core.mail.queries import get_letter
from ceremony.core.mail.rules import (
    IN_FLIGHT,
    RESTORED,
    SENDER_DIED,
    SETTLED_WITHOUT_DELIVERY,
    WAITING,
    WITHDRAWN,
    AlreadySettled,
    Decision,
    LetterOvertaken,
    LetterState,
    Priority,
    mailbox_of,
)
from ceremony.core.refusal import Word

# Both databases take at least this many values in one statement.
_MANY = 10_000


@dataclass(frozen=True)
class Recipient:
    """Whom a letter is for: `recipient` names it in the feature (`invitation:17`), `name` stands in the To header."""

    recipient: str
    address: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""


def queue_letters(
    edition: Edition,
    recipients: Iterable[Recipient],
    *,
    key: str,
    now: datetime,
    real_now: datetime,
    priority: Priority = Priority.INVITATION,
    hold_seconds: int = 0,
    expires_at: datetime | None = None,
) -> int:
    """Write one letter to each recipient who has no live one with this *key*; return how many were written.

    The edition joins the session with its first letter. Raises BadAddress (ask `address_problem`
    before), ValueError where a recipient lacks a slot.
    """
    live = _live_recipients(edition.thread, key)
    fresh = [recipient for recipient in recipients if recipient.recipient not in live]
    if not fresh:
        return 0
    session().add(edition)
    session().flush()
    shared = {
        "edition_id": edition.id,
        "thread": edition.thread,
        "revision": edition.revision,
        "kind": edition.kind,
        "host": edition.host,
        "key": key,
        "priority": priority,
        "state": LetterState.QUEUED,
        "written_at": now.replace(microsecond=0),
        "hold_until": real_now + timedelta(seconds=hold_seconds),
        "next_try_at": real_now + timedelta(seconds=hold_seconds),
        "expires_at": expires_at,
        "attempts": 0,
        "server_said": "",
        "withdrawn": False,
    }
    return _insert_new([shared | own for own in _own_values(edition, fresh)])


def _live_recipients(thread: str, key: str) -> set[str]:
    query = sa.select(Letter.recipient).where(
        Letter.thread == thread, Letter.key == key, Letter.state.not_in(SETTLED_WITHOUT_DELIVERY)
    )
    return set(session().scalars(query))


def _own_values(edition: Edition, recipients: list[Recipient]) -> Iterator[dict[str, Any]]:
    needed = form_of(edition.pieces).slots
    domain = edition.sender.rpartition("@")[2]
    for recipient in recipients:
        slots = {"name": recipient.name, "address": recipient.address, **recipient.slots}
        if not needed <= slots.keys():
            raise ValueError(f"{edition.kind} needs {sorted(needed - slots.keys())} for {recipient.recipient}")
        yield {
            "recipient": recipient.recipient,
            "address": mailbox_of(recipient.address),
            "slots": {name: slots[name] for name in needed},
            "message_id": f"<{secrets.token_hex(12)}@{domain}>",
        }


def _insert_new(rows: list[dict[str, Any]]) -> int:
    dialect = postgresql if session().get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Letter).on_conflict_do_nothing(
        # A second writer may have come first.
        index_elements=[Letter.thread, Letter.recipient, Letter.key],
        index_where=LIVE,
    )
    result = session().connection().execute(insert, rows, execution_options={"preserve_rowcount": True})
    return result.rowcount


def withdraw(thread: str, below: int | None = None, recipients: Collection[str] | None = None) -> int:
    """Stop the letters of *thread* with a revision below *below* (None: all), for *recipients* or for all.

    Returns how many were cancelled. After the caller's commit none of them becomes transmitting: both
    this and the fence before the dot lock the letter's row, and whoever comes second sees the other's
    word. Letters at the dot, or of unknown fate, are marked, so that no retry and no decision sends them again.
    """
    if recipients is None:
        return _withdraw(thread, below, None)
    names = sorted(set(recipients))
    return sum(_withdraw(thread, below, names[start : start + _MANY]) for start in range(0, len(names), _MANY))


def _withdraw(thread: str, below: int | None, recipients: list[str] | None) -> int:
    # One statement: between two of them a letter could go back from the dot into the queue.
    waits = Letter.state.in_(WAITING)
    stop = (
        sa.update(Letter)
        .where(Letter.thread == thread, Letter.state.in_((*WAITING, LetterState.TRANSMITTING, LetterState.UNKNOWN)))
        .values(
            state=sa.case((waits, LetterState.CANCELLED), else_=Letter.state),
            server_said=sa.case((waits, WITHDRAWN), else_=Letter.server_said),
            withdrawn=True,
        )
        .returning(Letter.state)
        .execution_options(synchronize_session=False)
    )
    if below is not None:
        stop = stop.where(Letter.revision < below)
    if recipients is not None:
        stop = stop.where(Letter.recipient.in_(recipients))
    return sum(state is LetterState.CANCELLED for state in session().scalars(stop))


def settle(message_id: str, decision: Decision, *, real_now: datetime) -> Letter:
    """Decide about a letter whose fate is unknown: it counts as accepted, or it is sent again.

    Raises UnknownLetter, AlreadySettled, LetterOvertaken.
    """
    letter = get_letter(message_id)
    session().refresh(letter, with_for_update={"of": Letter})
    if letter.state is not LetterState.UNKNOWN:
        raise AlreadySettled(to=letter.address, state=Word(letter.state.value))
    if decision is Decision.RESEND:
        if letter.withdrawn or _overtaken(letter):
            raise LetterOvertaken(to=letter.address)
        letter.state, letter.next_try_at = LetterState.QUEUED, real_now
    else:
        letter.state, letter.settled_at = LetterState.ACCEPTED, real_now
    letter.owner = letter.lease_until = None
    after = {"state": letter.state.value, "decision": decision.value}
    record("settle letter", f"letter:{letter.id}", {"state": LetterState.UNKNOWN.value}, after)
    return letter


def _overtaken(letter: Letter) -> bool:
    newer = sa.select(Letter.id).where(
        Letter.thread == letter.thread, Letter.recipient == letter.recipient, Letter.revision > letter.revision
    )
    return session().scalars(newer.limit(1)).first() is not None


def reconcile(*, real_now: datetime) -> int:
    """After a restore or a failover: whatever was on its way becomes unknown; return how many letters.

    A claimed letter may have left after the backup was taken, so it is not sent again blindly.
    """
    found = _set_unknown(Letter.state.in_(IN_FLIGHT), RESTORED, real_now)
    if found:
        record("reconcile letters", "letters", after={"to_unknown": found})
    return found


@dataclass(frozen=True)
class Released:
    """What the leases of dead workers left: letters back in the queue, and letters of unknown fate."""

    queued: int
    unknown: int


def release_expired_leases(real_now: datetime) -> Released:
    """Take back the letters of workers whose lease has ended: unsent ones are queued, others unknown."""
    expired = Letter.lease_until < real_now
    back = (
        sa.update(Letter)
        .where(Letter.state == LetterState.CLAIMED, expired)
        .values(state=LetterState.QUEUED, owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    queued = session().connection().execute(back).rowcount
    unknown = _set_unknown(sa.and_(Letter.state == LetterState.TRANSMITTING, expired), SENDER_DIED, real_now)
    return Released(queued, unknown)


def _set_unknown(which: sa.ColumnElement[bool], said: str, real_now: datetime) -> int:
    # The owner stays: if it lives after all, the server's word still settles the letter.
    lost = sa.update(Letter).where(which).values(state=LetterState.UNKNOWN, server_said=said, settled_at=real_now)
    return session().connection().execute(lost).rowcount

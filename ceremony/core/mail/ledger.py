"""The statements of delivery: what is due, claiming it, the fence before the dot, and what became of it.

Each function works in the transaction of `delivery`, the one committer below the edges.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ceremony.core.mail.models import Letter
from ceremony.core.mail.relay import Reply
from ceremony.core.mail.rules import (
    EXPIRED,
    IN_FLIGHT,
    PATIENCE,
    WITHDRAWN,
    LetterState,
    Outcome,
    retry_delay,
)


@dataclass(frozen=True)
class Claim:
    """A letter in this worker's hands."""

    id: int
    edition_id: int
    address: str
    message_id: str
    written_at: datetime
    hold_until: datetime
    attempts: int
    slots: dict[str, Any] | None


@dataclass(frozen=True)
class Plan:
    """What settling needs to know: the retry schedule in seconds, a chance in 0..1, the slots to blank."""

    schedule: tuple[int, ...]
    chance: float
    one_time: list[str]


@dataclass(frozen=True)
class Moments:
    """The real moment, for leases and retries, and the office's, for what expires."""

    real: datetime
    office: datetime


def list_due(session: Session, started: datetime, moments: Moments, limit: int) -> list[int]:
    """Return the ids of letters that may leave, the urgent first, the hosts in turn.

    New letters count until now, those tried before only until *started*, so that a run comes to its end.
    """
    turn = sa.func.row_number().over(partition_by=(Letter.priority, Letter.host), order_by=Letter.id)
    new = sa.and_(Letter.attempts == 0, Letter.next_try_at <= moments.real)
    ripe = sa.or_(Letter.next_try_at <= started, new)
    due = (
        sa.select(Letter.id, Letter.priority, turn.label("turn"))
        .where(Letter.state == LetterState.QUEUED, ripe, _of_use(moments.office))
        .subquery()
    )
    return list(session.scalars(sa.select(due.c.id).order_by(due.c.priority, due.c.turn, due.c.id).limit(limit)))


def next_event(session: Session) -> datetime | None:
    """Return the real moment at which the next waiting letter, or a lease, falls due; None: nothing waits."""
    queued = sa.select(sa.func.min(Letter.next_try_at)).where(Letter.state == LetterState.QUEUED)
    leases = sa.select(sa.func.min(Letter.lease_until)).where(Letter.state.in_(IN_FLIGHT))
    moments = [moment for moment in (session.scalar(queued), session.scalar(leases)) if moment is not None]
    return min(moments, default=None)


def needs_tidying(session: Session, moments: Moments) -> bool:
    """Say whether a lease has ended or a letter has expired, so that an idle worker writes nothing."""
    ended = sa.and_(Letter.state.in_(IN_FLIGHT), Letter.lease_until < moments.real)
    expired = sa.and_(Letter.state == LetterState.QUEUED, Letter.expires_at <= moments.office)
    return session.scalar(sa.select(Letter.id).where(sa.or_(ended, expired)).limit(1)) is not None


def cancel_expired(session: Session, moments: Moments) -> int:
    """Cancel the queued letters that are of no use any more; their slots go with them."""
    which = _free(Letter.state == LetterState.QUEUED, Letter.expires_at <= moments.office)
    end = (
        sa.update(Letter)
        .where(Letter.id.in_(which))
        .values(state=LetterState.CANCELLED, server_said=EXPIRED, settled_at=moments.real, slots=sa.null())
    )
    return session.connection().execute(end).rowcount


_FREE = (
    sa.select(Letter.id)
    .where(
        Letter.id == sa.bindparam("letter"),
        Letter.state == LetterState.QUEUED,
        Letter.next_try_at <= sa.bindparam("due_by"),
        sa.or_(Letter.expires_at.is_(None), Letter.expires_at > sa.bindparam("office_moment")),
    )
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    sa.update(Letter)
    .where(Letter.id.in_(_FREE))
    .values(state=LetterState.CLAIMED, owner=sa.bindparam("me"), lease_until=sa.bindparam("lease"))
    .returning(
        Letter.id,
        Letter.edition_id,
        Letter.address,
        Letter.message_id,
        Letter.written_at,
        Letter.hold_until,
        Letter.attempts,
        Letter.slots,
    )
)


def claim(session: Session, letter_id: int, owner: str, lease: int, moments: Moments, due_by: datetime) -> Claim | None:
    """Take a letter due by *due_by* for *owner*; None where another worker was quicker or it is due no more."""
    values = {
        "letter": letter_id,
        "me": owner,
        "due_by": due_by,
        "office_moment": moments.office,
        "lease": moments.real + timedelta(seconds=lease),
    }
    row = session.connection().execute(_CLAIM, values).one_or_none()
    return None if row is None else Claim(*row)


def _free(*which: sa.ColumnElement[bool]) -> sa.Select[int]:
    """Select letters that nobody else is changing; waiting for several rows could end in a deadlock."""
    return sa.select(Letter.id).where(*which).with_for_update(skip_locked=True)


def _of_use(office_now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Letter.expires_at.is_(None), Letter.expires_at > office_now)


_TO_THE_DOT = (
    sa.update(Letter)
    .where(
        Letter.id == sa.bindparam("letter"),
        Letter.state == LetterState.CLAIMED,
        Letter.owner == sa.bindparam("me"),
        Letter.lease_until > sa.bindparam("moment"),
    )
    .values(
        state=LetterState.TRANSMITTING,
        attempts=sa.bindparam("tries"),
        lease_until=sa.bindparam("lease"),
    )
)


def to_the_dot(session: Session, claimed: Claim, owner: str, lease: int, real_now: datetime) -> bool:
    """The fence: mark the letter *transmitting*; False where the lease is lost or the letter withdrawn."""
    values = {
        "letter": claimed.id,
        "me": owner,
        "moment": real_now,
        "tries": claimed.attempts + 1,
        "lease": real_now + timedelta(seconds=lease),
    }
    return session.connection().execute(_TO_THE_DOT, values).rowcount == 1


_STATES = {
    Outcome.ACCEPTED: LetterState.ACCEPTED,
    Outcome.FAILED: LetterState.FAILED,
    Outcome.UNKNOWN: LetterState.UNKNOWN,
}


# The server's word counts even where the letter was meanwhile held to be unknown.
_MINE = (
    Letter.id == sa.bindparam("letter"),
    Letter.owner == sa.bindparam("me"),
    Letter.state.in_((*IN_FLIGHT, LetterState.UNKNOWN)),
)
_SETTLE = (
    sa.update(Letter)
    .where(*_MINE)
    .values(
        state=sa.bindparam("new_state", type_=Letter.state.type),
        server_said=sa.bindparam("said"),
        settled_at=sa.bindparam("moment"),
        attempts=sa.bindparam("tries"),
        lease_until=sa.null(),
    )
)
_SETTLE_AND_BLANK = _SETTLE.values(slots=sa.bindparam("left", type_=sa.JSON()))


def settle_reply(
    session: Session, claimed: Claim, owner: str, reply: Reply, real_now: datetime, plan: Plan
) -> LetterState | None:
    """Write what became of the letter; return its state, None where the row was taken from this worker."""
    mine = {"letter": claimed.id, "me": owner}
    state = _STATES.get(reply.outcome)
    if reply.outcome is Outcome.LATER and real_now - claimed.hold_until >= PATIENCE:
        state = LetterState.FAILED
    if state is None:
        again = sa.update(Letter).where(*_MINE).values(_queued_again(claimed, reply, real_now, plan))
        return session.connection().execute(again.returning(Letter.state), mine).scalar()
    values = mine | {"new_state": state, "said": reply.said, "moment": real_now, "tries": claimed.attempts + 1}
    statement = _SETTLE
    if plan.one_time and claimed.slots and state is not LetterState.UNKNOWN:
        statement = _SETTLE_AND_BLANK
        values["left"] = {name: "" if name in plan.one_time else value for name, value in claimed.slots.items()}
    return state if session.connection().execute(statement, values).rowcount else None


def _queued_again(claimed: Claim, reply: Reply, real_now: datetime, plan: Plan) -> dict[str, Any]:
    # A letter that was at the dot when its thread was withdrawn may not come back into the queue.
    values: dict[str, Any] = {
        "state": sa.case((Letter.withdrawn, LetterState.CANCELLED), else_=LetterState.QUEUED),
        "server_said": sa.case((Letter.withdrawn, WITHDRAWN), else_=reply.said),
        "owner": None,
        "lease_until": None,
        "attempts": claimed.attempts,
    }
    if reply.outcome is Outcome.LATER:
        values["attempts"] = claimed.attempts + 1
        values["next_try_at"] = real_now + retry_delay(plan.schedule, claimed.attempts + 1, plan.chance)
    return values


def tell_the_queue(session: Session, said: str, moments: Moments) -> None:
    """Write the trouble with the relay on every letter that waits for it."""
    which = _free(Letter.state == LetterState.QUEUED, Letter.next_try_at <= moments.real, Letter.server_said != said)
    session.connection().execute(sa.update(Letter).where(Letter.id.in_(which)).values(server_said=said))

"""Recording acts, and checking that nobody changed the record."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from ceremony.core.audit.models import AuditEntry, AuditHead
from ceremony.core.audit.rules import Actor, chained_hash, digest_of
from ceremony.core.clock import now
from ceremony.core.db import before_commit, session

SYSTEM = Actor(None, "ceremony")
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)
_PENDING = "audit_pending"


@dataclass(frozen=True)
class _Act:
    act: str
    subject: str
    values: dict[str, Any]


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Say who acts while the block runs; each edge (request, command, job) does so once."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def current_actor() -> Actor:
    """Return who acts now."""
    return _actor.get()


def record(act: str, subject: str, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None) -> None:
    """Note an act of the open transaction; it is chained as the transaction's last statement."""
    values = {"before": before or {}, "after": after or {}}
    session().info.setdefault(_PENDING, []).append(_Act(act, subject, values))


@before_commit
def _append(session: Session) -> None:
    pending: list[_Act] = session.info.pop(_PENDING, [])
    if not pending:
        return
    head = session.scalars(sa.select(AuditHead).with_for_update()).one()
    actor, moment = current_actor(), now().astimezone(UTC)
    for act in pending:
        digest = digest_of(act.values)
        link = chained_hash(_key(), head.hash, moment, actor, act.act, act.subject, digest)
        session.add(
            AuditEntry(
                at=moment,
                actor_id=actor.id,
                actor_label=actor.label,
                act=act.act,
                subject=act.subject,
                values=act.values,
                digest=digest,
                previous_hash=head.hash,
                hash=link,
            )
        )
        session.flush()
        head.hash, head.entries = link, head.entries + 1


def forget_pending(session: Session) -> None:
    """Drop what a rolled-back transaction had noted."""
    session.info.pop(_PENDING, None)


sa.event.listen(Session, "after_rollback", forget_pending)


@dataclass(frozen=True)
class Verdict:
    """What verifying found: how many entries, whether all hold, and the id of the first that does not."""

    entries: int
    ok: bool
    first_bad: int | None


def verify() -> Verdict:
    """Walk the chain from its first entry; a changed, missing or added entry breaks it."""
    previous, count, key = "", 0, _key()
    in_order = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    with closing(session().scalars(in_order)) as entries:
        for entry in entries:
            count += 1
            if not _holds(entry, previous, key):
                return Verdict(count, ok=False, first_bad=entry.id)
            previous = entry.hash
    head = session().scalars(sa.select(AuditHead)).one()
    return Verdict(count, ok=(head.entries, head.hash) == (count, previous), first_bad=None)


def _holds(entry: AuditEntry, previous: str, key: bytes) -> bool:
    actor = Actor(entry.actor_id, entry.actor_label)
    link = chained_hash(key, previous, entry.at, actor, entry.act, entry.subject, entry.digest)
    intact = entry.values is None or digest_of(entry.values) == entry.digest
    return intact and entry.previous_hash == previous and entry.hash == link


def _key() -> bytes:
    return b"audit:" + str(current_app.config["SECRET_KEY"]).encode()

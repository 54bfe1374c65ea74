"""Recording acts, and checking that nobody changed the record."""

import hmac
import secrets
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
from ceremony.core.audit.rules import Actor, Link, chained_hash, checked, digest_of, head_seal
from ceremony.core.clock import now
from ceremony.core.db import before_commit, session
from ceremony.core.personal import sealed

SYSTEM = Actor(None, "ceremony")
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)
_PENDING = "audit_pending"
# Digits of a hash that nobody hits by chance.
_SHORTEST = 12


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
    actor, moment, key = current_actor(), now().astimezone(UTC), _key()
    unnamed = Actor(actor.id, sealed(actor.label))
    for act in pending:
        values = {**act.values, "salt": secrets.token_hex(16)}
        digest = digest_of(values)
        link = chained_hash(key, head.hash, moment, unnamed, act.act, act.subject, digest)
        session.add(
            AuditEntry(
                at=moment,
                actor_id=actor.id,
                actor_label=actor.label,
                act=act.act,
                subject=act.subject,
                values=values,
                digest=digest,
                previous_hash=head.hash,
                hash=link,
            )
        )
        session.flush()
        head.hash, head.entries = link, head.entries + 1
    head.seal = head_seal(key, head.entries, head.hash)


def forget_pending(session: Session) -> None:
    """Drop what a rolled-back transaction had noted."""
    session.info.pop(_PENDING, None)


sa.event.listen(Session, "after_rollback", forget_pending)


@dataclass(frozen=True)
class Verdict:
    """What verifying found.

    `entries` how many, `ok` whether all hold, `first_bad` the id of the first that does not (None where
    entries are missing at the end), `erased` how many have lost their values to an erasure, `head` what to
    note elsewhere ("1204:5f0c…"): whoever gives it to `verify` later learns whether the record goes on from there.
    """

    entries: int
    ok: bool
    first_bad: int | None
    erased: int
    head: str


def verify(known: str | None = None) -> Verdict:
    """Walk the chain from its first entry; a changed, missing, added or moved entry breaks it.

    Entries cut off at the end are told by the sealed head. An older state of the whole database, put back
    with its own head, is told only by a head *known* from elsewhere.
    """
    count, erased, last, is_known = 0, 0, "", known is None
    for link, holds in checked(_links(), _key(), sealed):
        count += 1
        if not holds:
            return Verdict(count, ok=False, first_bad=link.id, erased=erased, head="")
        erased += link.values is None
        last = link.hash
        is_known = is_known or (known is not None and _is_head(known, count, last))
    head = session().scalars(sa.select(AuditHead)).one()
    is_whole = (head.entries, head.hash) == (count, last) and _seal_holds(head)
    return Verdict(count, ok=is_whole and is_known, first_bad=None, erased=erased, head=f"{count}:{last}")


def _is_head(known: str, count: int, last: str) -> bool:
    """Whether *known* notes this state; the first digits of its hash are enough."""
    number, _, digits = known.strip().partition(":")
    return number == str(count) and len(digits) >= _SHORTEST and last.startswith(digits)


def _links() -> Iterator[Link]:
    columns = (
        *(AuditEntry.id, AuditEntry.at, AuditEntry.actor_id, AuditEntry.actor_label, AuditEntry.act),
        *(AuditEntry.subject, AuditEntry.values, AuditEntry.digest, AuditEntry.previous_hash, AuditEntry.hash),
    )
    in_order = sa.select(*columns).order_by(AuditEntry.id).execution_options(yield_per=500)
    with closing(session().execute(in_order)) as rows:
        for number, at, actor_id, label, *rest in rows:
            yield Link(number, at, Actor(actor_id, label), *rest)


def _seal_holds(head: AuditHead) -> bool:
    if head.seal:
        return hmac.compare_digest(head.seal, head_seal(_key(), head.entries, head.hash))
    # Only a head that no act has moved since the upgrade has no seal yet; salted values came with it.
    newest = session().scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).first()
    return newest is None or "salt" not in (newest.values or {"salt": ""})


def _key() -> bytes:
    return b"audit:" + str(current_app.config["SECRET_KEY"]).encode()

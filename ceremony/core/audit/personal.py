"""What the audit log keeps of people, handed out and erased; the chain holds after it."""

import json
from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import bears, session
from ceremony.core.personal import Kept, sealed
from ceremony.core.refusal import msgid

KEPT = (
    Kept(
        "audit_entry",
        msgid("Who did what to which thing and when, with the values before and after"),
        msgid("So that every act of the office can be explained, and nobody can change the record unseen."),
        msgid("The entry stays; names and values in it are erased with the rest."),
        columns=("actor_id", "actor_label", "subject", "values"),
        plain=("id", "at", "act", "digest", "previous_hash", "hash"),
    ),
)
IMPERSONAL = frozenset({"audit_head"})
_MANY = 1_000


def _about(subjects: Collection[str]) -> Iterator[sa.ColumnElement[bool]]:
    names = sorted(set(subjects))
    return (AuditEntry.subject.in_(names[start : start + _MANY]) for start in range(0, len(names), _MANY))


def list_entries_about(subjects: Collection[str], actor_id: int | None) -> Sequence[AuditEntry]:
    """Return the entries about these subjects and those of the account, the oldest first."""
    found = {one.id: one for which in _about(subjects) for one in session().scalars(sa.select(AuditEntry).where(which))}
    if actor_id is not None:
        own = sa.select(AuditEntry).where(AuditEntry.actor_id == actor_id)
        found |= {one.id: one for one in session().scalars(own)}
    return [found[number] for number in sorted(found)]


def erase_entries(subjects: Collection[str], actor_id: int | None, words: Collection[str]) -> None:
    """Erase the values of the entries about these subjects, and of those that hold one of *words* as a whole value.

    The names of the account's acts, and of acts under one of *words* ("Họ Tên (link)"), are sealed; every entry
    stays, and so does the chain over them.
    """
    text = sa.cast(AuditEntry.values, sa.Text)
    holding = [text.contains(json.dumps(word), autoescape=True) for word in words]
    for which in (*_about(subjects), *holding):
        erased = sa.update(AuditEntry).where(which, AuditEntry.values.is_not(None)).values(values=sa.null())
        session().execute(erased.execution_options(synchronize_session=False))
    by_name = [bears(AuditEntry.actor_label, word) for word in words]
    theirs = sa.or_(sa.false(), *([] if actor_id is None else [AuditEntry.actor_id == actor_id]), *by_name)
    for label in session().scalars(sa.select(AuditEntry.actor_label).where(theirs).distinct()).all():
        sealing = sa.update(AuditEntry).where(theirs, AuditEntry.actor_label == label)
        session().execute(sealing.values(actor_label=sealed(label)).execution_options(synchronize_session=False))

"""Questions about what was recorded."""

import sqlalchemy as sa

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session

PAGE = 50


def last_actor(subject: str) -> str | None:
    """Return who last did something to *subject* ("person:12"); None where nothing is recorded."""
    newest = sa.select(AuditEntry.actor_label).where(AuditEntry.subject == subject).order_by(AuditEntry.id.desc())
    return session().scalars(newest.limit(1)).first()


Subjects = sa.ColumnElement[bool]


def count_entries(subjects: Subjects) -> int:
    """Return how many acts on these subjects are recorded."""
    return session().scalar(sa.select(sa.func.count()).select_from(AuditEntry).where(subjects)) or 0


def list_entries(subjects: Subjects, page: int) -> list[AuditEntry]:
    """Return the entries of a page, newest first; the first page is 1."""
    newest = sa.select(AuditEntry).where(subjects).order_by(AuditEntry.id.desc())
    return list(session().scalars(newest.offset((page - 1) * PAGE).limit(PAGE)))

"""Questions about what was recorded."""

import sqlalchemy as sa

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session

PAGE = 50


def last_actor(subject: str) -> str | None:
    """Return who last did something to *subject* ("person:12"); None where nothing is recorded."""
    newest = sa.select(AuditEntry.actor_label).where(AuditEntry.subject == subject).order_by(AuditEntry.id.desc())
    return session().scalars(newest.limit(1)).first()


Wanted = sa.ColumnElement[bool]


def count_entries(wanted: Wanted) -> int:
    """Return how many of the wanted acts are recorded."""
    return session().scalar(sa.select(sa.func.count()).select_from(AuditEntry).where(wanted)) or 0


def list_actors(wanted: Wanted) -> list[str]:
    """Return the names of all who did one of the wanted acts."""
    return list(session().scalars(sa.select(AuditEntry.actor_label).where(wanted).distinct()))


def list_entries(wanted: Wanted, page: int, *, oldest_first: bool = False) -> list[AuditEntry]:
    """Return the wanted entries of a page, newest first unless *oldest_first*; the first page is 1."""
    order = AuditEntry.id if oldest_first else AuditEntry.id.desc()
    found = sa.select(AuditEntry).where(wanted).order_by(order)
    return list(session().scalars(found.offset((page - 1) * PAGE).limit(PAGE)))

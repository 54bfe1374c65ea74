"""Questions about what was recorded."""

from collections.abc import Collection

import sqlalchemy as sa

from ceremony.core.audit.models import AuditEntry
from ceremony.core.audit.rules import ChangedBySomebody, ChangedMeanwhile
from ceremony.core.clock import local, today
from ceremony.core.db import session

PAGE = 50


def changed_meanwhile(subjects: Collection[str], acts: Collection[str]) -> ChangedMeanwhile:
    """Return the refusal of a form that somebody overtook, naming who last did one of *acts* to *subjects*, and when.

    The time of day is enough for a change of today; an older one has its day too.
    """
    found = sa.select(AuditEntry).where(AuditEntry.subject.in_(subjects), AuditEntry.act.in_(acts))
    last = session().scalars(found.order_by(AuditEntry.id.desc()).limit(1)).first()
    if last is None:
        return ChangedBySomebody()
    moment = local(last.at)
    when = f"{moment:%Hh%M}" if moment.date() == today() else f"{moment:%Hh%M %d/%m/%Y}"
    return ChangedMeanwhile(who=last.actor_label, when=when)


Wanted = sa.ColumnElement[bool]


def subjects_beginning(prefix: str) -> sa.Select[str]:
    """Return the subjects of entries that begin with *prefix*, which ends with ":"."""
    subject = AuditEntry.subject
    if session().get_bind().dialect.name == "sqlite":
        # LIKE reads the whole index there.
        return sa.select(subject).where(subject >= prefix, subject < prefix.removesuffix(":") + ";").distinct()
    return sa.select(subject).where(subject.startswith(prefix, autoescape=True)).distinct()


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

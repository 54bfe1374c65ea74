"""Preparing a ceremony's programme."""

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import list_items
from ceremony.programme.rules import PRESENTATION, STANDARD, ItemKind
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.changes import require_preparable
from ceremony.topics.models import Document
from ceremony.topics.queries import cite


def standard_programme(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return the ceremony's programme, made of the usual parts where it has none yet."""
    items = list_items(ceremony)
    if items:
        return items
    items = [
        ProgrammeItem(
            ceremony_id=ceremony.id, position=position, kind=part.kind, title=part.title, minutes=part.minutes
        )
        for position, part in enumerate(STANDARD, start=1)
    ]
    session().add_all(items)
    session().flush()
    return items


def attach_document(ceremony: Ceremony, document: Document) -> ProgrammeItem:
    """Present the document in the ceremony, whose theme it becomes where there is none; again: changes nothing.

    The usual presentation takes the first document, each further one follows as an item of its own. The
    revision stays: people need not put another date into their calendars.
    What was presented may also be entered afterwards. Raises CancelledAlready or NothingHeld.
    """
    known = (
        session()
        .scalars(sa.select(ProgrammeItem).filter_by(ceremony_id=ceremony.id, document_id=document.id))
        .one_or_none()
    )
    if known is not None:
        return known
    require_preparable(ceremony)
    item = _presentation(ceremony)
    item.document_id = document.id
    ceremony.theme = ceremony.theme or document.subject
    session().flush()
    after = {"document": cite(document), "theme": ceremony.theme}
    record("attach-document", f"ceremony:{ceremony.key}", after=after)
    return item


def _presentation(ceremony: Ceremony) -> ProgrammeItem:
    """Return the presentation that waits for its document, else a new one behind the last."""
    items = standard_programme(ceremony)
    presentations = [item for item in items if item.kind is ItemKind.PRESENTATION]
    waiting = next((item for item in presentations if item.document_id is None), None)
    if waiting is not None:
        return waiting
    after = (presentations or items)[-1].position
    _make_room(ceremony, after)
    item = ProgrammeItem(
        ceremony_id=ceremony.id,
        position=after + 1,
        kind=PRESENTATION.kind,
        title=PRESENTATION.title,
        minutes=PRESENTATION.minutes,
    )
    session().add(item)
    return item


def _make_room(ceremony: Ceremony, after: int) -> None:
    """Move the later items one place down; over negative places, for no two may share one even for a moment."""
    later = sa.update(ProgrammeItem).where(ProgrammeItem.ceremony_id == ceremony.id)
    session().execute(later.where(ProgrammeItem.position > after).values(position=-ProgrammeItem.position - 1))
    session().execute(later.where(ProgrammeItem.position < 0).values(position=-ProgrammeItem.position))

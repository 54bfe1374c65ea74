"""Preparing a ceremony's programme."""

from dataclasses import dataclass

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Person
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import list_items, list_parts
from ceremony.programme.rules import PRESENTATION, STANDARD, ItemKind, PresentedTwice
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


def take_over_parts(ceremony: Ceremony, earlier: Ceremony) -> list[ProgrammeItem]:
    """Give the ceremony the parts of *earlier* where it has none yet, without documents and speakers."""
    if list_items(ceremony):
        return []
    items = [
        ProgrammeItem(
            ceremony_id=ceremony.id, position=position, kind=part.kind, title=part.title, minutes=part.minutes
        )
        for position, part in enumerate(list_parts(earlier), start=1)
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


@dataclass(frozen=True)
class Content:
    """What an item says."""

    kind: ItemKind
    title: str
    minutes: int
    speaker: Person | None = None
    document: Document | None = None


def write_item(ceremony: Ceremony, content: Content, item: ProgrammeItem | None = None) -> ProgrammeItem:
    """Change an item, or without one add it behind the last.

    The first document becomes the theme of a ceremony without one. Raises CancelledAlready, NothingHeld or
    PresentedTwice.
    """
    require_preparable(ceremony)
    items = list_items(ceremony)
    if content.document is not None and any(
        one.document_id == content.document.id and (item is None or one.id != item.id) for one in items
    ):
        raise PresentedTwice
    before = None if item is None else _facts(item)
    if item is None:
        item = ProgrammeItem(ceremony_id=ceremony.id, position=items[-1].position + 1 if items else 1)
        session().add(item)
    item.kind, item.title, item.minutes = content.kind, content.title, content.minutes
    item.speaker, item.document = content.speaker, content.document
    if content.document is not None:
        ceremony.theme = ceremony.theme or content.document.subject
    session().flush()
    record("write-item", f"ceremony:{ceremony.key}", before, _facts(item))
    return item


def _facts(item: ProgrammeItem) -> dict[str, str | int | None]:
    document = None if item.document is None else cite(item.document)
    speaker = None if item.speaker is None else item.speaker.full_name
    return {
        "kind": item.kind,
        "title": item.title,
        "minutes": item.minutes,
        "speaker": speaker,
        "document": document,
    }


def move_item(ceremony: Ceremony, item: ProgrammeItem, *, up: bool) -> None:
    """Let an item change places with the one before it or after it; at the end nothing changes.

    Raises CancelledAlready or NothingHeld.
    """
    require_preparable(ceremony)
    items = list_items(ceremony)
    place = items.index(item) + (-1 if up else 1)
    if not 0 <= place < len(items):
        return
    other = items[place]
    mine, theirs = item.position, other.position
    # Over a negative place, for no two may share one even for a moment.
    for one, position in ((item, -mine), (other, mine), (item, theirs)):
        one.position = position
        session().flush()
    record("move-item", f"ceremony:{ceremony.key}", after={"title": item.title, "place": place + 1})


def remove_item(ceremony: Ceremony, item: ProgrammeItem) -> None:
    """Take an item out of the programme; raises CancelledAlready or NothingHeld."""
    require_preparable(ceremony)
    record("remove-item", f"ceremony:{ceremony.key}", before=_facts(item))
    session().delete(item)
    session().flush()


def set_frame(ceremony: Ceremony, theme: str, dress: str, presiding: Person | None) -> None:
    """Set theme, dress and who presides; raises CancelledAlready or NothingHeld."""
    require_preparable(ceremony)
    before = _frame(ceremony)
    ceremony.theme, ceremony.dress, ceremony.presiding = theme, dress, presiding
    session().flush()
    if _frame(ceremony) != before:
        record("set-frame", f"ceremony:{ceremony.key}", before, _frame(ceremony))


def _frame(ceremony: Ceremony) -> dict[str, str | None]:
    presiding = None if ceremony.presiding is None else ceremony.presiding.full_name
    return {"theme": ceremony.theme, "dress": ceremony.dress, "presiding": presiding}

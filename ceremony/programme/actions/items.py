"""The items of a programme: writing, ordering and taking them out, and the frame around them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Person, Unit
from ceremony.programme.actions.parts import insert_item, number_items, standard_programme, waiting_presentation
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import list_items
from ceremony.programme.rules import ItemKind, PresentedTwice, UnknownItem
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.changes import require_preparable
from ceremony.topics.models import Document
from ceremony.topics.queries import cite


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
    last = max((place for place, one in enumerate(items) if one.kind is ItemKind.PRESENTATION), default=len(items) - 1)
    return waiting_presentation(items) or insert_item(ceremony, last + 1)


@dataclass(frozen=True)
class Content:
    """What an item says; where a speaker is named, the unit is the speaker's."""

    kind: ItemKind
    title: str
    minutes: int
    speaker: Person | None = None
    unit: Unit | None = None
    document: Document | None = None
    notes: str = ""


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
    item.speaker, item.document, item.notes = content.speaker, content.document, content.notes
    item.unit = content.unit if content.speaker is None else content.speaker.unit
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
        "unit": None if item.unit is None else item.unit.name,
        "document": document,
        "notes": item.notes,
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
    items.remove(item)
    items.insert(place, item)
    number_items(items)
    record("move-item", f"ceremony:{ceremony.key}", after={"title": item.title, "place": place + 1})


def put_in_order(ceremony: Ceremony, ids: Sequence[int]) -> None:
    """Let the items stand in the order of *ids*; raises CancelledAlready, NothingHeld or UnknownItem."""
    require_preparable(ceremony)
    items = {item.id: item for item in list_items(ceremony)}
    if sorted(ids) != sorted(items):
        raise UnknownItem
    if list(ids) == list(items):
        return
    before = {"order": [item.title for item in items.values()]}
    number_items([items[one] for one in ids])
    record("order-items", f"ceremony:{ceremony.key}", before, {"order": [items[one].title for one in ids]})


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

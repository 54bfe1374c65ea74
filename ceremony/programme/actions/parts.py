"""The parts that a programme begins with, and what it takes over from the ceremony before."""

from collections.abc import Sequence

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.programme.models import ProgrammeItem, SeriesPart
from ceremony.programme.queries import first_parts, list_items, list_left_over, list_parts
from ceremony.programme.rules import (
    PRESENTATION,
    STANDARD,
    ItemKind,
    NothingToKeep,
    NotLeftOver,
    Part,
    PresentedTwice,
    place_for,
    skeleton_of,
)
from ceremony.schedule.models import Ceremony, Series
from ceremony.schedule.rules.changes import require_preparable


def standard_programme(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return the ceremony's programme; where it has none yet, made of its series' parts, else of the usual ones."""
    return list_items(ceremony) or _begin(ceremony, list_parts(ceremony.series) or STANDARD)


def begin_with_parts(ceremony: Ceremony, earlier: Ceremony | None) -> list[ProgrammeItem]:
    """Give the ceremony the parts of its series, else those of *earlier*, where it has none yet.

    Without documents and speakers: what presented a document is one usual presentation again.
    """
    if list_items(ceremony):
        return []
    return _begin(ceremony, first_parts(ceremony.series, earlier))


def _begin(ceremony: Ceremony, parts: Sequence[Part]) -> list[ProgrammeItem]:
    items = [
        ProgrammeItem(
            ceremony_id=ceremony.id,
            position=position,
            kind=part.kind,
            title=part.title,
            minutes=part.minutes,
            notes=part.notes,
        )
        for position, part in enumerate(parts, start=1)
    ]
    session().add_all(items)
    session().flush()
    return items


def _part(item: ProgrammeItem) -> Part:
    return Part(item.kind, item.title, item.minutes, item.notes)


def keep_parts(ceremony: Ceremony) -> Series:
    """Let new ceremonies of the series begin with the parts of this one; raises NothingToKeep."""
    parts, series = skeleton_of(map(_part, list_items(ceremony))), ceremony.series
    if not parts:
        raise NothingToKeep
    before = list_parts(series)
    if parts == before:
        return series
    session().execute(sa.delete(SeriesPart).where(SeriesPart.series_id == series.id))
    session().add_all(
        SeriesPart(
            series_id=series.id,
            position=position,
            kind=part.kind,
            title=part.title,
            minutes=part.minutes,
            notes=part.notes,
        )
        for position, part in enumerate(parts, start=1)
    )
    session().flush()
    told = [{"parts": [f"{one.title} ({one.minutes})" for one in each]} for each in (before, parts)]
    record("keep-parts", f"ceremony:{ceremony.key}", *told)
    return series


def carry_over(ceremony: Ceremony, left: ProgrammeItem) -> ProgrammeItem:
    """Take what the ceremony before did not reach into this one, before its conclusion.

    A document takes the presentation that waits for one. Raises CancelledAlready, NothingHeld, NotLeftOver
    or PresentedTwice.
    """
    require_preparable(ceremony)
    if left not in list_left_over(ceremony):
        raise NotLeftOver
    items = standard_programme(ceremony)
    if left.document_id is not None and any(one.document_id == left.document_id for one in items):
        raise PresentedTwice
    item = waiting_presentation(items) if left.document_id is not None else None
    item = item or insert_item(ceremony, place_for([one.kind for one in items]))
    item.kind, item.title, item.minutes, item.notes = left.kind, left.title, left.minutes, left.notes
    item.speaker_id, item.unit_id, item.document_id = left.speaker_id, left.unit_id, left.document_id
    item.carried_from_id = left.id
    if left.document is not None:
        ceremony.theme = ceremony.theme or left.document.subject
    session().flush()
    record("carry-over", f"ceremony:{ceremony.key}", after={"title": item.title, "from": left.ceremony.key})
    return item


def waiting_presentation(items: Sequence[ProgrammeItem]) -> ProgrammeItem | None:
    """Return the presentation that waits for its document."""
    return next((one for one in items if one.kind is ItemKind.PRESENTATION and one.document_id is None), None)


def insert_item(ceremony: Ceremony, place: int) -> ProgrammeItem:
    """Add a usual presentation at this place (0 is the first), in front of the item that stands there."""
    items = list_items(ceremony)
    item = ProgrammeItem(
        ceremony_id=ceremony.id,
        position=len(items) + 1,
        kind=PRESENTATION.kind,
        title=PRESENTATION.title,
        minutes=PRESENTATION.minutes,
    )
    items.insert(place, item)
    number_items(items, item)
    return item


def number_items(items: Sequence[ProgrammeItem], *new: ProgrammeItem) -> None:
    """Let the items stand in this order; *new* ones are added to the session.

    Over negative places, for no two may share one even for a moment.
    """
    for position, item in enumerate(items, start=1):
        item.position = -position
    session().add_all(new)
    session().flush()
    for position, item in enumerate(items, start=1):
        item.position = position
    session().flush()

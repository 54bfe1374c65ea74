"""Questions about programmes and what they present."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.people.queries import list_own_units
from ceremony.programme.models import ProgrammeItem, SeriesPart
from ceremony.programme.rules import Part, Presented, UnknownItem, presented_state, repeated, skeleton_of
from ceremony.schedule.models import Ceremony, Series
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.models import Document, DocumentBasis


def list_items(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return the ceremony's programme in its order."""
    of_ceremony = sa.select(ProgrammeItem).where(ProgrammeItem.ceremony_id == ceremony.id)
    return list(session().scalars(of_ceremony.order_by(ProgrammeItem.position)))


def list_items_loaded(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return the ceremony's programme in its order, with speakers and documents."""
    of_ceremony = sa.select(ProgrammeItem).where(ProgrammeItem.ceremony_id == ceremony.id)
    loaded = of_ceremony.options(
        joinedload(ProgrammeItem.speaker), joinedload(ProgrammeItem.unit), joinedload(ProgrammeItem.document)
    )
    return list(session().scalars(loaded.order_by(ProgrammeItem.position)))


def get_item(ceremony: Ceremony, item_id: int) -> ProgrammeItem:
    """Return an item of the ceremony's programme; raises UnknownItem."""
    item = session().get(ProgrammeItem, item_id)
    if item is None or item.ceremony_id != ceremony.id:
        raise UnknownItem
    return item


def list_parts(series: Series) -> list[Part]:
    """Return the parts that the series' new programmes begin with; empty while nobody has kept any."""
    kept = sa.select(SeriesPart).where(SeriesPart.series_id == series.id).order_by(SeriesPart.position)
    return [Part(one.kind, one.title, one.minutes, one.notes) for one in session().scalars(kept)]


def first_parts(series: Series, earlier: Ceremony | None) -> list[Part]:
    """Return what a new programme of the series begins with: the parts kept for it, else those of *earlier*."""
    kept = list_parts(series)
    if kept or earlier is None:
        return kept
    return skeleton_of(Part(one.kind, one.title, one.minutes, one.notes) for one in list_items(earlier))


def list_left_over(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return what the series' ceremony before this one did not reach and no later one has taken over."""
    if ceremony.date is None:
        return []
    before = sa.select(Ceremony.id).where(
        Ceremony.series_id == ceremony.series_id,
        Ceremony.date < ceremony.date,
        Ceremony.state != CeremonyState.CANCELLED,
    )
    last = session().scalars(before.order_by(Ceremony.date.desc()).limit(1)).first()
    later = aliased(ProgrammeItem)
    taken = sa.select(later.id).where(later.carried_from_id == ProgrammeItem.id).exists()
    left = sa.select(ProgrammeItem).where(
        ProgrammeItem.ceremony_id == last, ProgrammeItem.is_unreached.is_(True), ~taken
    )
    return list(session().scalars(left.order_by(ProgrammeItem.position)))


def list_open_units(host: Unit) -> list[Unit]:
    """Return the units of the host's own people that are not closed, in unit order."""
    return [one for one in list_own_units(host) if not one.is_closed]


def documents_by_ceremony(ids: Collection[int]) -> dict[int, list[Document]]:
    """Return the documents that these ceremonies present, in the programme's order, by ceremony id.

    What was not reached is not presented.
    """
    wanted = (
        sa.select(ProgrammeItem.ceremony_id, Document)
        .join(Document, ProgrammeItem.document_id == Document.id)
        .where(ProgrammeItem.ceremony_id.in_(ids), ProgrammeItem.is_unreached.is_(False))
        .order_by(ProgrammeItem.ceremony_id, ProgrammeItem.position)
    )
    found: dict[int, list[Document]] = {one: [] for one in ids}
    for ceremony_id, document in session().execute(wanted):
        found[ceremony_id].append(document)
    return found


def list_documents_of(ceremony: Ceremony) -> list[Document]:
    """Return the documents that the ceremony presents, in the programme's order."""
    return documents_by_ceremony([ceremony.id])[ceremony.id]


def months_of_documents(host: Unit) -> dict[int, list[Ceremony]]:
    """Return the ceremonies, not cancelled, that present each document of the host's library, by document id.

    Documents without any are left out, and ceremonies that did not reach them. A ceremony's month is its `month`.
    """
    wanted = (
        sa.select(Document.id, Ceremony)
        .select_from(ProgrammeItem)
        .join(Ceremony, ProgrammeItem.ceremony_id == Ceremony.id)
        .join(Document, ProgrammeItem.document_id == Document.id)
        .where(
            Document.host_id == host.id,
            Ceremony.state != CeremonyState.CANCELLED,
            ProgrammeItem.is_unreached.is_(False),
        )
        .order_by(Ceremony.slot)
    )
    found: dict[int, list[Ceremony]] = {}
    for document_id, ceremony in session().execute(wanted):
        found.setdefault(document_id, []).append(ceremony)
    return found


@dataclass(frozen=True)
class Waiting:
    """A document that was not presented yet: for how many days it has been in the world, and where it is planned."""

    document: Document
    days: int
    planned: list[Ceremony]


def list_waiting(host: Unit, now: datetime, today: date) -> list[Waiting]:
    """Return the host's documents that were not presented so far, the oldest first.

    Left out: what is no longer in force, and what stands in the library only as the basis of another document.
    """
    carrying = months_of_documents(host)
    only_basis = sa.select(DocumentBasis.basis_id).where(DocumentBasis.basis_id == Document.id).exists()
    wanted = sa.select(Document).where(
        Document.host_id == host.id,
        Document.replaced_by_id.is_(None),
        sa.or_(Document.ended_on.is_(None), Document.ended_on > today),
        sa.or_(Document.added_at.is_not(None), ~only_basis),
    )
    rows = []
    for document in session().scalars(wanted.order_by(Document.issued_on, Document.id)):
        ceremonies = carrying.get(document.id, [])
        if presented_state((one.starts_at for one in ceremonies), now) is not Presented.PRESENTED:
            rows.append(Waiting(document, (today - document.issued_on).days, ceremonies))
    return rows


def list_coming(host: Unit, today: date) -> list[Ceremony]:
    """Return the host's ceremonies that are still to be held and have a date, the next one first."""
    coming = sa.select(Ceremony).join(Series, Ceremony.series_id == Series.id)
    coming = coming.where(Series.host_id == host.id, Ceremony.date >= today, Ceremony.state == CeremonyState.PLANNED)
    return list(session().scalars(coming.order_by(Ceremony.date, Ceremony.id)))


def find_repeat(ceremony: Ceremony, document: Document) -> Ceremony | None:
    """Return the ceremony that presented the document not long before this one (24 months)."""
    return find_repeats(ceremony, [document.id]).get(document.id)


def find_repeats(ceremony: Ceremony, document_ids: Collection[int]) -> dict[int, Ceremony]:
    """Return the ceremonies that presented these documents not long before this one, by document id."""
    if ceremony.date is None or not document_ids:
        return {}
    months, repeats = months_of_documents(ceremony.host), {}
    for document_id in document_ids:
        others = months.get(document_id, [])
        held = {one.date: one for one in others if one.id != ceremony.id and one.date is not None}
        last = repeated(held, ceremony.date)
        if last is not None:
            repeats[document_id] = held[last]
    return repeats

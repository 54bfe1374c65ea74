"""Questions about programmes and what they present."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.rules import UnknownItem
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.models import Document


def list_items(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return the ceremony's programme in its order."""
    of_ceremony = sa.select(ProgrammeItem).where(ProgrammeItem.ceremony_id == ceremony.id)
    return list(session().scalars(of_ceremony.order_by(ProgrammeItem.position)))


def list_items_loaded(ceremony: Ceremony) -> list[ProgrammeItem]:
    """Return the ceremony's programme in its order, with speakers and documents."""
    of_ceremony = sa.select(ProgrammeItem).where(ProgrammeItem.ceremony_id == ceremony.id)
    loaded = of_ceremony.options(joinedload(ProgrammeItem.speaker), joinedload(ProgrammeItem.document))
    return list(session().scalars(loaded.order_by(ProgrammeItem.position)))


def get_item(ceremony: Ceremony, item_id: int) -> ProgrammeItem:
    """Return an item of the ceremony's programme; raises UnknownItem."""
    item = session().get(ProgrammeItem, item_id)
    if item is None or item.ceremony_id != ceremony.id:
        raise UnknownItem
    return item


def documents_by_ceremony(ids: Collection[int]) -> dict[int, list[Document]]:
    """Return the documents that these ceremonies present, in the programme's order, by ceremony id."""
    wanted = (
        sa.select(ProgrammeItem.ceremony_id, Document)
        .join(Document, ProgrammeItem.document_id == Document.id)
        .where(ProgrammeItem.ceremony_id.in_(ids))
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

    Documents without any are left out. A ceremony's month is its `month`.
    """
    wanted = (
        sa.select(Document.id, Ceremony)
        .select_from(ProgrammeItem)
        .join(Ceremony, ProgrammeItem.ceremony_id == Ceremony.id)
        .join(Document, ProgrammeItem.document_id == Document.id)
        .where(Document.host_id == host.id, Ceremony.state != CeremonyState.CANCELLED)
        .order_by(Ceremony.slot)
    )
    found: dict[int, list[Ceremony]] = {}
    for document_id, ceremony in session().execute(wanted):
        found.setdefault(document_id, []).append(ceremony)
    return found

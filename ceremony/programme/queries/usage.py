"""Where and when a document was presented, and by whom."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from ceremony.core.db import session
from ceremony.programme.models import ProgrammeItem
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.models import Document


@dataclass(frozen=True)
class Usage:
    """A document in a ceremony's programme, and whether that has begun."""

    item: ProgrammeItem
    has_begun: bool

    @property
    def is_presented(self) -> bool:
        """Whether it was presented there."""
        return self.has_begun and not self.item.is_unreached


def list_usage(document: Document, now: datetime) -> list[Usage]:
    """Return each ceremony that presents the document, the next or newest first; cancelled ones are left out.

    With those that did not reach it; speakers and units are loaded.
    """
    wanted = (
        sa.select(ProgrammeItem)
        .join(ProgrammeItem.ceremony)
        .where(ProgrammeItem.document_id == document.id, Ceremony.state != CeremonyState.CANCELLED)
        .options(
            contains_eager(ProgrammeItem.ceremony),
            joinedload(ProgrammeItem.speaker),
            joinedload(ProgrammeItem.unit),
        )
        .order_by(Ceremony.slot.desc())
    )
    items = session().scalars(wanted)
    return [Usage(one, (one.ceremony.starts_at is not None and one.ceremony.starts_at <= now)) for one in items]

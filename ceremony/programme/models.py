"""Table of programme items."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.people.models import Person
from ceremony.programme.rules import ItemKind
from ceremony.schedule.models import Ceremony
from ceremony.topics.models import Document


class ProgrammeItem(Base):
    """One item of a ceremony's programme; a presentation names its document."""

    __tablename__ = "programme_item"
    __table_args__ = (
        sa.UniqueConstraint("ceremony_id", "position"),
        # A document is presented once in a ceremony.
        sa.UniqueConstraint("ceremony_id", "document_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind]
    title: Mapped[str]
    minutes: Mapped[int]
    speaker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), index=True)

    ceremony: Mapped[Ceremony] = relationship()
    speaker: Mapped[Person | None] = relationship()
    document: Mapped[Document | None] = relationship()

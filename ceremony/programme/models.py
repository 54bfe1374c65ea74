"""Tables of programme items and of the parts that a series' programmes begin with."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.people.models import Person, Unit
from ceremony.programme.rules import ItemKind
from ceremony.schedule.models import Ceremony, Series
from ceremony.topics.models import Document


class ProgrammeItem(Base):
    """One item of a ceremony's programme; a presentation names its document.

    `begun_at` and `ended_at` are written while the ceremony is led; an item that was not reached is
    `is_unreached` and may be carried over to the next ceremony.
    """

    __tablename__ = "programme_item"
    __table_args__ = (
        sa.UniqueConstraint("ceremony_id", "position"),
        # A document is presented once in a ceremony.
        sa.UniqueConstraint("ceremony_id", "document_id"),
        # What was not reached is carried over once.
        sa.UniqueConstraint("carried_from_id"),
        sa.CheckConstraint("ended_at IS NULL OR begun_at IS NOT NULL", name="ended_after_begun"),
        sa.CheckConstraint("NOT is_unreached OR begun_at IS NULL", name="unreached_never_begun"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind]
    title: Mapped[str]
    minutes: Mapped[int]
    speaker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # The unit that speaks: the speaker's when the item was written, else the one that is to name a speaker.
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), index=True)
    # What whoever leads the ceremony shall know.
    notes: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # What was said, for the minutes.
    said: Mapped[str] = mapped_column(default="")
    is_unreached: Mapped[bool] = mapped_column(default=False)
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme_item.id", ondelete="SET NULL"))

    ceremony: Mapped[Ceremony] = relationship()
    speaker: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    document: Mapped[Document | None] = relationship()


class SeriesPart(Base):
    """One part of the programme that new ceremonies of a series begin with."""

    __tablename__ = "series_part"
    __table_args__ = (sa.UniqueConstraint("series_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind]
    title: Mapped[str]
    minutes: Mapped[int]
    notes: Mapped[str] = mapped_column(default="")

    series: Mapped[Series] = relationship()


class RotaExempt(Base):
    """A unit that takes no turns in speaking and leading."""

    __tablename__ = "rota_exempt"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True)

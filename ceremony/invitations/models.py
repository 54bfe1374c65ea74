"""Table of invitations."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.invitations.rules import AnswerSource, AnswerValue
from ceremony.people.models import Person, Unit
from ceremony.schedule.models import Ceremony


class Invitation(Base):
    """A person, or a guest unit, is invited to a ceremony; unit and host are those of that day.

    `announced_revision` is the ceremony's revision that letters were last written for. An answer
    counts only for the revision it was given to.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        sa.UniqueConstraint("ceremony_id", "person_id"),
        # A guest unit is invited once, as itself.
        sa.Index(
            "uq_invitation_guest",
            "ceremony_id",
            "unit_id",
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"))
    # None where the guest unit itself is invited.
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    heads: Mapped[int] = mapped_column(default=1)
    nonce: Mapped[str] = mapped_column(unique=True)
    announced_revision: Mapped[int | None]
    answer: Mapped[AnswerValue | None]
    answer_revision: Mapped[int | None]
    answer_source: Mapped[AnswerSource | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")

    ceremony: Mapped[Ceremony] = relationship()
    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])

    @property
    def is_guest(self) -> bool:
        """Whether a guest unit, not a person, is invited."""
        return self.person_id is None

    @property
    def name(self) -> str:
        """The person's or the guest unit's name."""
        return self.unit.name if self.person is None else self.person.full_name

    @property
    def address(self) -> str | None:
        """Where its letters go."""
        return self.unit.email if self.person is None else self.person.email

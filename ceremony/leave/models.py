"""Table of leaves."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.models import Person


class Leave(Base):
    """A person is away from the first to the last day, both included; the note may hold health data."""

    __tablename__ = "leave"
    __table_args__ = (
        # A leave ends no sooner than it begins.
        sa.CheckConstraint("first_day <= last_day", name="days_in_order"),
        sa.Index("ix_leave_person_days", "person_id", "first_day", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    kind: Mapped[LeaveKind]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[LeaveState] = mapped_column(default=LeaveState.ASKED)
    source: Mapped[str]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]

    person: Mapped[Person] = relationship()

    def covers(self, day: date) -> bool:
        """Whether *day* lies within the leave."""
        return self.first_day <= day <= self.last_day

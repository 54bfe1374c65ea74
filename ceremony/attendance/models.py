"""Tables of the roll and its closing."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.attendance.rules import Mark, MarkSource, Outcome
from ceremony.attendance.rules.objections import Ruling
from ceremony.core.db import Base
from ceremony.people.models import Person, Unit
from ceremony.schedule.models import Ceremony


class Roll(Base):
    """A ceremony's roll was opened by hand; without this row check-in is open in the usual time."""

    __tablename__ = "roll"

    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"), primary_key=True)
    opens: Mapped[datetime]
    closes: Mapped[datetime]

    ceremony: Mapped[Ceremony] = relationship()


class Attendance(Base):
    """One person's mark at one ceremony, with its source, actor and time; unit and host of that day."""

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("ceremony_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    value: Mapped[Mark]
    source: Mapped[MarkSource]
    actor: Mapped[str]
    # The moment of arrival, or of recording where nobody arrived.
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class RollClosing(Base):
    """A closed roll: its counts, and a hash over every outcome, chained to the host's previous closing."""

    __tablename__ = "roll_closing"
    # A closing follows one other of its host: the chain never forks.
    __table_args__ = (sa.UniqueConstraint("host_id", "previous_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"), unique=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    # The ceremony's day when it was closed; figures stay with it.
    day: Mapped[date]
    closed_at: Mapped[datetime]
    closed_by: Mapped[str]
    hash: Mapped[str]
    previous_hash: Mapped[str]

    ceremony: Mapped[Ceremony] = relationship()
    counts: Mapped[list["UnitCount"]] = relationship(back_populates="closing")


class UnitCount(Base):
    """A closed roll's figures of one unit's own people."""

    __tablename__ = "unit_count"
    __table_args__ = (
        sa.UniqueConstraint("closing_id", "unit_id"),
        # Who came late came.
        sa.CheckConstraint("late <= attended", name="late_attended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_closing.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    # What the unit was called on that day.
    unit_name: Mapped[str]
    attended: Mapped[int]
    # Part of attended.
    late: Mapped[int]
    excused: Mapped[int]
    absent: Mapped[int]
    not_recorded: Mapped[int]
    not_obliged: Mapped[int]

    closing: Mapped[RollClosing] = relationship(back_populates="counts")
    unit: Mapped[Unit] = relationship()


class PersonOutcome(Base):
    """What a closed roll says of one invited person, and why."""

    __tablename__ = "person_outcome"
    __table_args__ = (
        sa.UniqueConstraint("closing_id", "person_id"),
        # Who came late came.
        sa.CheckConstraint("NOT late OR outcome = 'attended'", name="late_attended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_closing.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    outcome: Mapped[Outcome]
    late: Mapped[bool]
    # Where the outcome came from: a mark's source, "leave", "staff-list", or nothing.
    source: Mapped[str]
    why: Mapped[str]

    closing: Mapped[RollClosing] = relationship()
    person: Mapped[Person] = relationship()


class Objection(Base):
    """A person says why the record of a closed roll is wrong; the office rules on it, once."""

    __tablename__ = "objection"
    __table_args__ = (
        # One at a time: a second one waits until the first is answered.
        sa.Index(
            "uq_objection_open",
            "ceremony_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ruling IS NULL"),
            postgresql_where=sa.text("ruling IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    text: Mapped[str]
    made_at: Mapped[datetime]
    # None while nobody has answered.
    ruling: Mapped[Ruling | None]
    reply: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")

    ceremony: Mapped[Ceremony] = relationship()
    person: Mapped[Person] = relationship()

"""Tables of days, series, plans and ceremonies."""

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.clock import at
from ceremony.core.db import Base
from ceremony.people.models import Person, Unit
from ceremony.schedule.rules import CeremonyState, DayKind, PlanState, WhenOff
from ceremony.topics.models import Document


class Day(Base):
    """A day that a host's office corrected, over what the calendar of public holidays says."""

    __tablename__ = "day"
    __table_args__ = (sa.UniqueConstraint("host_id", "date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    date: Mapped[date]
    kind: Mapped[DayKind]
    name: Mapped[str]
    # The document that announced it.
    document: Mapped[str]


class Series(Base):
    """A host's ceremonies by one rule; its values are what a new ceremony begins with."""

    __tablename__ = "series"
    __table_args__ = (
        sa.UniqueConstraint("host_id", "name"),
        # Only one series has keys without its name in them.
        sa.Index(
            "uq_series_first",
            "host_id",
            unique=True,
            sqlite_where=sa.text("is_first"),
            postgresql_where=sa.text("is_first"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    # Short, in small ASCII letters; the keys of a series that is not the host's first hold it in capitals.
    name: Mapped[str]
    # `first-monday`, `first-working-day`, or an RRULE (RFC 5545 3.3.10).
    rule: Mapped[str]
    when_off: Mapped[WhenOff]
    start: Mapped[str]
    minutes: Mapped[int] = mapped_column(default=30)
    place: Mapped[str] = mapped_column(default="")
    rain_place: Mapped[str] = mapped_column(default="")
    dress: Mapped[str] = mapped_column(default="")
    is_first: Mapped[bool] = mapped_column(default=False)

    host: Mapped[Unit] = relationship()


class Guest(Base):
    """A unit outside the host's subtree that a series invites by its mailbox."""

    __tablename__ = "guest"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "unit_id"),
        sa.CheckConstraint("heads > 0", name="somebody_comes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    heads: Mapped[int] = mapped_column(default=1)

    series: Mapped[Series] = relationship()
    unit: Mapped[Unit] = relationship()


class YearPlan(Base):
    """A series' plan of one year; number and day are those of the paper, once it is signed."""

    __tablename__ = "year_plan"
    __table_args__ = (sa.UniqueConstraint("series_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"))
    year: Mapped[int]
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT)
    # As "274/KH-SNgV".
    number: Mapped[str] = mapped_column(default="")
    dated: Mapped[date | None]
    # The legal bases, one a line.
    basis: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(default="")

    series: Mapped[Series] = relationship()


class CalendarFeed(Base):
    """The address by which calendars subscribe to a unit's ceremonies; who has it may read, until it is revoked."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        # A unit has one address at a time.
        sa.Index(
            "uq_calendar_feed_live",
            "unit_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    nonce: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()


class Told(NamedTuple):
    """The date and time that people know of a ceremony: what it has, or had before it was postponed."""

    day: date
    starts_at: datetime


class Ceremony(Base):
    """One ceremony of a series.

    `slot` is the rule's own date and never changes; `date` is the real one, None where the slot was
    skipped and while it is postponed; a cancelled one keeps it. `revision` rises with every change
    that people must be told; it is the iCalendar SEQUENCE. `key` is fixed for good.
    """

    __tablename__ = "ceremony"
    __table_args__ = (
        sa.UniqueConstraint("series_id", "slot"),
        sa.Index("ix_ceremony_host_date", "host_id", "date"),
        # Two ceremonies of a series never share a date; a cancelled one no longer holds its own.
        sa.Index(
            "uq_ceremony_series_date",
            "series_id",
            "date",
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        ),
        sa.CheckConstraint("state <> 'postponed' OR date IS NULL", name="postponed_has_no_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"))
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    key: Mapped[str] = mapped_column(unique=True)
    uid: Mapped[str] = mapped_column(unique=True)
    slot: Mapped[date]
    # What `date` and `reason` were before it was postponed or cancelled: what restoring brings back.
    date_before: Mapped[date | None]
    date: Mapped[date | None]
    start: Mapped[str]
    minutes: Mapped[int]
    place: Mapped[str]
    rain_place: Mapped[str] = mapped_column(default="")
    # Where it was to be held, while it is held at the rain place instead.
    place_before: Mapped[str] = mapped_column(default="")
    state: Mapped[CeremonyState] = mapped_column(default=CeremonyState.PLANNED)
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    # Why the date is not the slot, or why it was postponed or cancelled.
    reason: Mapped[str] = mapped_column(default="")
    reason_before: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default="")
    # What orders or suggests the theme, in the office's words, and the library's document that they cite.
    theme_basis: Mapped[str] = mapped_column(default="")
    theme_document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    dress: Mapped[str] = mapped_column(default="")
    presiding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    mc_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # The unit whose turn it is to lead: the MC's when the MC was named, else the one that is to name an MC.
    mc_unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    secretary_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    series: Mapped[Series] = relationship()
    host: Mapped[Unit] = relationship(foreign_keys=[host_id])
    theme_document: Mapped[Document | None] = relationship()
    mc_unit: Mapped[Unit | None] = relationship(foreign_keys=[mc_unit_id])
    presiding: Mapped[Person | None] = relationship(foreign_keys=[presiding_id])
    mc: Mapped[Person | None] = relationship(foreign_keys=[mc_id])
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id])

    @property
    def month(self) -> str:
        """The month of the slot, as 2021-08: what people call this ceremony by."""
        return f"{self.slot:%Y-%m}"

    @property
    def told(self) -> Told:
        """What people know of it, whatever became of it."""
        day = self.date or self.date_before or self.slot
        return Told(day, at(day, self.start))

    @property
    def starts_at(self) -> datetime | None:
        """The moment of the start in UTC; None while there is no date."""
        return None if self.date is None else at(self.date, self.start)

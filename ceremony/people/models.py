"""Tables of units, offices and persons."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.people.rules.corrections import CorrectionRuling
from ceremony.people.rules.names import search_key
from ceremony.people.rules.retention import MONTHS_OF_REASONS, YEARS_AFTER_LEAVING


def _search_key_of_new(context: DefaultExecutionContext) -> str:
    values = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return search_key(values["full_name"])


class Unit(Base):
    """A place in the one tree of units; outside bodies stand beside the root, without a parent."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    # The ids from the top down to this unit, as "/1/4/": a subtree is a prefix.
    path: Mapped[str] = mapped_column(index=True, default="")
    email: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
    is_root: Mapped[bool] = mapped_column(default=False)
    active_from: Mapped[date | None]
    # The first day on which the unit is no more; never ahead.
    active_to: Mapped[date | None]

    parent: Mapped["Unit | None"] = relationship(remote_side=[id])
    office: Mapped["Office | None"] = relationship(back_populates="unit")

    __table_args__ = (
        # One installation, one root, made by `init`.
        sa.Index(
            "uq_unit_root",
            "is_root",
            unique=True,
            sqlite_where=sa.text("is_root"),
            postgresql_where=sa.text("is_root"),
        ),
    )

    @property
    def is_closed(self) -> bool:
        """Whether the unit is no more: nobody joins it, past figures keep its name."""
        return self.active_to is not None

    @property
    def ancestor_ids(self) -> list[int]:
        """The ids on the way from the top to this unit, itself last."""
        return [int(part) for part in self.path.split("/") if part]


class Office(Base):
    """What a host has set; a unit that has this row holds ceremonies."""

    __tablename__ = "office"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True)
    parent_body: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    place_name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    signer_title: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default="")
    sender_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="vi")
    # Working days that an invitation shall arrive before its ceremony (QĐ 45/2018/QĐ-TTg).
    invite_days: Mapped[int] = mapped_column(default=3)
    # Minutes before the start at which check-in opens, and after it at which an arrival is late.
    opens_before: Mapped[int] = mapped_column(default=60)
    late_after: Mapped[int] = mapped_column(default=5)
    # Years after leaving at which a person's data are erased; months after which reasons for absence are.
    keep_years: Mapped[int] = mapped_column(default=YEARS_AFTER_LEAVING)
    keep_reasons: Mapped[int] = mapped_column(default=MONTHS_OF_REASONS)
    # The steps of the first run that the office does without, for now or for good.
    skipped_steps: Mapped[list[str]] = mapped_column(default=list)

    unit: Mapped[Unit] = relationship(back_populates="office")


class Person(Base):
    """A person of a unit. E-mail is not unique and may be missing; a staff code is unique in its host."""

    __tablename__ = "person"
    __table_args__ = (
        sa.UniqueConstraint("host_id", "staff_code"),
        sa.UniqueConstraint("check_in_code"),
        sa.Index("ix_person_unit_sort", "unit_id", "sort_key"),
        # Namesakes are looked for wherever people are listed.
        sa.Index("ix_person_host_name", "host_id", "full_name", "forgotten_at"),
        # All that a search for a name reads, so that it reads no whole rows.
        sa.Index("ix_person_search", "unit_id", "left", "search_key", "staff_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    # The nearest host above (else the top of the tree): the space in which staff codes are unique.
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    full_name: Mapped[str]
    sort_key: Mapped[str]
    # What comes first in the order instead of the last word; None: the last word.
    sort_name: Mapped[str | None]
    # Whoever changes the name changes this too (`rules/names.py`).
    search_key: Mapped[str] = mapped_column(default=_search_key_of_new)
    position: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(index=True)
    staff_code: Mapped[str | None]
    check_in_code: Mapped[str]
    joined: Mapped[date | None]
    # The first day on which the person no longer belongs here.
    left: Mapped[date | None]
    language: Mapped[str] = mapped_column(default="vi")
    # When the personal data were erased; what stays is nobody's.
    forgotten_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    host: Mapped[Unit] = relationship(foreign_keys=[host_id])

    def belongs_on(self, day: date) -> bool:
        """Whether the person has joined and not left on *day*."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)


class Correction(Base):
    """A person says what the staff list holds wrongly of them; the office does it, or says why not."""

    __tablename__ = "correction"
    __table_args__ = (
        # One at a time: a second one waits until the first is answered.
        sa.Index(
            "uq_correction_open",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ruling IS NULL"),
            postgresql_where=sa.text("ruling IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    text: Mapped[str]
    made_at: Mapped[datetime]
    # None while nobody has answered.
    ruling: Mapped[CorrectionRuling | None]
    reply: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()

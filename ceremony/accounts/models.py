"""Tables of accounts and grants."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.accounts.rules import Role
from ceremony.core.db import Base
from ceremony.people.models import Person, Unit


class User(Base):
    """Who may sign in; the first administrator may have an account before the staff list has the person."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
    grants: Mapped[list["Grant"]] = relationship(back_populates="user")


class Grant(Base):
    """A role of an account on a unit; it reaches the unit's subtree down to the next host."""

    __tablename__ = "role_grant"
    __table_args__ = (
        # A role is held once; revoking ends it, a new grant is a new row.
        sa.Index(
            "uq_grant_held",
            "user_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=sa.text("ends IS NULL"),
            postgresql_where=sa.text("ends IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="grants")
    unit: Mapped[Unit] = relationship()

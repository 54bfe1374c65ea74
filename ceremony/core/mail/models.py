"""Tables of the outbox."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.core.mail.rules import SETTLED_WITHOUT_DELIVERY, LetterState, Priority

LIVE = sa.text("state NOT IN ({})".format(", ".join(f"'{state}'" for state in SETTLED_WITHOUT_DELIVERY)))


class Edition(Base):
    """What all letters of one sending share, encoded once; its slots are filled per letter.

    `pieces` is the finished message as a JSON list: strings to send as they are, and
    `{"fill": text with slots, "as": how it is encoded}` for what differs. `wording` keeps the values
    it was made from, for people to read later; the slots named in `one_time` do not outlive sending.
    """

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int]
    kind: Mapped[str]
    language: Mapped[str]
    host: Mapped[str]
    sender: Mapped[str]
    pieces: Mapped[str] = mapped_column(deferred=True)
    wording: Mapped[dict[str, Any]]
    one_time: Mapped[list[str]]
    made_at: Mapped[datetime]


class Letter(Base):
    """One message to one recipient, and all that is known of its fate.

    `thread` names the matter (the ceremony's calendar UID), `revision` its version. `key` is made by
    the feature (`request:3`), `recipient` says for whom (`invitation:17`). `hold_until`,
    `next_try_at`, `lease_until` and `settled_at` are real time; `written_at` (the Date of the mail)
    and `expires_at` are the office's. A `withdrawn` letter may never be sent again: one that was at
    the dot when its thread was withdrawn keeps its state and gets this mark.
    """

    __tablename__ = "letter"
    __table_args__ = (
        # The same announcement may not be on its way twice to one recipient.
        sa.Index("uq_letter_live", "thread", "recipient", "key", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        sa.Index("ix_letter_due", "state", "priority", "next_try_at"),
        sa.Index("ix_letter_thread_state", "thread", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    thread: Mapped[str]
    revision: Mapped[int]
    kind: Mapped[str]
    host: Mapped[str]
    key: Mapped[str]
    recipient: Mapped[str] = mapped_column(index=True)
    address: Mapped[str]
    slots: Mapped[dict[str, Any] | None]
    message_id: Mapped[str] = mapped_column(unique=True)
    priority: Mapped[int] = mapped_column(default=Priority.INVITATION)
    state: Mapped[LetterState] = mapped_column(default=LetterState.QUEUED)
    written_at: Mapped[datetime]
    hold_until: Mapped[datetime]
    next_try_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    server_said: Mapped[str] = mapped_column(default="")

    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)

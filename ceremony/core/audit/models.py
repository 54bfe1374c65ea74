"""Tables of the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from ceremony.core.db import Base


class AuditEntry(Base):
    """One act; `values` and the actor's name may be erased, the digest stays and the chain still verifies.

    `values` holds a random `salt` too: what was erased cannot be found again by guessing.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_label: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    values: Mapped[dict[str, Any] | None]
    digest: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class AuditHead(Base):
    """The last hash of the chain; its one row is what appending transactions queue for."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")
    # Over both, with the installation's key; "" until the first act after an upgrade.
    seal: Mapped[str] = mapped_column(default="")

"""Table of uploaded files."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ceremony.core.db import Base


class StoredFile(Base):
    """One file as it came in; the same bytes are kept once."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    added_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)

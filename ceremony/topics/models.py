"""Table of documents."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.core.files.models import StoredFile
from ceremony.people.models import Unit


class Document(Base):
    """A document of a host's library. Numbers restart each year, so its key is type, number, symbol and date."""

    __tablename__ = "document"
    __table_args__ = (sa.UniqueConstraint("host_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    key: Mapped[str]
    type: Mapped[str]
    number: Mapped[str]
    symbol: Mapped[str]
    year_in_symbol: Mapped[int | None]
    issued_on: Mapped[date]
    issuers: Mapped[list[str]]
    subject: Mapped[str]
    # What is to be remembered of it, one line each.
    points: Mapped[list[str]]
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))

    host: Mapped[Unit] = relationship()
    file: Mapped[StoredFile | None] = relationship()

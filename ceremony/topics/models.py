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


class DocumentWords(Base):
    """The words of a document without marks, by the place where they stand, and its file's text as it was read.

    The full-text index of the database stands on it: a table of SQLite kept by triggers, an index of PostgreSQL.
    """

    __tablename__ = "document_words"

    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), primary_key=True)
    title: Mapped[str]
    symbol: Mapped[str]
    points: Mapped[str]
    body: Mapped[str]
    text: Mapped[str]

    document: Mapped[Document] = relationship()

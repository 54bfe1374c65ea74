"""Table of documents."""

from datetime import date, datetime

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
    # Markdown.
    summary: Mapped[str] = mapped_column(default="", server_default="")
    link: Mapped[str] = mapped_column(default="", server_default="")
    # From that day on it is no longer in force.
    ended_on: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    # None of those that were there before it was noted.
    added_at: Mapped[datetime | None]

    host: Mapped[Unit] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    replaced_by: Mapped["Document | None"] = relationship(remote_side=[id])
    basis: Mapped[list["Document"]] = relationship(
        secondary="document_basis",
        primaryjoin="Document.id == DocumentBasis.document_id",
        secondaryjoin="Document.id == DocumentBasis.basis_id",
        order_by="Document.issued_on",
    )
    versions: Mapped[list["DocumentVersion"]] = relationship(order_by="DocumentVersion.id.desc()")


class DocumentBasis(Base):
    """A document rests on another one: its "căn cứ"."""

    __tablename__ = "document_basis"

    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), primary_key=True)
    basis_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), primary_key=True)


class DocumentVersion(Base):
    """A file that the document had before another took its place."""

    __tablename__ = "document_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    replaced_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()


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

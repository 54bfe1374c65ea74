"""Table of articles."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.core.db import Base
from ceremony.publication.rules import ArticleState
from ceremony.schedule.models import Ceremony


class Article(Base):
    """The news item of a ceremony; it carries no name of an absent person and no figure of attendance."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(sa.ForeignKey("ceremony.id"), unique=True)
    headline: Mapped[str]
    lead: Mapped[str]
    body: Mapped[str]
    source: Mapped[str]
    state: Mapped[ArticleState] = mapped_column(default=ArticleState.DRAFT)
    drafted_at: Mapped[datetime]
    # SHA-256 of the text as drafted: a text that differs was edited by a person and is kept.
    draft_digest: Mapped[str]

    ceremony: Mapped[Ceremony] = relationship()

"""The chain of a year's themes: what orders them, the plan, and each theme with basis, ceremony, documents, article."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ceremony.core.db import session
from ceremony.desk.board import BoardRow, board_of
from ceremony.programme.queries import documents_by_ceremony
from ceremony.publication.models import Article
from ceremony.publication.rules import ArticleState
from ceremony.schedule.models import YearPlan
from ceremony.topics.models import Document
from ceremony.topics.queries import find_first_cited


@dataclass(frozen=True)
class Ground:
    """One line that a plan or a theme rests on: its words, and the library's document that they cite, if any."""

    words: str
    document: Document | None


@dataclass(frozen=True)
class Theme:
    """One ceremony's place in the chain; `rests_on` is what its basis rests on itself, as the library knows it."""

    row: BoardRow
    basis: Ground | None
    rests_on: Sequence[Document]
    documents: Sequence[Document]
    article: ArticleState | None


@dataclass(frozen=True)
class Chain:
    """The year's plan with what it rests on, and its themes in slot order."""

    plan: YearPlan
    grounds: Sequence[Ground]
    themes: Sequence[Theme]

    @property
    def without_basis(self) -> int:
        """How many themes rest on nothing yet."""
        return sum(bool(one.row.ceremony.theme) and one.basis is None for one in self.themes)


def chain_of(plan: YearPlan, now: datetime, today: date) -> Chain:
    """Return the chain of a series' year as it stands."""
    host = plan.series.host
    rows = board_of(host, plan.year, now, today, plan.series.name)
    ids = [row.ceremony.id for row in rows]
    documents, articles = documents_by_ceremony(ids), _articles(ids)
    bases = _bases({row.ceremony.theme_document_id for row in rows} - {None})
    themes = []
    for row in rows:
        ceremony = row.ceremony
        document = bases.get(ceremony.theme_document_id or 0)
        basis = Ground(ceremony.theme_basis, document) if ceremony.theme_basis else None
        rests_on = document.basis if document else []
        themes.append(Theme(row, basis, rests_on, documents[ceremony.id], articles.get(ceremony.id)))
    grounds = [_ground(plan, line) for line in plan.basis.splitlines() if line.strip()]
    return Chain(plan, grounds, themes)


def _ground(plan: YearPlan, line: str) -> Ground:
    cited = find_first_cited(plan.series.host, line)
    return Ground(line, cited if isinstance(cited, Document) else None)


def _bases(ids: Collection[int | None]) -> dict[int, Document]:
    """Return these documents with what they rest on."""
    wanted = sa.select(Document).where(Document.id.in_(ids)).options(selectinload(Document.basis))
    return {one.id: one for one in session().scalars(wanted)}


def _articles(ids: Collection[int]) -> dict[int, ArticleState]:
    wanted = sa.select(Article).where(Article.ceremony_id.in_(ids))
    return {one.ceremony_id: one.state for one in session().scalars(wanted)}

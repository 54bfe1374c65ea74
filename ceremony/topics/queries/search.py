"""Searching the library: the database ranks the documents, and only those that are shown are read."""

from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.topics.models import Document, DocumentWords
from ceremony.topics.queries import cite
from ceremony.topics.rules import Place, excerpt_of, holds_all, searched

# A file, or words that stand here and there, comes after them.
_NEAREST = (Place.SYMBOL, Place.TITLE, Place.POINTS)
# So many files' texts are held at a time.
_AT_ONCE = 200
_ALL = 1_000_000_000


@dataclass(frozen=True)
class Hit:
    """A document that a search found: where its words stand, and the text around them."""

    document: Document
    found_in: Place
    excerpt: str


@dataclass(frozen=True)
class Hits:
    """Some of the documents that a search found, of how many in all."""

    hits: list[Hit]
    count: int


def search_documents(host: Unit, text: str, begin: int = 0, size: int | None = None) -> Hits:
    """Return the host's documents that hold every word of *text*, without marks, the nearest place and newest first.

    From the *begin*-th on, at most *size*: the rest is counted only. The last word may be the beginning of one.
    """
    words = searched(text)
    if not words:
        return Hits([], 0)
    is_postgresql = session().get_bind().dialect.name == "postgresql"
    found, count = (_postgresql if is_postgresql else _sqlite)(len(words))
    values: dict[str, int | str] = {"host": host.id, "begin": begin, "size": _ALL if size is None else size}
    values |= _asked_postgresql(words) if is_postgresql else _asked_sqlite(words)
    ids = list(session().scalars(found, values))
    is_last = begin == 0 and (size is None or len(ids) < size)
    return Hits(_read(ids, words), len(ids) if is_last else session().scalar(count, values) or 0)


def _read(ids: list[int], words: list[str]) -> list[Hit]:
    """Return the hits of these documents in their order."""
    hits = []
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        rows = {row[0].id: row for row in session().execute(_DOCUMENTS, {"ids": some})}
        hits += [_hit(rows[one][0], _Texts(*rows[one][1:]), words) for one in some]
    return hits


_DOCUMENTS = (
    sa.select(Document, *(getattr(DocumentWords, name) for name in ("symbol", "title", "points", "body", "text")))
    .join(DocumentWords, DocumentWords.document_id == Document.id)
    .where(Document.id.in_(sa.bindparam("ids", expanding=True)))
)
_Statements = tuple[sa.Select[int], sa.Select[int]]


def _statements(index: sa.FromClause, matches: sa.ColumnElement[bool], rank: sa.ColumnElement[int]) -> _Statements:
    """Return what finds the ids of a page and what counts them all, over the rows of *index* that match."""
    of_host = matches & (Document.host_id == sa.bindparam("host"))
    found = sa.select(Document.id).select_from(index).where(of_host)
    found = found.order_by(rank, Document.issued_on.desc(), Document.id.desc())
    page = found.offset(sa.bindparam("begin")).limit(sa.bindparam("size"))
    return page, sa.select(sa.func.count()).select_from(index).where(of_host)


# A statement is built once for each number of words: building it takes longer than the search.
@lru_cache(maxsize=32)
def _sqlite(_words: int) -> _Statements:
    index, match = sa.table("document_fts", sa.column("rowid")), sa.literal_column("document_fts").op("MATCH")
    within = {place: sa.select(index.c.rowid).where(match(sa.bindparam(place.value))) for place in _NEAREST}
    rank = sa.case(*((Document.id.in_(within[place]), at) for at, place in enumerate(_NEAREST)), else_=len(_NEAREST))
    joined = index.join(Document, Document.id == index.c.rowid)
    return _statements(joined, match(sa.bindparam("asked")), rank)


def _asked_sqlite(words: list[str]) -> dict[str, str]:
    # The words hold letters and digits only.
    asked = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
    return {"asked": asked} | {place.value: f"{{{place.value}}} : ({asked})" for place in _NEAREST}


@lru_cache(maxsize=32)
def _postgresql(words: int) -> _Statements:
    parts = (f"document_words.{name}" for name in ("title", "symbol", "points", "body"))
    everything: sa.ColumnElement[str] = sa.literal_column(" || ' ' || ".join(parts))
    simple: sa.ColumnElement[str] = sa.literal_column("'simple'")
    asked = sa.func.to_tsquery(simple, sa.bindparam("asked"))
    # A vector of every row that was found would take longer than the search.
    rank = sa.case(*((_holds(place, words), at) for at, place in enumerate(_NEAREST)), else_=len(_NEAREST))
    joined = sa.join(DocumentWords, Document, Document.id == DocumentWords.document_id)
    return _statements(joined, sa.func.to_tsvector(simple, everything).bool_op("@@")(asked), rank)


def _holds(place: Place, words: int) -> sa.ColumnElement[bool]:
    column = getattr(DocumentWords, place.value)
    padded = sa.literal(" ").concat(column).concat(" ")
    return sa.and_(*(padded.like(sa.bindparam(f"word_{number}", type_=sa.Text())) for number in range(words)))


def _asked_postgresql(words: list[str]) -> dict[str, str]:
    asked = " & ".join([*words[:-1], f"{words[-1]}:*"])
    patterns = [*(f"% {word} %" for word in words[:-1]), f"% {words[-1]}%"]
    return {"asked": asked} | {f"word_{number}": pattern for number, pattern in enumerate(patterns)}


@dataclass(frozen=True)
class _Texts:
    """The words of a document by place, without marks, and its file's text as it was read."""

    symbol: str
    title: str
    points: str
    body: str
    text: str


def _hit(document: Document, row: _Texts, words: list[str]) -> Hit:
    texts = {Place.SYMBOL: row.symbol, Place.TITLE: row.title, Place.POINTS: row.points, Place.FILE: row.body}
    place = next((one for one in Place if holds_all(texts[one], words)), None)
    if place is None:
        place = max(Place, key=lambda one: sum(holds_all(texts[one], [word]) for word in words))
    shown = {Place.POINTS: "; ".join(document.points), Place.FILE: row.text}.get(place) or cite(document)
    return Hit(document, place, excerpt_of(shown, words))

"""Questions about the library."""

from dataclasses import dataclass

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.text import fold
from ceremony.people.models import Unit
from ceremony.topics.models import Document, DocumentBasis, DocumentWords
from ceremony.topics.rules import (
    Citation,
    Found,
    ImpossibleDate,
    IncompleteCitation,
    Place,
    UnknownDocument,
    complete,
    distinct,
    excerpt_of,
    holds_all,
    plain_number,
    print_citation,
    read,
    searched,
    stem,
)


def find_document(host: Unit, citation: Citation) -> Document | None:
    """Return the host's document of this key."""
    return session().scalars(sa.select(Document).filter_by(host_id=host.id, key=citation.key)).one_or_none()


def find_cited(host: Unit, found: Found) -> Document | None:
    """Return the host's one document that may be meant by a citation, which may leave out the day or the symbol."""
    of_host = sa.select(Document).where(Document.host_id == host.id)
    if found.number is None:
        same = of_host.where(Document.type == found.type, Document.number == "", Document.issued_on == found.date)
        named = [one for one in session().scalars(same) if fold(one.subject) == fold(found.subject or "")]
        return named[0] if named else None
    beginning = stem(found.type, found.number, found.year_in_symbol, found.symbol or "")
    if found.symbol is None:
        beginning = "|".join((found.type, plain_number(found.number), "")).casefold()
    if found.date is not None:
        of_host = of_host.where(Document.issued_on == found.date)
    candidates = session().scalars(of_host.where(Document.key.startswith(beginning, autoescape=True)).limit(2)).all()
    return candidates[0] if len(candidates) == 1 else None


def find_first_cited(host: Unit, text: str) -> Document | Citation | None:
    """Return the first document that *text* cites: as the host's library has it, else as it could be added to it.

    Citations that the library cannot tell and that say too little are passed over; None where none is left.
    """
    for found in distinct(read(text)):
        known = find_cited(host, found)
        if known is not None:
            return known
        try:
            return complete(found)
        except (ImpossibleDate, IncompleteCitation):
            continue
    return None


def list_documents(host: Unit) -> list[Document]:
    """Return the host's library, the newest document first."""
    of_host = sa.select(Document).where(Document.host_id == host.id)
    return list(session().scalars(of_host.order_by(Document.issued_on.desc(), Document.id.desc())))


def list_resting_on(document: Document) -> list[Document]:
    """Return the documents of the library that rest on this one, the newest first."""
    resting = sa.select(Document).join(DocumentBasis, DocumentBasis.document_id == Document.id)
    return list(session().scalars(resting.where(DocumentBasis.basis_id == document.id).order_by(Document.id.desc())))


def citation_of(document: Document) -> Citation:
    """Return what the document is cited by."""
    return Citation(
        type=document.type,
        number=document.number,
        year_in_symbol=document.year_in_symbol,
        symbol=document.symbol,
        date=document.issued_on,
        issuers=tuple(document.issuers),
        subject=document.subject,
    )


def cite(document: Document) -> str:
    """Return the document's citation in its canonical form."""
    return print_citation(citation_of(document))


def get_document(document_id: int) -> Document:
    """Return the document with this number; raises UnknownDocument."""
    document = session().get(Document, document_id)
    if document is None:
        raise UnknownDocument
    return document


@dataclass(frozen=True)
class Hit:
    """A document that a search found: where its words stand, and the text around them."""

    document: Document
    found_in: Place
    excerpt: str


MOST_HITS = 200


def search_documents(host: Unit, text: str) -> list[Hit]:
    """Return the host's documents that hold every word of *text*, without marks, the nearest place and newest first."""
    words = searched(text)
    if not words:
        return []
    of_host = sa.select(Document, DocumentWords).join(DocumentWords, DocumentWords.document_id == Document.id)
    of_host = of_host.where(Document.host_id == host.id, _matches(words)).order_by(Document.issued_on.desc())
    hits = [_hit(document, row, words) for document, row in session().execute(of_host.limit(MOST_HITS))]
    places = list(Place)
    return sorted(hits, key=lambda hit: places.index(hit.found_in))


def _matches(words: list[str]) -> sa.ColumnElement[bool]:
    """Ask the full-text index; the words hold letters and digits only."""
    if session().get_bind().dialect.name == "postgresql":
        asked = " & ".join([*words[:-1], f"{words[-1]}:*"])
        everything: sa.ColumnElement[str] = sa.literal_column(
            " || ' ' || ".join(f"document_words.{name}" for name in ("title", "symbol", "points", "body"))
        )
        simple: sa.ColumnElement[str] = sa.literal_column("'simple'")
        return sa.func.to_tsvector(simple, everything).bool_op("@@")(sa.func.to_tsquery(simple, asked))
    asked = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
    index = sa.table("document_fts", sa.column("rowid"))
    found = sa.select(index.c.rowid).where(sa.literal_column("document_fts").op("MATCH")(asked))
    return DocumentWords.document_id.in_(found)


def _hit(document: Document, row: DocumentWords, words: list[str]) -> Hit:
    texts = {Place.SYMBOL: row.symbol, Place.TITLE: row.title, Place.POINTS: row.points, Place.FILE: row.body}
    place = next((one for one in Place if holds_all(texts[one], words)), None)
    if place is None:
        place = max(Place, key=lambda one: sum(holds_all(texts[one], [word]) for word in words))
    shown = {Place.POINTS: "; ".join(document.points), Place.FILE: row.text}.get(place) or cite(document)
    return Hit(document, place, excerpt_of(shown, words))

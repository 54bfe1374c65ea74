"""Questions about the library."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.text import fold
from ceremony.people.models import Unit
from ceremony.topics.models import Document, DocumentBasis
from ceremony.topics.rules import (
    Citation,
    Found,
    ImpossibleDate,
    IncompleteCitation,
    UnknownDocument,
    complete,
    distinct,
    plain_number,
    print_citation,
    read,
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
    if found.symbol is None and found.year_in_symbol is not None:
        of_host = of_host.where(Document.year_in_symbol == found.year_in_symbol)
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

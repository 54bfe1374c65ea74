"""Questions about the library."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.topics.models import Document
from ceremony.topics.rules import Citation, UnknownDocument, print_citation


def find_document(host: Unit, citation: Citation) -> Document | None:
    """Return the host's document of this key."""
    return session().scalars(sa.select(Document).filter_by(host_id=host.id, key=citation.key)).one_or_none()


def list_documents(host: Unit) -> list[Document]:
    """Return the host's library, the newest document first."""
    of_host = sa.select(Document).where(Document.host_id == host.id)
    return list(session().scalars(of_host.order_by(Document.issued_on.desc(), Document.id.desc())))


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

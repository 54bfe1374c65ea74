"""Adding documents to a host's library."""

from dataclasses import dataclass
from datetime import date, datetime

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.files.actions import store_file
from ceremony.core.files.rules import Upload
from ceremony.people.models import Unit
from ceremony.topics.models import Document, DocumentVersion, DocumentWords
from ceremony.topics.queries import citation_of, cite, find_cited, find_document, find_first_cited
from ceremony.topics.rules import (
    Citation,
    ReplacedByItself,
    complete,
    distinct,
    number_and_symbol,
    print_citation,
    read,
    read_one,
    require_file_not_secret,
    require_not_secret,
    require_web_address,
    words_of_text,
)


def add_cited(host: Unit, text: str, file: Upload | None, now: datetime) -> tuple[Document, bool]:
    """Add the one document that *text* cites, in any of the forms that are understood; else as `add_document`.

    A document that the library has need not be cited in full. Raises SecretDocument, NoCitation,
    SeveralCitations, ImpossibleDate, IncompleteCitation and what `add_document` raises.
    """
    found = read_one(text)
    known = find_cited(host, found)
    citation = complete(found) if known is None else citation_of(known)
    return add_document(host, citation, file, now)


def is_new(host: Unit, text: str) -> bool:
    """Whether the document that *text* cites could be added and is not in the library yet; raises as `add_cited`."""
    found = read_one(text)
    if find_cited(host, found) is not None:
        return False
    complete(found)
    return True


def add_document(host: Unit, citation: Citation, file: Upload | None, now: datetime) -> tuple[Document, bool]:
    """Add the document to the host's library; return it, and whether it is new there.

    A document of the same key is the same one and keeps its words; a *file* given again takes the old one's
    place, which is kept as an earlier version. Raises SecretDocument and what `store_file` raises.
    """
    require_not_secret(print_citation(citation))
    stored = None
    if file is not None:
        require_not_secret(file.name.rpartition(".")[0])
        require_file_not_secret(file.text)
        stored = store_file(file.name, file.content, now)
    document = find_document(host, citation)
    if document is None:
        document = _made(host, citation)
        document.added_at = now
        session().add(document)
        new = True
    else:
        new = False
    if stored is not None and stored is not document.file:
        if document.file is not None:
            document.versions.append(DocumentVersion(file=document.file, replaced_at=now))
        document.file = stored
    session().flush()
    if new or file is not None:
        _note_words(document, None if file is None else file.text)
    if new or stored is not None:
        after = {"citation": print_citation(citation), "file": None if stored is None else stored.sha256}
        record("add-document", f"document:{document.id}", after=after)
    return document, new


def _made(host: Unit, citation: Citation) -> Document:
    return Document(
        host_id=host.id,
        key=citation.key,
        type=citation.type,
        number=citation.number,
        symbol=citation.symbol,
        year_in_symbol=citation.year_in_symbol,
        issued_on=citation.date,
        issuers=list(citation.issuers),
        subject=citation.subject,
        points=[],
    )


def set_points(document: Document, points: list[str]) -> None:
    """Set what is to be remembered of the document; raises SecretDocument."""
    for one in points:
        require_not_secret(one)
    if points == document.points:
        return
    before = {"points": document.points}
    document.points = points
    _note_words(document, None)
    record("set-points", f"document:{document.id}", before, {"points": points})


@dataclass(frozen=True)
class Description:
    """What the office says of a document: a summary (Markdown), where it stands in the web, until when it held."""

    summary: str
    link: str
    ended_on: date | None = None
    replaced_by: Document | None = None


def describe_document(document: Document, said: Description) -> None:
    """Set what the office says of the document; raises SecretDocument, NoWebAddress or ReplacedByItself."""
    require_not_secret(said.summary)
    require_web_address(said.link)
    if said.replaced_by is document:
        raise ReplacedByItself
    before, after = _described(document), said
    document.summary, document.link = said.summary, said.link
    document.ended_on, document.replaced_by = said.ended_on, said.replaced_by
    session().flush()
    if before != after:
        record("describe-document", f"document:{document.id}", _told(before), _told(after))


def _described(document: Document) -> Description:
    return Description(document.summary, document.link, document.ended_on, document.replaced_by)


def _told(said: Description) -> dict[str, str | int | None]:
    ended = None if said.ended_on is None else said.ended_on.isoformat()
    replaced = None if said.replaced_by is None else said.replaced_by.id
    return {"summary": said.summary, "link": said.link, "ended_on": ended, "replaced_by": replaced}


def set_basis(document: Document, text: str, now: datetime) -> None:
    """Set what the document rests on: all that *text* cites; what the library does not have yet is added to it.

    Raises SecretDocument, ImpossibleDate or IncompleteCitation.
    """
    require_not_secret(text)
    found = [(one, find_cited(document.host, one)) for one in distinct(read(text))]
    wanted = [known or _added_as_basis(document.host, complete(one), now) for one, known in found]
    wanted = [one for one in wanted if one is not document]
    if {one.id for one in wanted} == {one.id for one in document.basis}:
        return
    before = {"basis": [cite(one) for one in document.basis]}
    document.basis = wanted
    session().flush()
    record("set-basis", f"document:{document.id}", before, {"basis": [cite(one) for one in wanted]})


def take_basis(host: Unit, text: str, now: datetime) -> Document | None:
    """Return the first document that *text* cites, added to the library where it is not there; None without one.

    Words that cite nothing are a basis too, so nothing incomplete is refused. Raises SecretDocument.
    """
    require_not_secret(text)
    cited = find_first_cited(host, text)
    return _added_as_basis(host, cited, now) if isinstance(cited, Citation) else cited


def _added_as_basis(host: Unit, citation: Citation, now: datetime) -> Document:
    document, new = add_document(host, citation, None, now)
    if new:
        # It came in only because another one rests on it: it does not wait to be presented.
        document.added_at = None
    return document


def _note_words(document: Document, text: str | None) -> None:
    """Keep the words of the document for searching; *text* is what its file says, None where that stays."""
    row = session().get(DocumentWords, document.id)
    if row is None:
        row = DocumentWords(document_id=document.id, body="", text="")
        session().add(row)
    citation = citation_of(document)
    symbol = number_and_symbol(citation.number, citation.year_in_symbol, citation.symbol)
    row.title = " ".join(words_of_text(print_citation(citation)))
    row.symbol = " ".join(words_of_text(symbol))
    row.points = " ".join(words_of_text(" ".join(document.points)))
    if text is not None:
        row.text, row.body = text, " ".join(words_of_text(text))
    session().flush()

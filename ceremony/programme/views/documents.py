"""The library: which documents there are, when each is presented, and its file."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import Field

from ceremony.accounts.browser import may, page_host, require_member, visitor
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.files.models import StoredFile
from ceremony.core.files.rules import Upload
from ceremony.core.files.text import take_in
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, NotFound, Refusal, msgid
from ceremony.core.text import clean, sort_key
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.core.web.order import in_order
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.programme.forms import DocumentForm, PointsForm
from ceremony.programme.queries import months_of_documents
from ceremony.programme.rules import Presented, fingerprint, presented_state
from ceremony.schedule.models import Ceremony
from ceremony.topics.actions import Description, add_cited, add_document, describe_document, set_basis, set_points
from ceremony.topics.models import Document
from ceremony.topics.queries import citation_of, cite, get_document, list_documents, list_resting_on, search_documents
from ceremony.topics.rules import (
    TYPES,
    Found,
    ImpossibleDate,
    IncompleteCitation,
    NoCitation,
    NoWebAddress,
    NumberMissing,
    ReplacedByItself,
    SecretDocument,
    SecretFile,
    UnknownDocument,
    distinct,
    pieces_of,
    read,
    searched,
)

blueprint = Blueprint("documents", __name__)
offer(
    blueprint,
    Entry(
        "documents.list_library",
        msgid("Documents"),
        place=40,
        covers=("documents",),
        shown=lambda: visitor() is not None,
    ),
)


class NoFile(NotFound):
    """The library has the document's citation only."""

    sentence = msgid("This document has no file.")
    cure = msgid("Ask the office for it.")


@blueprint.get("/documents")
@who_may(Access.SIGNED_IN)
def list_library() -> ResponseReturnValue:
    """Show the host's library; to the office with the form to add to it."""
    return _list(page_host(), DocumentForm(formdata=None))


# The acts that change what is said of a document.
_WRITING = ("set-points", "describe-document", "set-basis")
_Row = tuple[Document, Sequence[Ceremony], Presented]
_ORDERS: dict[str, Callable[[_Row], Any]] = {
    "name": lambda row: sort_key(cite(row[0])),
    "signed": lambda row: row[0].issued_on,
    "month": lambda row: max((one.slot for one in row[1]), default=date.min),
    "state": lambda row: row[2].value,
}


def _list(host: Unit, form: DocumentForm, status: int = 200, choices: Sequence[Found] = ()) -> ResponseReturnValue:
    require_member(host)
    carrying, moment = months_of_documents(host), now()
    asked = clean(request.args.get("q", ""))
    hits = search_documents(host, asked) if asked else []
    rows: list[_Row] = []
    for document in [hit.document for hit in hits] if asked else list_documents(host):
        ceremonies = carrying.get(document.id, [])
        rows.append((document, ceremonies, presented_state((one.starts_at for one in ceremonies), moment)))
    rows, order = in_order(rows, request.args.get("sort", ""), _ORDERS)
    page = render_template(
        "topics/list.html",
        order=order or "-signed",
        office=office_of(host),
        host=host,
        rows=rows,
        cite=cite,
        form=form if may("office", host) else None,
        choices=choices,
        asked=asked,
        found={hit.document.id: (hit.found_in, pieces_of(hit.excerpt, searched(asked))) for hit in hits},
        types=TYPES,
    )
    return page, status


def _uploaded(field: Field) -> Upload | None:
    """Return the chosen file; None where none was chosen."""
    file = field.data
    return take_in(file.filename, file.read()) if isinstance(file, FileStorage) and file.filename else None


@blueprint.post("/documents")
@who_may(role="office")
def add() -> ResponseReturnValue:
    """Read the box into the fields below it, or add the document that the fields, or else the box, say."""
    form, host = DocumentForm(), page_host()
    if not form.validate():
        return _list(host, form, 422)
    if "read" in request.form or "choose" in request.form:
        return _read(form, host)
    if form.details.data and not form.is_whole():
        return _list(host, form, 422)
    had_file = bool(form.file.data)
    try:
        file = _uploaded(form.file)
        with transaction():
            if form.details.data:
                document, new = add_document(page_host(), form.said(), file, now())
            else:
                document, new = add_cited(page_host(), form.citation.data or "", file, now())
            number = document.id
    except Refusal as refusal:
        _blame(form, refusal, had_file=had_file)
        return _list(page_host(), form, 422)
    if new:
        flash(gettext("The document stands in the library."), "success")
    else:
        flash(gettext("This document was in the library already; its words stay as they were."), "info")
    return redirect(url_for("documents.show_document", document=number), code=303)


def _read(form: DocumentForm, host: Unit) -> ResponseReturnValue:
    """Show what the box cites in the fields; of several documents the one that was chosen."""
    found = distinct(read(form.citation.data or ""))
    chosen = request.form.get("choose", "")
    if not found:
        form.citation.errors = [" ".join(words_of(NoCitation(text=form.citation.data or "")))]
        return _list(host, form, 422)
    if len(found) > 1 and not chosen.isdecimal():
        form.details.data = ""
        return _list(host, form, choices=found)
    form.fill(found[min(int(chosen or 0), len(found) - 1)])
    if form.file.data:
        form.file.errors = [gettext("Choose the file again.")]
    return _list(host, form)


def _blame(form: DocumentForm, refusal: Refusal, *, had_file: bool) -> None:
    """Show a refusal at its field, with what the text did say; a browser does not keep a chosen file."""
    words = " ".join(words_of(refusal))
    if isinstance(refusal, NumberMissing):
        form.number.errors = [words]
    elif isinstance(refusal, (BadInput, SecretDocument)) and not isinstance(refusal, SecretFile):
        form.citation.errors = [words]
    else:
        form.file.errors = [words]
        return
    if isinstance(refusal, IncompleteCitation):
        form.fill(distinct(read(form.citation.data))[0])
    if had_file:
        form.file.errors = [gettext("Choose the file again.")]


def _mark(document: Document) -> str:
    basis = [one.id for one in document.basis]
    return fingerprint(
        document.points, document.summary, document.link, document.ended_on, document.replaced_by_id, basis
    )


@blueprint.get("/documents/<int:document>")
@who_may(Access.SIGNED_IN)
def show_document(document: int) -> ResponseReturnValue:
    """Show one document: what it is cited by, its points, its months, its file."""
    found = get_document(document)
    said = {
        "seen": _mark(found),
        "points": "\n".join(found.points),
        "summary": found.summary,
        "basis": "\n".join(cite(one) for one in found.basis),
        "link": found.link,
        "ended_on": found.ended_on,
        "replaced_by": str(found.replaced_by_id or ""),
    }
    return _show(found, PointsForm(formdata=None, data=said))


def _show(document: Document, form: PointsForm, status: int = 200, **values: Any) -> ResponseReturnValue:
    require_member(document.host)
    ceremonies = months_of_documents(document.host).get(document.id, [])
    form.offer([one for one in list_documents(document.host) if one.id != document.id])
    page = render_template(
        "topics/document.html",
        office=office_of(document.host),
        document=document,
        citation=citation_of(document),
        cited=cite(document),
        cite=cite,
        ordering=list_resting_on(document),
        ceremonies=ceremonies,
        form=form if may("office", document.host) else None,
        **values,
    )
    return page, status


@blueprint.post("/documents/<int:document>")
@who_may(role="office")
def save(document: int) -> ResponseReturnValue:
    """Set what is said of the document, and take a file in place of the old one."""
    form, found = PointsForm(), get_document(document)
    if not form.validate():
        return _show(found, form, 422)
    try:
        file = _uploaded(form.file)
        with transaction():
            found = get_document(document)
            if form.seen.data != _mark(found):
                raise changed_meanwhile([f"document:{document}"], _WRITING)
            _save(found, form, file)
    except ChangedMeanwhile as refusal:
        found = get_document(document)
        form.seen.data = _mark(found)
        return _show(found, form, 409, changed=found.points, refusal=words_of(refusal))
    except Refusal as refusal:
        _field_of(form, refusal).errors = [" ".join(words_of(refusal))]
        return _show(get_document(document), form, 422)
    flash(gettext("The document is saved."), "success")
    return redirect(url_for("documents.show_document", document=document), code=303)


def _save(document: Document, form: PointsForm, file: Upload | None) -> None:
    set_points(document, [line for line in map(clean, (form.points.data or "").splitlines()) if line])
    chosen = form.replaced_by.data or ""
    newer = get_document(int(chosen)) if chosen.isdecimal() else None
    if newer is not None and newer.host_id != document.host_id:
        raise UnknownDocument
    summary = (form.summary.data or "").replace("\r\n", "\n").strip()
    describe_document(document, Description(summary, form.link.data or "", form.ended_on.data, newer))
    set_basis(document, form.basis.data or "", now())
    if file is not None:
        add_document(document.host, citation_of(document), file, now())


def _field_of(form: PointsForm, refusal: Refusal) -> Field:
    """Return the field that a refusal is about."""
    if isinstance(refusal, NoWebAddress):
        return form.link
    if isinstance(refusal, (IncompleteCitation, ImpossibleDate)):
        return form.basis
    if isinstance(refusal, (UnknownDocument, ReplacedByItself)):
        return form.replaced_by
    if isinstance(refusal, SecretDocument) and not isinstance(refusal, SecretFile):
        return form.points
    return form.file


@blueprint.get("/documents/<int:document>/files/<int:version>")
@who_may(Access.SIGNED_IN)
def download_version(document: int, version: int) -> ResponseReturnValue:
    """Hand out an earlier file of the document."""
    found = get_document(document)
    require_member(found.host)
    file = next((one.file for one in found.versions if one.id == version), None)
    if file is None:
        raise NoFile
    return _handed_out(file)


@blueprint.get("/documents/<int:document>/file")
@who_may(Access.SIGNED_IN)
def download(document: int) -> ResponseReturnValue:
    """Hand out the file, to be kept and not to be shown by the browser."""
    found = get_document(document)
    require_member(found.host)
    if found.file is None:
        raise NoFile
    return _handed_out(found.file)


def _handed_out(file: StoredFile) -> ResponseReturnValue:
    return send_file(BytesIO(file.content), mimetype=file.media_type, as_attachment=True, download_name=file.name)

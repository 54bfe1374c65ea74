"""The library: which documents there are, when each is presented, and its file."""

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import Field

from ceremony.accounts.browser import may, page_host, require_member, visitor
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.files.models import StoredFile
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, NotFound, Refusal, msgid
from ceremony.core.text import clean
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.programme.forms import DocumentForm, PointsForm
from ceremony.programme.queries import months_of_documents
from ceremony.programme.rules import fingerprint, presented_state
from ceremony.topics.actions import NamedBytes, add_document, set_points
from ceremony.topics.models import Document
from ceremony.topics.queries import citation_of, cite, get_document, list_documents
from ceremony.topics.rules import SecretDocument, parse_canonical

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


def _list(host: Unit, form: DocumentForm, status: int = 200) -> ResponseReturnValue:
    require_member(host)
    carrying, moment = months_of_documents(host), now()
    rows = []
    for document in list_documents(host):
        ceremonies = carrying.get(document.id, [])
        rows.append((document, ceremonies, presented_state((one.starts_at for one in ceremonies), moment)))
    page = render_template(
        "topics/list.html",
        office=office_of(host),
        host=host,
        rows=rows,
        cite=cite,
        form=form if may("office", host) else None,
    )
    return page, status


def _uploaded(field: Field) -> NamedBytes | None:
    """Return the chosen file; None where none was chosen."""
    file = field.data
    return (file.filename, file.read()) if isinstance(file, FileStorage) and file.filename else None


@blueprint.post("/documents")
@who_may(role="office")
def add() -> ResponseReturnValue:
    """Add a document, cited in full, with its file."""
    form, host = DocumentForm(), page_host()
    if not form.validate():
        return _list(host, form, 422)
    file = _uploaded(form.file)
    try:
        with transaction():
            document, new = add_document(page_host(), parse_canonical(form.citation.data), file, now())
            number = document.id
    except Refusal as refusal:
        _blame(form, refusal, had_file=file is not None)
        return _list(page_host(), form, 422)
    if new:
        flash(gettext("The document stands in the library."), "success")
    else:
        flash(gettext("This document was in the library already; its words stay as they were."), "info")
    return redirect(url_for("documents.show_document", document=number), code=303)


def _blame(form: DocumentForm, refusal: Refusal, *, had_file: bool) -> None:
    """Show a refusal at its field; a browser does not keep a chosen file."""
    words = " ".join(words_of(refusal))
    if isinstance(refusal, (BadInput, SecretDocument)):
        form.citation.errors = [words]
        if had_file:
            form.file.errors = [gettext("Choose the file again.")]
    else:
        form.file.errors = [words]


def _mark(document: Document) -> str:
    return fingerprint(document.points)


@blueprint.get("/documents/<int:document>")
@who_may(Access.SIGNED_IN)
def show_document(document: int) -> ResponseReturnValue:
    """Show one document: what it is cited by, its points, its months, its file."""
    found = get_document(document)
    form = PointsForm(formdata=None, data={"seen": _mark(found), "points": "\n".join(found.points)})
    return _show(found, form)


def _show(document: Document, form: PointsForm, status: int = 200, **values: Any) -> ResponseReturnValue:
    require_member(document.host)
    ceremonies = months_of_documents(document.host).get(document.id, [])
    page = render_template(
        "topics/document.html",
        office=office_of(document.host),
        document=document,
        citation=citation_of(document),
        cited=cite(document),
        ceremonies=ceremonies,
        form=form if may("office", document.host) else None,
        **values,
    )
    return page, status


@blueprint.post("/documents/<int:document>")
@who_may(role="office")
def save(document: int) -> ResponseReturnValue:
    """Set the points to remember, and take a file in place of the old one."""
    form, found = PointsForm(), get_document(document)
    if not form.validate():
        return _show(found, form, 422)
    if form.seen.data != _mark(found):
        form.seen.data = _mark(found)
        return _show(found, form, 409, changed=found.points)
    points = [line for line in map(clean, (form.points.data or "").splitlines()) if line]
    file = _uploaded(form.file)
    try:
        with transaction():
            found = get_document(document)
            set_points(found, points)
            if file is not None:
                add_document(found.host, citation_of(found), file, now())
    except Refusal as refusal:
        blamed = form.points if isinstance(refusal, SecretDocument) else form.file
        blamed.errors = [" ".join(words_of(refusal))]
        return _show(get_document(document), form, 422)
    flash(gettext("The document is saved."), "success")
    return redirect(url_for("documents.show_document", document=document), code=303)


@blueprint.get("/documents/<int:document>/file")
@who_may(Access.SIGNED_IN)
def download(document: int) -> ResponseReturnValue:
    """Hand out the file, to be kept and not to be shown by the browser."""
    found = get_document(document)
    require_member(found.host)
    file: StoredFile | None = found.file
    if file is None:
        raise NoFile
    return send_file(BytesIO(file.content), mimetype=file.media_type, as_attachment=True, download_name=file.name)

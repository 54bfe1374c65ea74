"""The library: which documents there are, when each is presented, and its file."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import Field

from ceremony.accounts.browser import may, page_host, require_member, visitor
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.files.rules import Upload
from ceremony.core.files.text import take_in
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.text import clean, sort_key
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.core.web.order import in_order
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.programme.forms import DocumentForm
from ceremony.programme.queries import months_of_documents
from ceremony.programme.rules import Presented, presented_state
from ceremony.schedule.models import Ceremony
from ceremony.topics.actions import add_cited, add_document
from ceremony.topics.models import Document
from ceremony.topics.queries import cite, list_documents, search_documents
from ceremony.topics.rules import (
    TYPES,
    Found,
    IncompleteCitation,
    NoCitation,
    NumberMissing,
    SecretDocument,
    SecretFile,
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


@blueprint.get("/documents")
@who_may(Access.SIGNED_IN)
def list_library() -> ResponseReturnValue:
    """Show the host's library; to the office with the form to add to it."""
    return _list(page_host(), DocumentForm(formdata=None))


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


def uploaded(field: Field) -> Upload | None:
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
        file = uploaded(form.file)
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

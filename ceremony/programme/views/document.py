"""One document of the library: what is said of it, where it was presented, its files."""

from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from ceremony.accounts.browser import may, require_member
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.files.models import StoredFile
from ceremony.core.files.rules import Upload
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import NotFound, Refusal, msgid
from ceremony.core.text import clean
from ceremony.core.web.access import Access, who_may
from ceremony.people.queries import office_of
from ceremony.programme.forms import PointsForm
from ceremony.programme.queries import months_of_documents
from ceremony.programme.rules import fingerprint
from ceremony.programme.views.documents import blueprint, uploaded
from ceremony.topics.actions import Description, add_document, describe_document, set_basis, set_points
from ceremony.topics.models import Document
from ceremony.topics.queries import citation_of, cite, get_document, list_documents, list_resting_on
from ceremony.topics.rules import (
    ImpossibleDate,
    IncompleteCitation,
    NoWebAddress,
    ReplacedByItself,
    SecretDocument,
    SecretFile,
    UnknownDocument,
)

# The acts that change what is said of a document.
_WRITING = ("set-points", "describe-document", "set-basis")


class NoFile(NotFound):
    """The library has the document's citation only."""

    sentence = msgid("This document has no file.")
    cure = msgid("Ask the office for it.")


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
        file = uploaded(form.file)
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

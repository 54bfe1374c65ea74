"""The page of a ceremony's programme."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from ceremony.accounts.browser import may
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import NotFound, Refusal
from ceremony.core.web.access import who_may
from ceremony.people.models import Person
from ceremony.people.queries import get_person, list_people, office_of
from ceremony.people.queries.namesakes import called
from ceremony.programme.actions import Content, move_item, remove_item, set_frame, standard_programme, write_item
from ceremony.programme.forms import KIND_WORDS, LONGEST_LIST, FrameForm, ItemForm
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import get_item, list_items_loaded
from ceremony.programme.rules import ItemKind, PresentedTwice, fingerprint
from ceremony.programme.views.waiting import warn_of_repeat
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.actions import add_cited
from ceremony.topics.models import Document
from ceremony.topics.queries import cite, get_document, list_documents

blueprint = Blueprint("programme", __name__)
# The acts that change items and their order.
_WRITING = ("write-item", "attach-document", "move-item", "remove-item")
_ANYBODY = ("office", "manager", "recorder")


def _mark(item: ProgrammeItem) -> str:
    return fingerprint(item.kind.value, item.title, item.minutes, item.speaker_id, item.document_id)


def _order_mark(items: Sequence[ProgrammeItem]) -> str:
    return fingerprint([item.id for item in items])


def _frame_mark(ceremony: Ceremony) -> str:
    return fingerprint(ceremony.theme, ceremony.dress, ceremony.presiding_id)


def _item_form(item: ProgrammeItem | None) -> ItemForm:
    if item is None:
        return ItemForm(formdata=None, data={"kind": ItemKind.PRESENTATION.value, "minutes": 5})
    values = {
        "seen": _mark(item),
        "kind": item.kind.value,
        "title": item.title,
        "minutes": item.minutes,
        "speaker": item.speaker.check_in_code if item.speaker else "",
        "document": str(item.document_id or ""),
    }
    return ItemForm(formdata=None, data=values)


def _frame_form(ceremony: Ceremony) -> FrameForm:
    presiding = ceremony.presiding.check_in_code if ceremony.presiding else ""
    values = {"theme": ceremony.theme, "dress": ceremony.dress, "presiding": presiding}
    return FrameForm(formdata=None, data={**values, "seen": _frame_mark(ceremony)})


def _page(ceremony: Ceremony, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Show the programme; *values* may bring `form` with its `item`, `frame`, and the `refusal` of an overtaken one."""
    items = list_items_loaded(ceremony)
    values = {"item": None, "form": None, "frame": None, "refusal": None, **values}
    is_office = may("office", ceremony.host)
    if is_office:
        people = list_people(ceremony.host, today())
        offered = people if len(people) <= LONGEST_LIST else []
        values["form"] = values["form"] or _item_form(values["item"])
        values["form"].offer(offered, list_documents(ceremony.host))
        values["frame"] = values["frame"] or _frame_form(ceremony)
        values["frame"].offer(offered)
    page = render_template(
        "programme/programme.html",
        office=office_of(ceremony.host),
        ceremony=ceremony,
        items=items,
        starts=_starts(items),
        total=sum(one.minutes for one in items),
        order=_order_mark(items),
        words=KIND_WORDS,
        cite=cite,
        can_edit=is_office and ceremony.state is not CeremonyState.CANCELLED,
        **values,
    )
    return page, status


def _starts(items: Sequence[ProgrammeItem]) -> list[int]:
    """Return after how many minutes each item begins."""
    return [sum(one.minutes for one in items[:place]) for place in range(len(items))]


@blueprint.get("/ceremonies/<key>/programme")
@who_may(role=_ANYBODY, within=True)
def show_programme(key: str) -> ResponseReturnValue:
    """Show the programme; to the office with what changes it, `?edit=` naming the item in the form."""
    ceremony = get_by_key(key)
    number = request.args.get("edit", type=int)
    return _page(ceremony, item=get_item(ceremony, number) if number is not None else None)


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("programme.show_programme", key=key), code=303)


@blueprint.post("/ceremonies/<key>/programme/usual")
@who_may(role="office")
def begin_usual(key: str) -> ResponseReturnValue:
    """Begin with the usual parts."""
    with transaction():
        standard_programme(get_by_key(key))
    flash(gettext("The usual programme stands. Change what is different this month."), "success")
    return _back(key)


@blueprint.post("/ceremonies/<key>/programme/items")
@blueprint.post("/ceremonies/<key>/programme/items/<int:number>")
@who_may(role="office")
def save_item(key: str, number: int | None = None) -> ResponseReturnValue:
    """Add an item, or change the one of this number."""
    ceremony, form = get_by_key(key), ItemForm()
    item = get_item(ceremony, number) if number is not None else None
    people, documents = list_people(ceremony.host, today()), list_documents(ceremony.host)
    form.offer(people, documents)
    if not form.validate():
        return _page(ceremony, 422, form=form, item=item)
    try:
        with transaction():
            ceremony = get_by_key(key)
            item = get_item(ceremony, number) if number is not None else None
            if item is not None and form.seen.data != _mark(item):
                raise changed_meanwhile([f"ceremony:{key}"], _WRITING)
            content = _content(ceremony, form)
            write_item(ceremony, content, item)
            if content.document is not None:
                warn_of_repeat(ceremony, content.document)
    except ChangedMeanwhile as refusal:
        ceremony = get_by_key(key)
        item = get_item(ceremony, number or 0)
        form.seen.data = _mark(item)
        return _page(ceremony, 409, form=form, item=item, changed=_told(item), over="item", refusal=words_of(refusal))
    except _Fault as fault:
        fault.field.errors = [*fault.field.errors, " ".join(fault.words)]
        ceremony = get_by_key(key)
        return _page(ceremony, 422, form=form, item=get_item(ceremony, number) if number is not None else None)
    except PresentedTwice as refusal:
        form.document.errors = [" ".join(words_of(refusal))]
        ceremony = get_by_key(key)
        return _page(ceremony, 422, form=form, item=get_item(ceremony, number) if number is not None else None)
    flash(gettext("Saved: %(title)s.", title=form.title.data), "success")
    return _back(key)


class _Fault(Exception):  # noqa: N818 - what a field was refused with
    """A refusal that belongs to one field."""

    def __init__(self, field: Field, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.field, self.words = field, words_of(refusal)


def _content(ceremony: Ceremony, form: ItemForm) -> Content:
    """Return what the form says; raises _Fault."""
    speaker = _person(ceremony, form.speaker)
    document = _document(ceremony, form)
    return Content(ItemKind(form.kind.data), form.title.data, form.minutes.data, speaker, document)


def _person(ceremony: Ceremony, field: Field) -> Person | None:
    text = (field.data or "").strip()
    try:
        return get_person(ceremony.host, text) if text else None
    except Refusal as refusal:
        raise _Fault(field, refusal) from refusal


def _document(ceremony: Ceremony, form: ItemForm) -> Document | None:
    if form.citation.data:
        try:
            return add_cited(ceremony.host, form.citation.data, None, now())[0]
        except Refusal as refusal:
            raise _Fault(form.citation, refusal) from refusal
    chosen = form.document.data or ""
    if not chosen.isdecimal():
        return None
    try:
        document = get_document(int(chosen))
    except NotFound as refusal:
        raise _Fault(form.document, refusal) from refusal
    return document if document.host_id == ceremony.host_id else None


def _told(item: ProgrammeItem) -> list[tuple[str, str]]:
    """Return what an item says now, for whoever was about to change an older one."""
    return [
        (gettext("Title"), item.title),
        (gettext("Minutes"), str(item.minutes)),
        (gettext("Speaker"), called(item.speaker) if item.speaker else "–"),
        (gettext("Document"), cite(item.document) if item.document else "–"),
    ]


def _frame_told(ceremony: Ceremony) -> list[tuple[str, str]]:
    """Return what the frame says now."""
    return [
        (gettext("Theme"), ceremony.theme or "–"),
        (gettext("Dress"), ceremony.dress or "–"),
        (gettext("Presiding"), called(ceremony.presiding) if ceremony.presiding else "–"),
    ]


@blueprint.post("/ceremonies/<key>/programme/items/<int:number>/<any(up, down, remove):act>")
@who_may(role="office")
def change_order(key: str, number: int, act: str) -> ResponseReturnValue:
    """Move an item up or down, or take it out; not in an order that has changed meanwhile."""
    try:
        with transaction():
            ceremony = get_by_key(key)
            if request.form.get("seen") != _order_mark(list_items_loaded(ceremony)):
                raise changed_meanwhile([f"ceremony:{key}"], _WRITING)
            item = get_item(ceremony, number)
            title = item.title
            if act == "remove":
                remove_item(ceremony, item)
            else:
                move_item(ceremony, item, up=act == "up")
    except ChangedMeanwhile as refusal:
        return _page(get_by_key(key), 409, changed=[], refusal=words_of(refusal))
    if act == "remove":
        flash(gettext("Taken out of the programme: %(title)s.", title=title), "success")
    return _back(key)


@blueprint.post("/ceremonies/<key>/programme")
@who_may(role="office")
def save_frame(key: str) -> ResponseReturnValue:
    """Set theme, dress and who presides."""
    ceremony, form = get_by_key(key), FrameForm()
    form.offer([])
    if not form.validate():
        return _page(ceremony, 422, frame=form)
    try:
        with transaction():
            ceremony = get_by_key(key)
            if form.seen.data != _frame_mark(ceremony):
                raise changed_meanwhile([f"ceremony:{key}"], ("set-frame", "set-theme", *_WRITING))
            presiding_person = _person(ceremony, form.presiding)
            set_frame(ceremony, form.theme.data or "", form.dress.data or "", presiding_person)
    except ChangedMeanwhile as refusal:
        ceremony = get_by_key(key)
        form.seen.data = _frame_mark(ceremony)
        told = _frame_told(ceremony)
        return _page(ceremony, 409, frame=form, changed=told, over="frame", refusal=words_of(refusal))
    except _Fault as fault:
        fault.field.errors = [" ".join(fault.words)]
        return _page(get_by_key(key), 422, frame=form)
    flash(gettext("Theme, dress and who presides are saved."), "success")
    return _back(key)

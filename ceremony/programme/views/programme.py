"""A ceremony's programme: its items, their order, and what it begins with."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import NotFound, Refusal
from ceremony.core.web.access import who_may
from ceremony.people.models import Unit
from ceremony.people.queries import UnknownUnit, get_unit
from ceremony.people.queries.namesakes import called
from ceremony.programme.actions import (
    Content,
    carry_over,
    keep_parts,
    move_item,
    put_in_order,
    remove_item,
    standard_programme,
    write_item,
)
from ceremony.programme.forms import ItemForm
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import get_item, list_items_loaded, list_left_over, list_open_units
from ceremony.programme.rules import ItemKind, NotLeftOver, PresentedTwice
from ceremony.programme.views.base import (
    READERS,
    WRITING,
    Fault,
    back,
    blueprint,
    lines_of,
    mark_of,
    order_mark,
    page,
    person_of,
)
from ceremony.programme.views.waiting import warn_of_repeat
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key
from ceremony.topics.actions import add_cited
from ceremony.topics.models import Document
from ceremony.topics.queries import cite, get_document


@blueprint.get("/ceremonies/<key>/programme")
@who_may(role=READERS, within=True)
def show_programme(key: str) -> ResponseReturnValue:
    """Show the programme; to the office with what changes it, `?edit=` naming the item in the form."""
    ceremony = get_by_key(key)
    number = request.args.get("edit", type=int)
    return page(ceremony, item=get_item(ceremony, number) if number is not None else None)


@blueprint.post("/ceremonies/<key>/programme/usual")
@who_may(role="office")
def begin_usual(key: str) -> ResponseReturnValue:
    """Begin with the parts of the series, else with the usual ones."""
    with transaction():
        standard_programme(get_by_key(key))
    flash(gettext("The usual programme stands. Change what is different this month."), "success")
    return back(key)


@blueprint.post("/ceremonies/<key>/programme/keep")
@who_may(role="office")
def keep_as_usual(key: str) -> ResponseReturnValue:
    """Let new ceremonies of the series begin with these parts."""
    with transaction():
        keep_parts(get_by_key(key))
    flash(gettext("Kept: new ceremonies of the series begin with these parts."), "success")
    return back(key)


@blueprint.post("/ceremonies/<key>/programme/carry/<int:number>")
@who_may(role="office")
def take_over(key: str, number: int) -> ResponseReturnValue:
    """Take over what the ceremony before did not reach."""
    with transaction():
        ceremony = get_by_key(key)
        left = next((one for one in list_left_over(ceremony) if one.id == number), None)
        if left is None:
            raise NotLeftOver
        title = carry_over(ceremony, left).title
    flash(gettext("Taken over: %(title)s.", title=title), "success")
    return back(key)


@blueprint.post("/ceremonies/<key>/programme/items")
@blueprint.post("/ceremonies/<key>/programme/items/<int:number>")
@who_may(role="office")
def save_item(key: str, number: int | None = None) -> ResponseReturnValue:
    """Write one item, a new one where no number is given."""
    ceremony, form = get_by_key(key), ItemForm()
    form.offer([], [], [])
    if not form.validate():
        return page(ceremony, 422, form=form, item=_item(ceremony, number))
    try:
        with transaction():
            ceremony = get_by_key(key)
            item = _item(ceremony, number)
            if item is not None and form.seen.data != mark_of(item):
                raise changed_meanwhile([f"ceremony:{key}"], WRITING)
            content = _content(ceremony, form)
            write_item(ceremony, content, item)
            if content.document is not None:
                warn_of_repeat(ceremony, content.document)
    except ChangedMeanwhile as refusal:
        ceremony = get_by_key(key)
        item = get_item(ceremony, number or 0)
        form.seen.data = mark_of(item)
        return page(ceremony, 409, form=form, item=item, changed=_told(item), over="item", refusal=words_of(refusal))
    except (Fault, PresentedTwice) as refusal:
        if isinstance(refusal, Fault):
            refusal.field.errors = [*refusal.field.errors, " ".join(refusal.words)]
        else:
            form.document.errors = [" ".join(words_of(refusal))]
        ceremony = get_by_key(key)
        return page(ceremony, 422, form=form, item=_item(ceremony, number))
    flash(gettext("Saved: %(title)s.", title=form.title.data), "success")
    return back(key)


def _item(ceremony: Ceremony, number: int | None) -> ProgrammeItem | None:
    return None if number is None else get_item(ceremony, number)


def _content(ceremony: Ceremony, form: ItemForm) -> Content:
    """Return what the form says; raises Fault."""
    return Content(
        kind=ItemKind(form.kind.data),
        title=form.title.data,
        minutes=form.minutes.data,
        speaker=person_of(ceremony, form.speaker),
        unit=_unit(ceremony, form),
        document=_document(ceremony, form),
        notes=lines_of(form.notes.data),
    )


def _unit(ceremony: Ceremony, form: ItemForm) -> Unit | None:
    code = (form.unit.data or "").strip()
    try:
        unit = get_unit(code) if code else None
        if unit is not None and unit not in list_open_units(ceremony.host):
            raise UnknownUnit(code=code)
    except UnknownUnit as refusal:
        raise Fault(form.unit, refusal) from refusal
    return unit


def _document(ceremony: Ceremony, form: ItemForm) -> Document | None:
    if form.citation.data:
        try:
            return add_cited(ceremony.host, form.citation.data, None, now())[0]
        except Refusal as refusal:
            raise Fault(form.citation, refusal) from refusal
    chosen = form.document.data or ""
    if not chosen.isdecimal():
        return None
    try:
        document = get_document(int(chosen))
    except NotFound as refusal:
        raise Fault(form.document, refusal) from refusal
    return document if document.host_id == ceremony.host_id else None


def _told(item: ProgrammeItem) -> list[tuple[str, str]]:
    """Return what an item says now, for whoever was about to change an older one."""
    return [
        (gettext("Title"), item.title),
        (gettext("Minutes"), str(item.minutes)),
        (gettext("Speaker"), called(item.speaker) if item.speaker else item.unit.name if item.unit else "–"),
        (gettext("Document"), cite(item.document) if item.document else "–"),
        (gettext("Notes"), item.notes or "–"),
    ]


@blueprint.post("/ceremonies/<key>/programme/items/<int:number>/<any(up, down, remove):act>")
@who_may(role="office")
def change_order(key: str, number: int, act: str) -> ResponseReturnValue:
    """Move an item up or down, or take it out; not in an order that has changed meanwhile."""
    try:
        with transaction():
            ceremony = _in_seen_order(key)
            item = get_item(ceremony, number)
            title = item.title
            if act == "remove":
                remove_item(ceremony, item)
            else:
                move_item(ceremony, item, up=act == "up")
    except ChangedMeanwhile as refusal:
        return page(get_by_key(key), 409, changed=[], refusal=words_of(refusal))
    if act == "remove":
        flash(gettext("Taken out of the programme: %(title)s.", title=title), "success")
    return back(key, f"i-{number}" if act != "remove" else None)


@blueprint.post("/ceremonies/<key>/programme/order")
@who_may(role="office")
def take_order(key: str) -> ResponseReturnValue:
    """Let the items stand in the order in which they were dropped (`items`, their numbers with commas between)."""
    numbers = [int(one) for one in request.form.get("items", "").split(",") if one.isascii() and one.isdigit()]
    try:
        with transaction():
            put_in_order(_in_seen_order(key), numbers)
    except ChangedMeanwhile as refusal:
        return page(get_by_key(key), 409, changed=[], refusal=words_of(refusal))
    return back(key, "items")


def _in_seen_order(key: str) -> Ceremony:
    """Return the ceremony, whose items stand as the reader saw them; raises ChangedMeanwhile."""
    ceremony = get_by_key(key)
    if request.form.get("seen") != order_mark(list_items_loaded(ceremony)):
        raise changed_meanwhile([f"ceremony:{key}"], WRITING)
    return ceremony

"""What the addresses of a programme share: its page, its forms, and what tells that they were overtaken."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from ceremony.accounts.browser import get_user, may
from ceremony.core.clock import today
from ceremony.core.language import words_of
from ceremony.core.refusal import Refusal
from ceremony.core.text import clean
from ceremony.leave.queries import granted_leaves_on
from ceremony.people.models import Person
from ceremony.people.queries import get_person, list_people, office_of
from ceremony.programme.forms import KIND_WORDS, LONGEST_LIST, FrameForm, ItemForm
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import find_repeats, list_items_loaded, list_left_over, list_open_units, list_parts
from ceremony.programme.rules import STANDARD, ItemKind, fingerprint
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.queries import cite, list_documents

blueprint = Blueprint("programme", __name__)
# Who reads the programme; the office writes it.
READERS = ("office", "manager", "recorder")
# The acts that change items and their order.
WRITING = ("write-item", "attach-document", "move-item", "order-items", "remove-item", "carry-over", "assign-speaking")


def may_lead(ceremony: Ceremony) -> bool:
    """Whether the visitor leads this ceremony: the office, a recorder of the host, its MC or its secretary."""
    if may("office", ceremony.host) or may("recorder", ceremony.host):
        return True
    person_id = get_user().person_id
    return person_id is not None and person_id in (ceremony.mc_id, ceremony.secretary_id)


class Fault(Exception):  # noqa: N818 - what a field was refused with
    """A refusal that belongs to one field."""

    def __init__(self, field: Field, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.field, self.words = field, words_of(refusal)


def mark_of(item: ProgrammeItem) -> str:
    """Return what changes when somebody writes the item."""
    who = (item.speaker_id, item.unit_id)
    return fingerprint(item.kind.value, item.title, item.minutes, who, item.document_id, item.notes)


def order_mark(items: Sequence[ProgrammeItem]) -> str:
    """Return what changes with the order of the items."""
    return fingerprint([item.id for item in items])


def frame_mark(ceremony: Ceremony) -> str:
    """Return what changes with theme, dress or who presides."""
    return fingerprint(ceremony.theme, ceremony.dress, ceremony.presiding_id)


def _item_form(item: ProgrammeItem | None) -> ItemForm:
    if item is None:
        return ItemForm(formdata=None, data={"kind": ItemKind.PRESENTATION.value, "minutes": 5})
    values = {
        "seen": mark_of(item),
        "kind": item.kind.value,
        "title": item.title,
        "minutes": item.minutes,
        "speaker": item.speaker.check_in_code if item.speaker else "",
        "unit": item.unit.code if item.unit and not item.speaker else "",
        "document": str(item.document_id or ""),
        "notes": item.notes,
    }
    return ItemForm(formdata=None, data=values)


def _frame_form(ceremony: Ceremony) -> FrameForm:
    presiding = ceremony.presiding.check_in_code if ceremony.presiding else ""
    values = {"theme": ceremony.theme, "dress": ceremony.dress, "presiding": presiding}
    return FrameForm(formdata=None, data={**values, "seen": frame_mark(ceremony)})


def page(ceremony: Ceremony, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Show the programme; *values* may bring `form` with its `item`, `frame`, and the `refusal` of an overtaken one."""
    items = list_items_loaded(ceremony)
    values = {"item": None, "form": None, "frame": None, "refusal": None, **values}
    is_office = may("office", ceremony.host)
    if is_office:
        people = list_people(ceremony.host, today())
        offered = people if len(people) <= LONGEST_LIST else []
        values["form"] = values["form"] or _item_form(values["item"])
        values["form"].offer(offered, list_open_units(ceremony.host), list_documents(ceremony.host))
        values["frame"] = values["frame"] or _frame_form(ceremony)
        values["frame"].offer(offered)
    parts = list_parts(ceremony.series)
    shown = render_template(
        "programme/programme.html",
        office=office_of(ceremony.host),
        ceremony=ceremony,
        leads=may_lead(ceremony),
        items=items,
        away=granted_leaves_on(ceremony.host, ceremony.date) if ceremony.date else {},
        repeats=find_repeats(ceremony, [one.document_id for one in items if one.document_id is not None]),
        starts=starts_of(items),
        total=sum(one.minutes for one in items),
        order=order_mark(items),
        left_over=list_left_over(ceremony) if is_office else [],
        has_parts=bool(parts),
        begins_with=parts or STANDARD,
        words=KIND_WORDS,
        cite=cite,
        can_edit=is_office and ceremony.state is not CeremonyState.CANCELLED,
        **values,
    )
    return shown, status


def starts_of(items: Sequence[ProgrammeItem]) -> list[int]:
    """Return after how many minutes each item begins."""
    return [sum(one.minutes for one in items[:place]) for place in range(len(items))]


def person_of(ceremony: Ceremony, field: Field) -> Person | None:
    """Return the person whom a field names; raises Fault."""
    text = (field.data or "").strip()
    try:
        return get_person(ceremony.host, text, today()) if text else None
    except Refusal as refusal:
        raise Fault(field, refusal) from refusal


def lines_of(text: str | None) -> str:
    """Return text of several lines in its one written form, the lines kept."""
    return "\n".join(map(clean, (text or "").splitlines())).strip()


def back(key: str, anchor: str | None = None) -> ResponseReturnValue:
    """Go back to the programme after a form."""
    return redirect(url_for("programme.show_programme", key=key, _anchor=anchor), code=303)

"""The tree of units: names, places, mailboxes."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from ceremony.accounts.browser import may, my_units, page_host
from ceremony.accounts.rules import Role
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import today
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.text import fold
from ceremony.core.web.access import who_may
from ceremony.desk.people.forms import CloseForm, NewUnitForm, UnitForm
from ceremony.desk.people.views import page, refused, unit_choices
from ceremony.desk.versions import changes_between, version_of
from ceremony.people.actions import close_unit, merge_unit, reopen_unit, set_unit
from ceremony.people.models import Unit
from ceremony.people.queries import (
    count_own_people,
    find_unit,
    get_root,
    get_unit,
    host_ids,
    list_outside_units,
    list_subtree,
)

blueprint = Blueprint("units", __name__)
OUTSIDE = "-"
PAGE = 200


class CodeInUse(Refusal):
    """A new unit would take another's code."""

    sentence = msgid("The code %(code)s already belongs to %(name)s.")
    cure = msgid("Give the new unit another code.")


def _keeps_the_outside() -> bool:
    """Whether the visitor looks after the bodies that stand outside every host."""
    return may(Role.OFFICE, get_root())


def _is_asked_for(unit: Unit, asked: str) -> bool:
    """Whether name or code hold what is asked, marks are not needed."""
    return fold(asked) in fold(unit.name) or asked.upper() in unit.code


@blueprint.get("/units")
@who_may(role="office")
def show_units() -> ResponseReturnValue:
    """Show the units of the host as a tree, page by page, and after the last one the outside bodies."""
    host, asked = page_host(), request.args.get("q", "").strip()
    found = [unit for unit in list_subtree(host) if _is_asked_for(unit, asked)]
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    outside = list_outside_units() if _keeps_the_outside() and number == pages else []
    return page(
        "units",
        units=found[(number - 1) * PAGE : number * PAGE],
        count=len(found),
        q=asked,
        number=number,
        pages=pages,
        outside=[unit for unit in outside if _is_asked_for(unit, asked)],
        mine={unit.id for unit in my_units(host, Role.OFFICE)},
        hosts=host_ids(),
        people=count_own_people(today()),
        top=len(host.ancestor_ids),
    )


def _offer_parents(form: UnitForm, unit: Unit | None) -> None:
    own = my_units(page_host(), Role.OFFICE)
    choices = unit_choices([one for one in own if unit is None or not one.path.startswith(unit.path)])
    is_top = unit is not None and unit.parent_id is None
    if is_top or (unit is None and _keeps_the_outside()):
        choices.append(SelectChoice(OUTSIDE, gettext("no unit: it stands outside")))
    if unit is not None and unit.parent is not None and unit.parent.code not in {one.value for one in choices}:
        choices.insert(0, SelectChoice(unit.parent.code, unit.parent.name))
    form.parent.choices = choices


def _parent(form: UnitForm) -> Unit | None:
    return get_unit(form.parent.data) if form.parent.data != OUTSIDE else None


@blueprint.get("/units/new")
@who_may(role="office")
def show_new() -> ResponseReturnValue:
    """Show the form of a new unit."""
    form = NewUnitForm(formdata=None, data={"parent": page_host().code})
    _offer_parents(form, None)
    return page("unit", form=form, edited=None)


@blueprint.post("/units/new")
@who_may(role="office")
def take_new() -> ResponseReturnValue:
    """Make a unit."""
    form = NewUnitForm()
    _offer_parents(form, None)
    if not form.validate():
        return page("unit", 422, form=form, edited=None)
    try:
        with transaction():
            owner = find_unit(form.code.data)
            if owner is not None:
                raise CodeInUse(code=owner.code, name=owner.name)
            name = set_unit(form.code.data, form.name.data, _parent(form), form.email.data or "").name
    except Refusal as refusal:
        return page("unit", refused(form, refusal), form=form, edited=None)
    flash(gettext("The unit %(name)s has been made.", name=name), "success")
    return redirect(url_for("units.show_units", unit=request.args.get("unit")), code=303)


def _values(unit: Unit) -> dict[str, Any]:
    parent = unit.parent.code if unit.parent else OUTSIDE
    return {"name": unit.name, "parent": parent, "email": unit.email or ""}


@blueprint.get("/units/<unit_code>")
@who_may(role="office")
def show_unit(unit_code: str) -> ResponseReturnValue:
    """Show a unit to change it."""
    return _unit_page(get_unit(unit_code))


def _unit_page(unit: Unit, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Show a unit with its two forms."""
    if "form" not in values:
        form = UnitForm(formdata=None, data={**_values(unit), "version": version_of(_values(unit))})
        _offer_parents(form, unit)
        values["form"] = form
    if "close" not in values:
        values["close"] = CloseForm(formdata=None, data={"day": today(), "into": OUTSIDE})
        _offer_heirs(values["close"], unit)
    return page("unit", status, edited=unit, **values)


def _offer_heirs(form: CloseForm, unit: Unit) -> None:
    own = my_units(page_host(), Role.OFFICE)
    nobody = SelectChoice(OUTSIDE, gettext("nowhere: it is empty"))
    form.into.choices = [nobody, *unit_choices([one for one in own if not one.path.startswith(unit.path)])]


@blueprint.post("/units/<unit_code>/close")
@who_may(role="office")
def take_close(unit_code: str) -> ResponseReturnValue:
    """Close a unit, or merge it into another."""
    form, unit = CloseForm(), get_unit(unit_code)
    _offer_heirs(form, unit)
    if not form.validate() or form.day.data is None:
        return _unit_page(unit, 422, close=form)
    try:
        with transaction():
            unit = get_unit(unit_code)
            if form.into.data == OUTSIDE:
                close_unit(unit, form.day.data, today())
            else:
                merge_unit(unit, get_unit(form.into.data), form.day.data, today())
            name = unit.name
    except Refusal as refusal:
        return _unit_page(get_unit(unit_code), refused(form, refusal), close=form)
    flash(gettext("%(name)s is closed. Past months keep its figures.", name=name), "success")
    return redirect(url_for("units.show_units", unit=request.args.get("unit")), code=303)


@blueprint.post("/units/<unit_code>/reopen")
@who_may(role="office")
def take_reopen(unit_code: str) -> ResponseReturnValue:
    """Take a closing back."""
    with transaction():
        reopen_unit(get_unit(unit_code))
    return redirect(url_for("units.show_unit", unit_code=unit_code, unit=request.args.get("unit")), code=303)


@blueprint.post("/units/<unit_code>")
@who_may(role="office")
def take_unit(unit_code: str) -> ResponseReturnValue:
    """Rename a unit, hang it elsewhere or change its mailbox."""
    form, unit = UnitForm(), get_unit(unit_code)
    _offer_parents(form, unit)
    if not form.validate():
        return _unit_page(unit, 422, form=form)
    try:
        with transaction():
            unit = get_unit(unit_code)
            if form.version.data != version_of(_values(unit)):
                raise changed_meanwhile([f"unit:{unit.code}"], ["change unit", "make unit"])
            name = set_unit(unit.code, form.name.data, _parent(form), form.email.data or "").name
    except ChangedMeanwhile as refusal:
        saved = _values(get_unit(unit_code))
        form.version.data = version_of(saved)
        changes = changes_between(saved, form.data)
        return _unit_page(get_unit(unit_code), refused(form, refusal), form=form, saved=changes)
    except Refusal as refusal:
        return _unit_page(get_unit(unit_code), refused(form, refusal), form=form)
    flash(gettext("The unit %(name)s has been saved.", name=name), "success")
    return redirect(url_for("units.show_units", unit=request.args.get("unit")), code=303)

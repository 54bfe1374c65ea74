"""The staff list: who belongs to which unit, and what the office does with a person."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form
from wtforms.fields.choices import SelectChoice

from ceremony.accounts.actions import link_accounts
from ceremony.accounts.actions.addresses import hold_addresses
from ceremony.accounts.browser import held, holds_any, may, may_see, my_units, page_host, page_unit
from ceremony.accounts.queries import addresses_of_holders, list_roles
from ceremony.accounts.rules import NotOpen, Role
from ceremony.accounts.rules.roles import ROLE_WORDS
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.people.forms import LeaveForm, MoveForm, NewPersonForm, PersonForm
from ceremony.desk.versions import changes_between, version_of
from ceremony.people.actions import (
    PersonFacts,
    add_person,
    change_person,
    facts_of,
    leave_office,
    move_person,
    return_person,
)
from ceremony.people.models import Person, Unit
from ceremony.people.queries import (
    COLUMNS,
    FoundPeople,
    find_people,
    get_person_by_id,
    get_unit,
    list_own_units,
    office_of,
)

blueprint = Blueprint("people", __name__)
ROLES = ("office", "manager", "recorder")
PAGE = 200


offer(
    blueprint,
    Entry("people.show_people", msgid("Staff"), place=50, covers=("people", "units"), shown=holds_any),
)


def page(template: str, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Return a page of the host that this address is about."""
    host = page_host()
    values = {"office": office_of(host), "host": host, "is_office": may(Role.OFFICE, host), **values}
    return make_response(render_template(f"people/{template}.html", **values), status)


def refused(form: Form, refusal: Refusal) -> int:
    """Put the refusal on top of the form; return the status of the answer."""
    form.form_errors.append(" ".join(words_of(refusal)))
    return status_of(refusal)


def unit_choices(units: list[Unit]) -> list[SelectChoice]:
    """Return the units to choose from, indented as the tree stands."""
    units = [unit for unit in units if not unit.is_closed]
    top = min((len(unit.ancestor_ids) for unit in units), default=0)
    return [SelectChoice(unit.code, "\u2003" * (len(unit.ancestor_ids) - top) + unit.name) for unit in units]


@blueprint.get("/people")
@who_may(role=ROLES, within=True)
def show_people() -> ResponseReturnValue:
    """Show the people of the visitor's units, unit by unit in name order."""
    asked, everyone = request.args.get("q", "").strip(), "all" in request.args
    unit, asked_order = page_unit(), request.args.get("sort", "")
    order = asked_order if asked_order.removeprefix("-") in COLUMNS else ""
    mine = {one.id for one in my_units(page_host(), *ROLES) if one.path.startswith(unit.path)}

    def found_from(number: int) -> FoundPeople:
        return find_people(mine, today(), asked, everyone=everyone, begin=(number - 1) * PAGE, size=PAGE, by=order)

    number = max(1, request.args.get("page", 1, type=int))
    found = found_from(number)
    pages = max(1, -(-found.count // PAGE))
    if number > pages:
        number, found = pages, found_from(pages)
    return page(
        "register", people=found.people, count=found.count, q=asked, everyone=everyone, number=number, pages=pages,
        today=today(), unit=unit, order=order,
    )  # fmt: skip


@blueprint.get("/people/new")
@who_may(role="office")
def show_new() -> ResponseReturnValue:
    """Show the form that takes a person on."""
    return page("new", form=_new_form(NewPersonForm(formdata=None, data={"unit_code": request.args.get("unit")})))


def _new_form(form: NewPersonForm) -> NewPersonForm:
    form.unit_code.choices = unit_choices(my_units(page_host(), Role.OFFICE))
    return form


@blueprint.post("/people/new")
@who_may(role="office")
def take_new() -> ResponseReturnValue:
    """Take a person on as of today."""
    form = _new_form(NewPersonForm())
    if not form.validate():
        return page("new", 422, form=form)
    try:
        with transaction():
            unit = get_unit(form.unit_code.data)
            person = add_person(unit, _facts(form), today())
            link_accounts(today(), held())
            name, code = person.full_name, unit.code
    except Refusal as refusal:
        return page("new", refused(form, refusal), form=form)
    flash(gettext("%(name)s has been taken on.", name=name), "success")
    return redirect(url_for("people.show_people", unit=code), code=303)


def ask_holders(before: dict[int, str | None]) -> None:
    """Keep the addresses of people whose roles the visitor does not reach until they agree, and say so."""
    settings = current_app.extensions["settings"]
    for person in hold_addresses(before, held(), settings, today(), now(), real_now()):
        sentence = msgid("%(name)s holds a role beyond your office: the address changes when they agree by letter.")
        flash(gettext(sentence, name=person.full_name), "warning")


def _facts(form: PersonForm) -> PersonFacts:
    return PersonFacts(**{name: form[name].data or "" for name in PersonFacts.__dataclass_fields__})


def _own(person_id: int, role: Role | None = Role.OFFICE) -> Person:
    person = get_person_by_id(person_id)
    if not (may(role, person.unit) if role else may_see(person)):
        raise NotOpen
    return person


def _person_page(person: Person, status: int = 200, **forms: Any) -> ResponseReturnValue:
    facts = asdict(facts_of(person))
    forms.setdefault("form", PersonForm(formdata=None, data={**facts, "version": version_of(facts)}))
    forms.setdefault("move", MoveForm(formdata=None, data={"unit_code": person.unit.code, "day": today()}))
    forms.setdefault("leave", LeaveForm(formdata=None, data={"day": person.left or today()}))
    forms["move"].unit_code.choices = unit_choices(my_units(page_host(), Role.OFFICE))
    may_change = may(Role.OFFICE, person.unit)
    forms["roles"] = _roles(person) if may_change else []
    return page("person", status, person=person, today=today(), may_change=may_change, **forms)


def _roles(person: Person) -> list[tuple[str, str, date | None]]:
    """Return the roles that the person holds in the host, now or later: words, unit, last day."""
    units = [unit.id for unit in list_own_units(page_host())]
    held = [one for one in list_roles(units, today()) if one.user.person_id == person.id]
    return [(gettext(ROLE_WORDS[one.role]), one.unit.name, one.ends and one.ends - timedelta(days=1)) for one in held]


@blueprint.get("/people/<int:person_id>")
@who_may(role=ROLES, within=True)
def show_person(person_id: int) -> ResponseReturnValue:
    """Show what is written down of a person; the office changes it here."""
    return _person_page(_own(person_id, None))


@blueprint.post("/people/<int:person_id>")
@who_may(role="office")
def take_person(person_id: int) -> ResponseReturnValue:
    """Write down what is known of the person now."""
    form, person = PersonForm(), _own(person_id)
    if not form.validate():
        return _person_page(person, 422, form=form)
    try:
        with transaction():
            person = _own(person_id)
            if form.version.data != version_of(asdict(facts_of(person))):
                subjects = [f"person:{person_id}", f"unit:{person.host.code}"]
                raise changed_meanwhile(subjects, ["change person", "take on", "import staff list"])
            before = addresses_of_holders(person.host, today())
            change_person(person, _facts(form))
            ask_holders(before)
            link_accounts(today(), held())
            name = person.full_name
    except ChangedMeanwhile as refusal:
        return _both(_own(person_id), form, refusal)
    except Refusal as refusal:
        return _person_page(_own(person_id), refused(form, refusal), form=form)
    flash(gettext("What is written down of %(name)s has been saved.", name=name), "success")
    return redirect(url_for("people.show_person", person_id=person_id), code=303)


def _both(person: Person, form: PersonForm, refusal: Refusal) -> ResponseReturnValue:
    """Show what was typed with what is saved; saving again is meant."""
    saved = asdict(facts_of(person))
    form.version.data = version_of(saved)
    return _person_page(person, refused(form, refusal), form=form, saved=changes_between(saved, form.data))


@blueprint.post("/people/<int:person_id>/move")
@who_may(role="office")
def take_move(person_id: int) -> ResponseReturnValue:
    """Move the person to another unit of the host."""
    return _take_to_unit(person_id, move_person)


@blueprint.post("/people/<int:person_id>/return")
@who_may(role="office")
def take_return(person_id: int) -> ResponseReturnValue:
    """Take somebody who had left on again."""
    return _take_to_unit(person_id, return_person)


def _take_to_unit(person_id: int, act: Callable[[Person, Unit, date, date], object]) -> ResponseReturnValue:
    """Do *act* with the person, the unit and the day of the form."""
    form, person = MoveForm(), _own(person_id)
    form.unit_code.choices = unit_choices(my_units(page_host(), Role.OFFICE))
    if not form.validate() or form.day.data is None:
        return _person_page(person, 422, move=form)
    try:
        with transaction():
            person, unit = _own(person_id), get_unit(form.unit_code.data)
            act(person, unit, form.day.data, today())
            words = {"name": person.full_name, "unit": unit.name}
    except Refusal as refusal:
        return _person_page(_own(person_id), refused(form, refusal), move=form)
    flash(gettext("%(name)s now belongs to %(unit)s.", **words), "success")
    return redirect(url_for("people.show_person", person_id=person_id), code=303)


@blueprint.post("/people/<int:person_id>/leave")
@who_may(role="office")
def take_leave(person_id: int) -> ResponseReturnValue:
    """Note that the person leaves."""
    leave, person = LeaveForm(), _own(person_id)
    if not leave.validate() or leave.day.data is None:
        return _person_page(person, 422, leave=leave)
    try:
        with transaction():
            person = _own(person_id)
            leave_office(person, leave.day.data)
            name = person.full_name
    except Refusal as refusal:
        return _person_page(_own(person_id), refused(leave, refusal), leave=leave)
    day = leave.day.data.strftime("%d/%m/%Y")
    flash(gettext("%(name)s no longer belongs here from %(day)s on.", name=name, day=day), "success")
    return redirect(url_for("people.show_people"), code=303)

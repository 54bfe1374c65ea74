"""The page of the roles: who holds which, giving one, taking one back.

An office above the host gives and takes by address; who else holds what it does not read here.
"""

from datetime import timedelta
from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from ceremony.accounts.actions import account_for, grant_role, revoke_role
from ceremony.accounts.actions.grants import AddressOfSeveral, account_of_person, take_back
from ceremony.accounts.actions.notices import tell_roles
from ceremony.accounts.browser import may, page_host
from ceremony.accounts.models import User
from ceremony.accounts.queries import find_grant, get_grant, list_roles
from ceremony.accounts.rules import NotOpen, Role
from ceremony.accounts.rules.roles import ROLE_DUTIES, ROLE_WORDS
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.office import blueprint
from ceremony.desk.people.views import unit_choices
from ceremony.desk.roles.forms import OwnRoleForm, RoleForm
from ceremony.desk.subjects import account_name
from ceremony.people.models import Person, Unit
from ceremony.people.queries import UnknownPerson, find_people, get_person, get_unit, list_own_units, office_of
from ceremony.people.queries.namesakes import place_of

_MOST_SHOWN = 12


class NobodyIsMeant(BadInput):
    """Nobody who is here fits the words."""

    sentence = msgid("Nobody in the staff list fits %(text)s.")
    cure = msgid("Write the name as it stands there, or take the person on first.")


class SeveralAreMeant(BadInput):
    """Some words fit several persons."""

    sentence = msgid("%(text)s fits several people.")
    cure = msgid("Choose the one who is meant, or write more of the name.")


class MailboxShared(BadInput):
    """An address of several persons, told to somebody who may not read their names."""

    sentence = msgid("Several persons have the address %(address)s.")
    cure = msgid("Give the one who is meant an address of their own first.")


def _is_own() -> bool:
    """Whether the visitor is the office of the host itself, not one above."""
    return may(Role.OFFICE, page_host())


def _offered(form: RoleForm, units: list[Unit]) -> RoleForm:
    form.unit_code.choices = unit_choices(units)
    return form


def _new_form() -> RoleForm:
    data = {"who": request.args.get("who", ""), "unit_code": page_host().code, "is_told": True}
    return (OwnRoleForm if _is_own() else RoleForm)(formdata=None, data=data)


def _page(status: int = 200, form: RoleForm | None = None) -> ResponseReturnValue:
    host, is_own = page_host(), _is_own()
    units = list_own_units(host)
    grants = list_roles([unit.id for unit in units], today()) if is_own else []
    values: dict[str, Any] = {"host": host, "office": office_of(host), "form": _offered(form or _new_form(), units)}
    lines = [(account_name(one.user), one, gettext(ROLE_WORDS[one.role])) for one in grants]
    values["duties"] = " ".join(gettext(ROLE_DUTIES[role]) for role in Role)
    page = render_template(
        "office/roles.html", is_own=is_own, lines=lines, today=today(), one_day=timedelta(days=1), **values
    )
    return make_response(page, status)


def _back() -> ResponseReturnValue:
    return redirect(url_for("office.show_roles", unit=request.args.get("unit")), code=303)


@blueprint.get("/office/roles")
@who_may(role="office", above=True)
def show_roles() -> ResponseReturnValue:
    """Show who holds which role, and the form that gives one."""
    return _page()


@blueprint.post("/office/roles")
@who_may(role="office", above=True)
def take_role() -> ResponseReturnValue:
    """Give a role and tell by letter; or take it back, as an office above does it."""
    form = _offered((OwnRoleForm if _is_own() else RoleForm)(), list_own_units(page_host()))
    if not form.validate():
        return _page(422, form)
    try:
        with transaction():
            sentence = (_take if request.form.get("act") == "take" else _give)(form)
    except Refusal as refusal:
        form.form_errors.append(" ".join(words_of(refusal)))
        return _page(422 if isinstance(refusal, BadInput) else status_of(refusal), form)
    flash(sentence, "success")
    return _back()


def _give(form: RoleForm) -> str:
    """Give what the form says; return the sentence that tells of it."""
    role, unit = Role(form.role.data), get_unit(form.unit_code.data)
    user = _account(form, role)
    held = find_grant(user, role, unit)
    began = held.starts if held is not None else None
    grant = grant_role(user, role, unit, today(), first=form.first.data, last=form.last.data)
    is_kept = grant is held and grant.starts == began
    if not is_kept and form.is_told.data:
        tell_roles([grant], page_host(), current_app.extensions["settings"], now(), real_now())
    name = account_name(user) if _is_own() else form.who.data
    said = msgid("%(name)s has been given the role %(role)s on %(unit)s.")
    if is_kept:
        said = msgid("%(name)s holds the role %(role)s on %(unit)s already. Nothing was changed.")
    return gettext(said, name=name, role=gettext(ROLE_WORDS[role]), unit=unit.name)


def _take(form: RoleForm) -> str:
    role, unit = Role(form.role.data), get_unit(form.unit_code.data)
    revoke_role(form.who.data, role, unit, today())
    said = msgid("The role %(role)s on %(unit)s has been taken back from %(name)s.")
    return gettext(said, name=form.who.data, role=gettext(ROLE_WORDS[role]), unit=unit.name)


def _account(form: RoleForm, role: Role) -> User:
    """Return the account that the form names; raises what it is refused with."""
    if _is_own():
        return account_of_person(_person(form), role, today(), now())
    try:
        return account_for(form.who.data, today(), now())
    except AddressOfSeveral as error:
        raise MailboxShared(address=form.who.data) from error


def _person(form: RoleForm) -> Person:
    """Return whom the words mean: a code, an address, or a name that only one has; else offers the choice."""
    host, text = page_host(), form.who.data
    try:
        person = get_person(host, form.person.data or text, today())
    except UnknownPerson:
        return _person_called(form, text)
    if person.left is not None and person.left <= today():
        raise NobodyIsMeant(text=text)
    return person


def _person_called(form: RoleForm, text: str) -> Person:
    units = [unit.id for unit in list_own_units(page_host())]
    found = find_people(units, today(), text, size=_MOST_SHOWN)
    if not found.people:
        raise NobodyIsMeant(text=text)
    if found.count > 1:
        form.person.choices = [
            SelectChoice(one.check_in_code, ", ".join(filter(None, (one.full_name, place_of(one)))))
            for one in found.people
        ]
        raise SeveralAreMeant(text=text)
    return found.people[0]


@blueprint.post("/office/roles/<int:number>/take")
@who_may(role="office")
def take_role_back(number: int) -> ResponseReturnValue:
    """Take one role back."""
    try:
        with transaction():
            grant = get_grant(number, today())
            if grant.unit_id not in {unit.id for unit in list_own_units(page_host())}:
                raise NotOpen
            take_back(grant, today())
            words = {"name": account_name(grant.user), "unit": grant.unit.name}
            role = gettext(ROLE_WORDS[grant.role])
    except Refusal as refusal:
        flash(" ".join(words_of(refusal)), "warning")
        return _page(status_of(refusal))
    flash(gettext("The role %(role)s on %(unit)s has been taken back from %(name)s.", role=role, **words), "success")
    return _back()

"""The rota: whose turn it is to speak and to lead, who decides it, and who spoke when."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import may, page_host
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.clock import today
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.web.access import who_may
from ceremony.core.web.words import numeric_date
from ceremony.people.models import Unit
from ceremony.people.queries import UnknownUnit, find_unit, get_person, office_of
from ceremony.people.queries.namesakes import called
from ceremony.programme.actions.rota import assign_mc, assign_speaking, set_exempt
from ceremony.programme.queries import list_open_units
from ceremony.programme.queries.rota import (
    count_turns,
    list_exempt,
    list_rota_units,
    list_served,
    list_with_people,
    rota_of,
)
from ceremony.programme.rules.rota import Duty
from ceremony.programme.views.base import blueprint
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import NoSuchCeremony, get_by_key

_ASSIGN = {Duty.SPEAKING: assign_speaking, Duty.MC: assign_mc}
_ACTS = {Duty.SPEAKING: ("assign-speaking", "write-item"), Duty.MC: ("assign-mc", "change-ceremony")}


@blueprint.get("/rota")
@who_may(role=("office", "manager"))
def show_rota() -> ResponseReturnValue:
    """Show the coming months with whose turn it is, the counts of this and the last year, and who served when."""
    host, day = page_host(), today()
    served = list_served(host, date(day.year - 1, 1, 1))
    units = list_rota_units(host, day)
    return render_template(
        "programme/rota.html",
        office=office_of(host),
        host=host,
        months=rota_of(host, served, day),
        served=[one for one in reversed(served) if one.day <= day],
        counts=count_turns(units, served, day.year),
        units=units,
        choices=list_with_people(host, day),
        exempt=list_exempt(host),
        year=day.year,
        is_office=may("office", host),
    )


@blueprint.post("/rota")
@who_may(role="office")
def take_rota() -> ResponseReturnValue:
    """Put a unit, or one of its people, in (`duty`, `ceremony`, `unit` or `person`), or say who takes no turns."""
    with transaction():
        host = page_host()
        if "exempt" in request.form.getlist("act"):
            taking = set(request.form.getlist("takes_turns"))
            set_exempt(host, [unit.id for unit in list_open_units(host) if unit.code not in taking])
            words = gettext("It is kept who takes turns.")
        else:
            words = _assign(host)
        code = host.code
    flash(words, "success")
    return redirect(url_for("programme.show_rota", unit=code), code=303)


def _assign(host: Unit) -> str:
    duty = Duty.MC if request.form.get("duty") == Duty.MC else Duty.SPEAKING
    ceremony = get_by_key(request.form.get("ceremony", ""))
    if ceremony.host_id != host.id:
        raise NoSuchCeremony(key=ceremony.key)
    if _is_set(host, ceremony, duty):
        raise changed_meanwhile([f"ceremony:{ceremony.key}"], _ACTS[duty])
    code = request.form.get("person", "")
    person = get_person(host, code, today()) if code else None
    unit = person.unit if person else find_unit(request.form.get("unit", ""))
    if unit is None or unit not in list_open_units(host):
        raise UnknownUnit(code=request.form.get("unit", ""))
    _ASSIGN[duty](ceremony, unit, person)
    name = called(person) if person else unit.name
    return gettext("%(day)s: %(name)s.", day=numeric_date(ceremony.told.day), name=name)


def _is_set(host: Unit, ceremony: Ceremony, duty: Duty) -> bool:
    day = ceremony.told.day
    return any(one.duty is duty and one.ceremony.id == ceremony.id for one in list_served(host, day))

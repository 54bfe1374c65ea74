"""Date and place of one ceremony, and who serves; the other place when it rains."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from ceremony.accounts.browser import may
from ceremony.accounts.rules import Role
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.month import count_told
from ceremony.desk.views.month import MOVING, possible_changes, version_of_date
from ceremony.desk.views.shared import blueprint
from ceremony.invitations.actions import keep_quiet
from ceremony.people.queries import get_person, list_people, office_of
from ceremony.programme.forms import LONGEST_LIST, person_choices
from ceremony.schedule.actions import Details, change_details, pass_on, switch_place, wall
from ceremony.schedule.forms import DetailsForm, RestoreForm
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key, lock_ceremony, work_days

# The acts that change what this page shows.
_DATING = (*MOVING, "change-ceremony", "switch-place")
_ROLES = (Role.OFFICE, Role.MANAGER, Role.RECORDER)


@blueprint.get("/ceremonies/<key>/date")
@who_may(role=_ROLES, within=True)
def show_date(key: str) -> ResponseReturnValue:
    """Show date, place and who serves; to the office with the form that changes them."""
    ceremony = get_by_key(key)
    return _page(ceremony, _form(ceremony))


@blueprint.post("/ceremonies/<key>/date")
@who_may(role=Role.OFFICE)
def take_date(key: str) -> ResponseReturnValue:
    """Change them; what was typed stays where that cannot be done."""
    form = DetailsForm()
    if not form.validate():
        return _page(get_by_key(key), form, 422)
    try:
        with transaction():
            ceremony = _as_seen(key, form.version)
            calendar, moment = work_days(ceremony.host), now()
            is_told = change_details(ceremony, _wish(ceremony, form), form.reason.data or "", calendar, moment)
            others = pass_on(ceremony, calendar, moment) if form.following.data else []
    except Refusal as refusal:
        ceremony = get_by_key(key)
        form.version.process_data(version_of_date(ceremony))
        return _page(ceremony, form, status_of(refusal), refusal)
    told = gettext("Who is invited gets one letter.") if is_told and count_told(get_by_key(key)).anybody else ""
    more = gettext("%(number)s following ones were changed too.", number=len(others)) if others else ""
    flash(" ".join(filter(None, [gettext("Date and place are saved."), told, more])), "success")
    return _back(key)


@blueprint.post("/ceremonies/<key>/place")
@who_may(role=Role.OFFICE)
def take_place(key: str) -> ResponseReturnValue:
    """Change over to the rain place, or back; with `act` = quiet nobody who has a letter gets another."""
    form, is_quiet = RestoreForm(), request.form.get("act") == "quiet"
    try:
        with transaction():
            ceremony = _as_seen(key, form.version)
            switch_place(ceremony, now())
            if is_quiet:
                keep_quiet(ceremony)
            place = ceremony.place
    except Refusal as refusal:
        ceremony = get_by_key(key)
        return _page(ceremony, _form(ceremony), status_of(refusal), refusal)
    words = gettext("It is held here now: %(place)s.", place=place)
    letters = gettext("No letter is sent.") if is_quiet else gettext("Who is invited gets one letter.")
    flash(f"{words} {letters}", "success")
    return _back(key)


def _as_seen(key: str, version: Field) -> Ceremony:
    """Return the ceremony, locked, as the reader saw it; raises ChangedMeanwhile."""
    ceremony = get_by_key(key)
    lock_ceremony(ceremony)
    if version.data != version_of_date(ceremony):
        raise changed_meanwhile([f"ceremony:{ceremony.key}"], _DATING)
    return ceremony


def _form(ceremony: Ceremony) -> DetailsForm:
    values = {name: getattr(ceremony, name) for name in ("date", "start", "place", "rain_place", "dress")}
    serving = {"mc": ceremony.mc, "secretary": ceremony.secretary}
    values |= {name: person.check_in_code if person else "" for name, person in serving.items()}
    return DetailsForm(formdata=None, data={**values, "version": version_of_date(ceremony)})


def _wish(ceremony: Ceremony, form: DetailsForm) -> Details:
    return Details(
        date=form.date.data,
        start=wall(form.start.data),
        place=form.place.data or "",
        rain_place=form.rain_place.data or "",
        dress=form.dress.data or "",
        mc_id=_person_id(ceremony, form.mc),
        secretary_id=_person_id(ceremony, form.secretary),
    )


def _person_id(ceremony: Ceremony, field: Field) -> int | None:
    text = (field.data or "").strip()
    return get_person(ceremony.host, text, today()).id if text else None


def _page(
    ceremony: Ceremony, form: DetailsForm, status: int = 200, refusal: Refusal | None = None
) -> ResponseReturnValue:
    people = list_people(ceremony.host, today())
    offered = people if len(people) <= LONGEST_LIST else []
    form.mc.choices = form.secretary.choices = person_choices(offered)
    page = render_template(
        "schedule/date.html",
        ceremony=ceremony,
        form=form,
        told=count_told(ceremony),
        office=office_of(ceremony.host),
        is_office=may(Role.OFFICE, ceremony.host),
        is_today=ceremony.date == today(),
        version=version_of_date(ceremony),
        changes=possible_changes(ceremony),
        refusal=words_of(refusal) if refusal else None,
    )
    return make_response(page, status)


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("desk.show_date", key=key), code=303)

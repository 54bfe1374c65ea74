"""Handing the roles of one person over to another."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ceremony.accounts.actions.handover import hand_over
from ceremony.accounts.actions.notices import tell_roles
from ceremony.accounts.browser import get_user, page_host
from ceremony.accounts.models import User
from ceremony.accounts.queries import list_roles
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import session, transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.forms import BaseForm, DayField
from ceremony.core.web.words import numeric_date
from ceremony.desk.office import blueprint
from ceremony.desk.subjects import account_name
from ceremony.people.queries import get_person, list_own_units, list_people, office_of
from ceremony.people.queries.namesakes import place_of


class HandoverForm(BaseForm):
    """Whose roles go to whom, on which day."""

    old = SelectField(_l("Who hands over"))
    new = SelectField(_l("Who takes over"), description=_l("Who has an e-mail address in the staff list."))
    day = DayField(
        _l("First day of the new one"),
        description=_l("From that day on the old one's roles are over."),
        validators=[InputRequired(_l("Give the day."))],
    )


def _unit_ids() -> list[int]:
    return [unit.id for unit in list_own_units(page_host())]


def _choices(form: HandoverForm) -> HandoverForm:
    holders = {one.user.id: one.user for one in list_roles(_unit_ids(), today()) if one.ends is None}
    form.old.choices = [SelectChoice(str(user.id), account_name(user)) for user in holders.values()]
    form.new.choices = [
        SelectChoice(one.check_in_code, f"{one.full_name} – {place_of(one)}")
        for one in list_people(page_host(), today())
        if one.email
    ]
    return form


def _page(form: HandoverForm | None = None, status: int = 200) -> ResponseReturnValue:
    host = page_host()
    form = form or HandoverForm(formdata=None, data={"day": today(), "old": str(get_user().id)})
    page = render_template("office/handover.html", host=host, office=office_of(host), form=_choices(form))
    return make_response(page, status)


@blueprint.get("/office/handover")
@who_may(role="office")
def show_handover() -> ResponseReturnValue:
    """Show who holds the roles, and the form that hands them over."""
    return _page()


@blueprint.post("/office/handover")
@who_may(role="office")
def take_handover() -> ResponseReturnValue:
    """Hand the roles of one person over to another as of a day."""
    form = _choices(HandoverForm())
    if not form.validate() or form.day.data is None:
        return _page(form, 422)
    try:
        with transaction():
            old = session().get_one(User, int(form.old.data))
            heir = get_person(page_host(), form.new.data, today())
            begun = hand_over(old, heir, _unit_ids(), form.day.data, today(), now())
            if begun:
                tell_roles(begun, page_host(), current_app.extensions["settings"], now(), real_now())
            words = {"old": old.name, "new": heir.full_name, "day": numeric_date(form.day.data)}
    except Refusal as refusal:
        form.form_errors.append(" ".join(words_of(refusal)))
        return _page(form, status_of(refusal))
    flash(
        gettext("The roles of %(old)s go to %(new)s on %(day)s. A letter tells the new one how to sign in.", **words),
        "success",
    )
    return redirect(url_for("office.show_roles", unit=request.args.get("unit")), code=303)

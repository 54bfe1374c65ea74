"""Contesting the own record, and the office's answers."""

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import get_user
from ceremony.accounts.rules import Role
from ceremony.attendance.actions.objections import answer_objection, contest_record
from ceremony.attendance.forms import ContestForm, RulingForm
from ceremony.attendance.queries.objections import find_open_objection, find_outcome, get_objection, list_objections
from ceremony.attendance.rules.objections import ContestedAlready, NothingToContest, Ruling
from ceremony.attendance.views.base import blueprint, page
from ceremony.core.clock import now, real_now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.errors import status_of
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key


def _me(ceremony: Ceremony) -> Person:
    person = get_user().person
    if person is None:
        raise NothingToContest(month=ceremony.month)
    return person


@blueprint.get("/me/contest/<key>")
@who_may(Access.SIGNED_IN)
def show_contest(key: str) -> ResponseReturnValue:
    """Ask why the own record of a closed roll is wrong."""
    ceremony = get_by_key(key)
    outcome = find_outcome(ceremony, _me(ceremony))
    if outcome is None:
        raise NothingToContest(month=ceremony.month)
    if find_open_objection(ceremony, outcome.person) is not None:
        raise ContestedAlready
    return page("contest", ceremony, form=ContestForm(formdata=None), outcome=outcome)


@blueprint.post("/me/contest/<key>")
@who_may(Access.SIGNED_IN)
def take_contest(key: str) -> ResponseReturnValue:
    """Send the objection to the office."""
    ceremony, form = get_by_key(key), ContestForm()
    outcome = find_outcome(ceremony, _me(ceremony))
    if outcome is not None and not form.validate():
        return page("contest", ceremony, 422, form=form, outcome=outcome)
    settings = current_app.extensions["settings"]
    with transaction():
        ceremony = get_by_key(key)
        contest_record(ceremony, _me(ceremony), form.text.data or "", settings, now(), real_now())
        year = ceremony.slot.year
    flash(gettext("The office has been told. Its answer will stand here."), "success")
    return redirect(url_for("desk.me", year=year), code=303)


@blueprint.get("/ceremonies/<key>/objections")
@who_may(role=Role.OFFICE)
def show_objections(key: str) -> ResponseReturnValue:
    """Show what is contested of this roll, and the answers."""
    return _objections(get_by_key(key))


def _objections(ceremony: Ceremony, status: int = 200, **values: object) -> ResponseReturnValue:
    values = {"form": RulingForm(formdata=None), "wrong": None, "refusal": None, **values}
    return page("objections", ceremony, status, objections=list_objections(ceremony), **values)


@blueprint.post("/ceremonies/<key>/objections/<int:number>")
@who_may(role=Role.OFFICE)
def take_ruling(key: str, number: int) -> ResponseReturnValue:
    """Answer one objection: corrected, or declined with a reason."""
    ceremony, form = get_by_key(key), RulingForm()
    wrong = get_objection(ceremony, number).id
    ruling = Ruling.CORRECTED if request.form.get("act") == Ruling.CORRECTED else Ruling.DECLINED
    if ruling is Ruling.DECLINED and not form.validate():
        return _objections(ceremony, 422, form=form, wrong=wrong)
    try:
        with transaction():
            answer_objection(get_objection(get_by_key(key), number), ruling, form.reply.data or "", now())
    except Refusal as refusal:
        return _objections(get_by_key(key), status_of(refusal), form=form, wrong=wrong, refusal=words_of(refusal))
    flash(gettext("The objection is answered."), "success")
    return redirect(url_for("attendance.show_objections", key=key), code=303)

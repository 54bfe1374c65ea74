"""What the office does with personal data: answering corrections, seeing who is erased when, erasing one person."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import may, page_host
from ceremony.accounts.rules import NotOpen, Role
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.people.views import blueprint, page
from ceremony.desk.personal.actions import forget_person
from ceremony.desk.personal.forms import EraseForm, ReplyForm
from ceremony.people.actions.corrections import answer_correction
from ceremony.people.models import Correction, Person
from ceremony.people.queries import get_person_by_id, office_of
from ceremony.people.queries.corrections import get_correction, list_corrections
from ceremony.people.queries.leavers import list_leavers
from ceremony.people.rules.corrections import CorrectionRuling, UnknownCorrection
from ceremony.people.rules.retention import AlreadyForgotten, StillHere, reasons_before


def _own(person: Person) -> Person:
    if not may(Role.OFFICE, person.unit):
        raise NotOpen
    return person


@blueprint.get("/people/corrections")
@who_may(role="office")
def show_corrections() -> ResponseReturnValue:
    """Show what people ask to have corrected, and the answers."""
    return _corrections()


def _corrections(status: int = 200, **values: Any) -> ResponseReturnValue:
    values = {"form": ReplyForm(formdata=None), "wrong": None, "refusal": None, **values}
    return page("corrections", status, corrections=list_corrections(page_host()), **values)


def _asked(number: int) -> Correction:
    correction = get_correction(number)
    if correction.person.host_id != page_host().id:
        raise UnknownCorrection
    return correction


@blueprint.post("/people/corrections/<int:number>")
@who_may(role="office")
def answer(number: int) -> ResponseReturnValue:
    """Answer one request: done, or refused with a reason."""
    form = ReplyForm()
    wrong = _asked(number).id
    ruling = CorrectionRuling.DONE if request.form.get("act") == CorrectionRuling.DONE else CorrectionRuling.REFUSED
    if ruling is CorrectionRuling.REFUSED and not form.validate():
        return _corrections(422, form=form, wrong=wrong)
    try:
        with transaction():
            answer_correction(_asked(number), ruling, form.reply.data or "", now())
    except Refusal as refusal:
        return _corrections(status_of(refusal), form=form, wrong=wrong, refusal=words_of(refusal))
    flash(gettext("The request is answered."), "success")
    return redirect(url_for("people.show_corrections", unit=request.args.get("unit")), code=303)


@blueprint.get("/people/retention")
@who_may(role="office")
def show_retention() -> ResponseReturnValue:
    """Show whose data will be erased, and when."""
    host = page_host()
    months = office_of(host).keep_reasons
    return page("retention", leavers=list_leavers(host, today()), today=today(), before=reasons_before(today(), months))


@blueprint.get("/people/<int:person_id>/forget")
@who_may(role="office")
def show_forgetting(person_id: int) -> ResponseReturnValue:
    """Say what erasing the person's data does, before it is done."""
    person = _own(get_person_by_id(person_id))
    if person.forgotten_at is not None:
        raise AlreadyForgotten(day=f"{person.forgotten_at:%d/%m/%Y}")
    if person.left is None or person.left > today():
        raise StillHere(name=person.full_name)
    return page("forget", person=person, form=EraseForm(formdata=None))


@blueprint.post("/people/<int:person_id>/forget")
@who_may(role="office")
def take_forgetting(person_id: int) -> ResponseReturnValue:
    """Erase the person's data."""
    with transaction():
        forget_person(_own(get_person_by_id(person_id)), now(), today())
    flash(gettext("The personal data have been erased."), "success")
    return redirect(url_for("people.show_retention", unit=request.args.get("unit")), code=303)

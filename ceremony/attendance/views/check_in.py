"""Arriving by the code on the screen: looking gives a ticket, one press uses it."""

from flask import Response, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import current_user
from ceremony.attendance.actions import check_in
from ceremony.attendance.forms import ArrivalForm
from ceremony.attendance.queries import get_by_code, get_ticket, invited_people, marks_of, require_open, ticket_for
from ceremony.attendance.rules.arrival import person_who_says, read_person, write_person
from ceremony.attendance.rules.code import TicketExpired
from ceremony.attendance.views.base import blueprint, page, secret
from ceremony.core.audit.actions import acting
from ceremony.core.audit.rules import Actor
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.core.language import words_of
from ceremony.core.refusal import BadInput
from ceremony.core.web.access import Access, who_may
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.held import require_held

_COOKIE = "arrival"
_YEAR = 365 * 24 * 3600


def _known_person() -> Person | None:
    """Return who is signed in, else whom this phone remembers."""
    user = current_user()
    if user is not None and user.person is not None:
        return user.person
    remembered = read_person(secret(), request.cookies.get(_COOKIE, ""))
    return session().get(Person, remembered) if remembered is not None else None


def _remember(response: Response, person_id: int) -> Response:
    over_https = bool(current_app.extensions["settings"].over_https)
    text = write_person(secret(), person_id)
    response.set_cookie(_COOKIE, text, max_age=_YEAR, path="/c", samesite="Lax", secure=over_https, httponly=True)
    return response


@blueprint.get("/c")
@who_may(Access.ANYONE)
def type_code() -> ResponseReturnValue:
    """Go to the code that somebody typed from the screen."""
    return redirect(url_for("attendance.show_check_in", code=request.args.get("code", "").strip() or "-"))


@blueprint.get("/c/<code>")
@who_may(Access.LINK_HOLDER)
def show_check_in(code: str) -> ResponseReturnValue:
    """Check the code and show the one button, with the arrival's ticket in its form."""
    moment = now()
    ceremony = get_by_code(code, moment)
    require_held(ceremony)
    require_open(ceremony)
    form = ArrivalForm(formdata=None, data={"ticket": ticket_for(ceremony, moment)})
    known = None if request.args.get("who") == "other" else _known_person()
    return page("check_in", ceremony, form=form, known=known, code=code, fault=None)


@blueprint.post("/c/<code>")
@who_may(Access.LINK_HOLDER)
def arrive(code: str) -> ResponseReturnValue:
    """Mark who presses as arrived at the ticket's time; again changes nothing."""
    form = ArrivalForm()
    ticket = get_ticket(form.ticket.data or "", now())
    ceremony = session().get(Ceremony, ticket.ceremony_id)
    if ceremony is None:
        raise TicketExpired
    known = None if form.name.data or form.staff_code.data else _known_person()
    try:
        person_id = known.id if known else _person_of(form, ceremony)
    except BadInput as refusal:
        return page("check_in", ceremony, 422, form=form, known=None, code=code, fault=words_of(refusal))
    with transaction():
        ceremony = session().get_one(Ceremony, ticket.ceremony_id)
        person = session().get_one(Person, person_id)
        with acting(Actor(None, person.full_name)):
            check_in(ceremony, person, ticket, now())
    answer = redirect(url_for("attendance.show_arrival", ticket=form.ticket.data), code=303)
    return _remember(make_response(answer), person_id)


def _person_of(form: ArrivalForm, ceremony: Ceremony) -> int:
    return person_who_says(form.staff_code.data or "", form.name.data or "", invited_people(ceremony))


@blueprint.get("/c/arrived/<ticket>")
@who_may(Access.LINK_HOLDER)
def show_arrival(ticket: str) -> ResponseReturnValue:
    """Show the person of this phone that the arrival is recorded, and when."""
    ceremony = session().get_one(Ceremony, get_ticket(ticket, now()).ceremony_id)
    person = _known_person()
    mark = marks_of(ceremony, person.id).get(person.id) if person else None
    return page("arrived", ceremony, person=person, mark=mark)

"""The office's page of a ceremony's invitations: send, remind, take back, see what people get and how they answer."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import get_user, may, my_units
from ceremony.core.clock import local, now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.mail.actions import Recipient
from ceremony.core.settings import Settings
from ceremony.core.web.access import who_may
from ceremony.core.web.headers import policy_with
from ceremony.core.web.order import in_order
from ceremony.invitations.actions import Moment, remind, send_copy, send_invitations, undo_sending, unreachable
from ceremony.invitations.forms import PreviewForm
from ceremony.invitations.letters import Specimen, plain_facts, specimen_of
from ceremony.invitations.papers import print_invitation
from ceremony.invitations.queries import (
    UnitTally,
    count_to_send,
    find_held,
    first_sent_at,
    get_invitee,
    list_without_letter,
    people_to_invite,
    tally_by_unit,
)
from ceremony.invitations.rules import Gate, Occasion, Tally, gate_of
from ceremony.people.models import Person, Unit
from ceremony.people.queries import get_unit, office_of
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key, list_guests, working_days_until

blueprint = Blueprint("sending", __name__)
_OFFICE = "office"
# More names than this are no list to choose from: a code or an address is typed instead.
_LONGEST_LIST = 300
# A letter brings its own inline styles and may do nothing else.
_LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _moment() -> Moment:
    return Moment(now(), real_now(), _settings().mail_hold_back, _settings())


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("sending.show_invitations", key=key), code=303)


def _visible(ceremony: Ceremony) -> list[UnitTally]:
    """Return the rows that the visitor may see: the office all, a manager those of the own units."""
    rows = tally_by_unit(ceremony, now(), real_now())
    if may(_OFFICE, ceremony.host):
        return rows
    own = {unit.id for unit in my_units(ceremony.host, "manager", _OFFICE)}
    return [row for row in rows if row.unit.id in own and not row.is_guest]


# By what asks for somebody's attention.
_ORDERS: dict[str, Callable[[UnitTally], int]] = {
    name: attrgetter(f"tally.{name}")
    for name in ("invited", "accepted", "declined", "silent", "waiting", "sent", "unknown", "failed", "returned")
}


def _live(ceremony: Ceremony) -> dict[str, Any]:
    rows, order = in_order(_visible(ceremony), request.args.get("sort", ""), _ORDERS)
    moment = real_now()
    held = find_held(ceremony, moment) if may(_OFFICE, ceremony.host) else None
    return {
        "ceremony": ceremony,
        "rows": rows,
        "order": order,
        "total": sum((row.tally for row in rows), Tally()),
        "held": held,
        "seconds": max(1, round((held.until - moment) / timedelta(seconds=1))) if held else 0,
        "hold_back": _settings().mail_hold_back,
        "is_office": may(_OFFICE, ceremony.host),
        "is_open": gate_of(ceremony, now()) is Gate.OPEN,
        "moment": now(),
    }


@blueprint.get("/ceremonies/<key>/invitations")
@who_may(role=("office", "manager"), within=True)
def show_invitations(key: str) -> ResponseReturnValue:
    """Show answers and letters by unit; to the office also what people get."""
    return _page(get_by_key(key))


@blueprint.get("/ceremonies/<key>/invitations/table")
@who_may(role=("office", "manager"), within=True)
def show_table(key: str) -> ResponseReturnValue:
    """Show the part of the page that changes by itself."""
    return render_template("invitations/_table.html", **_live(get_by_key(key)))


def _page(ceremony: Ceremony, form: PreviewForm | None = None, status: int = 200) -> ResponseReturnValue:
    values = _live(ceremony)
    if values["is_office"]:
        values |= _for_the_office(ceremony, form or PreviewForm(request.args))
    page = render_template(
        "invitations/office.html",
        office=office_of(ceremony.host),
        days_left=(ceremony.date - today()).days if ceremony.date else None,
        sent_at=first_sent_at(ceremony),
        local=local,
        **values,
    )
    return Response(page, status, {"Content-Security-Policy": policy_with("frame-src 'self'")})


def _for_the_office(ceremony: Ceremony, form: PreviewForm) -> dict[str, Any]:
    people = people_to_invite(ceremony.host, ceremony.told.day)
    guests = [guest.unit for guest in list_guests(ceremony.series)]
    form.offer(people if len(people) <= _LONGEST_LIST else [], guests)
    specimen = _specimen(ceremony, form.who.data, form.letter.data) if people or guests else None
    message = specimen.message() if specimen else None
    late = office_of(ceremony.host).invite_days
    left = working_days_until(ceremony.host, today(), ceremony.date) if ceremony.date else None
    return {
        "to_send": count_to_send(ceremony) if gate_of(ceremony, now()) is Gate.OPEN else 0,
        "unreached": [(one, problem) for one in list_without_letter(ceremony) if (problem := unreachable(one))],
        "working_days": left,
        "invite_days": late,
        "form": form,
        "message": message,
        "specimen": specimen,
        "text": _part(message, "text/plain"),
        "paper": print_invitation(specimen.invitation, ceremony, today()) if specimen else None,
        "chat": plain_facts(ceremony, _settings()),
    }


def _recipient(ceremony: Ceremony, text: str | None) -> Person | Unit:
    """Return whom a preview is for: as chosen, else the first who is invited; raises UnknownPerson or UnknownUnit."""
    if text and text.startswith("unit:"):
        guests = {guest.unit_id for guest in list_guests(ceremony.series)}
        unit = get_unit(text.removeprefix("unit:"))
        if unit.id in guests:
            return unit
    if text and text.strip():
        return get_invitee(ceremony, text, today())
    people = people_to_invite(ceremony.host, ceremony.told.day)
    return people[0] if people else list_guests(ceremony.series)[0].unit


def _specimen(ceremony: Ceremony, who: str | None, letter: str | None) -> Specimen:
    occasion = Occasion.REMINDER if letter == Occasion.REMINDER else Occasion.INVITATION
    return specimen_of(ceremony, _recipient(ceremony, who), occasion, _settings(), now())


def _part(message: EmailMessage | None, kind: str) -> str:
    parts = message.walk() if message is not None else ()
    return next((str(part.get_content()) for part in parts if part.get_content_type() == kind), "")


@blueprint.get("/ceremonies/<key>/invitations/letter")
@who_may(role=_OFFICE)
def show_letter(key: str) -> ResponseReturnValue:
    """Show the HTML of the chosen letter as a mail program would."""
    specimen = _specimen(get_by_key(key), request.args.get("who"), request.args.get("letter"))
    response = Response(_part(specimen.message(), "text/html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _LETTER_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@blueprint.post("/ceremonies/<key>/invitations/send")
@who_may(role=_OFFICE)
def send(key: str) -> ResponseReturnValue:
    """Invite everybody who has no letter yet; the letters are held back for a while."""
    with transaction():
        sent = send_invitations(get_by_key(key), _moment())
    if not sent.letters:
        flash(gettext("No letter was written: everybody who can be reached has one."), "info")
    elif not _settings().mail_hold_back:
        flash(gettext("%(number)s letters are on their way.", number=sent.letters), "success")
    return _back(key)


@blueprint.post("/ceremonies/<key>/invitations/remind")
@who_may(role=_OFFICE)
def remind_silent(key: str) -> ResponseReturnValue:
    """Write once more to who has not answered, of the unit in `unit_code` or of all."""
    code = request.form.get("unit_code", "").strip()
    with transaction():
        sent = remind(get_by_key(key), _moment(), get_unit(code).id if code else None)
    if not sent.letters:
        flash(gettext("No reminder was written: everybody who has not answered was reminded today."), "info")
    elif not _settings().mail_hold_back:
        flash(gettext("%(number)s reminders are on their way.", number=sent.letters), "success")
    return _back(key)


@blueprint.post("/ceremonies/<key>/invitations/undo")
@who_may(role=_OFFICE)
def undo(key: str) -> ResponseReturnValue:
    """Take back the letters that have not left."""
    with transaction():
        taken_back = undo_sending(get_by_key(key))
    if taken_back:
        flash(gettext("%(number)s letters were taken back; nobody gets them.", number=taken_back), "success")
    else:
        flash(gettext("There was nothing left to take back: the letters have left."), "warning")
    return _back(key)


@blueprint.post("/ceremonies/<key>/invitations/copy")
@who_may(role=_OFFICE)
def copy_to_me(key: str) -> ResponseReturnValue:
    """Send the chosen letter to the signed-in person's own address."""
    user = get_user()
    who, letter = request.form.get("who"), request.form.get("letter")
    with transaction():
        specimen = _specimen(get_by_key(key), who, letter)
        to = Recipient(f"user:{user.id}", user.address, specimen.recipient.slots, user.name)
        send_copy(specimen, to, _moment())
    flash(gettext("A copy is on its way to %(address)s.", address=user.address), "success")
    return redirect(url_for("sending.show_invitations", key=key, who=who, letter=letter), code=303)

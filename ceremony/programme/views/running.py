"""Leading a ceremony from a phone, and the big screen that shows where it is."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import may_enter
from ceremony.accounts.rules import NotOpen
from ceremony.core.clock import local, now
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.web.access import Access, Holder, who_may
from ceremony.people.queries import office_of
from ceremony.programme.actions.running import end_here, go_back, go_on, leave_out, note_said
from ceremony.programme.queries import get_item, list_items_loaded
from ceremony.programme.rules.running import standing_of
from ceremony.programme.views.base import READERS, blueprint, lines_of, may_lead
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key
from ceremony.schedule.rules.held import require_held
from ceremony.topics.queries import cite

_STEPS = {"next": go_on, "back": go_back, "end": end_here}
_LONGEST_NOTE = 4000


def _led(key: str) -> Ceremony:
    ceremony = get_by_key(key)
    if not may_lead(ceremony):
        raise NotOpen
    return ceremony


def _facts(ceremony: Ceremony) -> dict[str, Any]:
    starts_at, moment = require_held(ceremony), now()
    items = list_items_loaded(ceremony)
    standing = standing_of(items, starts_at, moment)
    return {
        "ceremony": ceremony,
        "office": office_of(ceremony.host),
        "items": items,
        "standing": standing,
        "current": None if standing.current is None else items[standing.current],
        "following": None if standing.next is None else items[standing.next],
        "moment": moment,
        "starts_at": starts_at,
        "is_day": ceremony.date == local(moment).date(),
        "cite": cite,
    }


@blueprint.get("/ceremonies/<key>/run")
@who_may(Access.SIGNED_IN)
def show_run(key: str) -> ResponseReturnValue:
    """Show what is under way, the time that is left, what comes next, and the notes (`?note=` another item's)."""
    ceremony = _led(key)
    facts = _facts(ceremony)
    number = request.args.get("note", type=int)
    noted = facts["current"] if number is None else get_item(ceremony, number)
    return make_response(render_template("programme/run.html", noted=noted, **facts))


@blueprint.post("/ceremonies/<key>/run")
@who_may(Access.SIGNED_IN)
def take_run(key: str) -> ResponseReturnValue:
    """Keep the notes that were typed, then go on, back, end, or leave an item out (`act`)."""
    act, _, number = request.form.get("act", "").partition(":")
    with transaction():
        ceremony = _led(key)
        _keep_notes(ceremony)
        is_done = True
        if act in _STEPS:
            shown = request.form.get("shown", "")
            is_done = _STEPS[act](ceremony, int(shown) if shown.isdecimal() else None, now())
        elif act in ("leave", "return") and number.isdecimal():
            leave_out(ceremony, get_item(ceremony, int(number)), now(), is_left=act == "leave")
    if not is_done:
        flash(gettext("Somebody has gone on meanwhile: this is how it stands."), "info")
    elif act == "note":
        flash(gettext("The notes are kept."), "success")
    return redirect(url_for("programme.show_run", key=key), code=303)


def _keep_notes(ceremony: Ceremony) -> None:
    number = request.form.get("noted", "")
    if number.isdecimal():
        was, typed = (lines_of(request.form.get(name, "")) for name in ("was", "said"))
        note_said(ceremony, get_item(ceremony, int(number)), was, typed[:_LONGEST_NOTE])


@blueprint.get("/ceremonies/<key>/board")
@who_may(Access.SIGNED_IN)
def show_board(key: str) -> ResponseReturnValue:
    """Show the programme in big letters; a script asks for its live part alone, by the header that htmx sends."""
    ceremony = get_by_key(key)
    if not (may_lead(ceremony) or may_enter(Holder(READERS, within=True), ceremony.host)):
        raise NotOpen
    is_part = request.headers.get("HX-Request") == "true"
    return make_response(render_template(f"programme/{'_board' if is_part else 'board'}.html", **_facts(ceremony)))

"""What calendars read: the feed of a unit, one ceremony as a file, and the page that gives the addresses out."""

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from ceremony.accounts.browser import my_units, page_host, require_member
from ceremony.accounts.rules import NotOpen, Role
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.core.language import gettext, language
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.forms import BaseForm
from ceremony.people.models import Unit
from ceremony.people.queries import get_unit, nearest_host_id, office_of
from ceremony.schedule.actions import open_feed, revoke_feed
from ceremony.schedule.calendar import entry_of, feed_text
from ceremony.schedule.queries import get_by_key, list_guests, list_series
from ceremony.schedule.queries.feeds import feed_address, feeds_of, get_feed, list_for_calendar

blueprint = Blueprint("schedule", __name__)


class FeedForm(BaseForm):
    """Which unit's address is meant; the pressed button names the act."""

    unit_code = HiddenField()


def _calendar(text: str, name: str, *, attached: bool) -> Response:
    answer = make_response(text.encode(), 200, {"Content-Type": "text/calendar; charset=utf-8"})
    answer.headers["Content-Disposition"] = f'{"attachment" if attached else "inline"}; filename="{name}.ics"'
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.get("/calendar/<token>.ics")
@who_may(Access.LINK_HOLDER)
def show_feed(token: str) -> ResponseReturnValue:
    """Give a calendar the ceremonies of the unit, from last year's on; cancelled ones stay as cancelled."""
    unit = get_feed(token).unit
    host = session().get_one(Unit, nearest_host_id(unit))
    with language(office_of(host).language):
        since = date(today().year - 1, 1, 1)
        entries = [entry_of(one, is_draft=is_draft) for one, is_draft in list_for_calendar(unit, since)]
        name = gettext("Flag ceremony: %(unit)s", unit=unit.name)
        return _calendar(feed_text(name, entries), unit.code, attached=False)


@blueprint.get("/ceremonies/<key>/calendar.ics")
@who_may(Access.SIGNED_IN)
def download_entry(key: str) -> ResponseReturnValue:
    """Hand out one ceremony for a calendar."""
    ceremony = get_by_key(key)
    require_member(ceremony.host)
    with language(office_of(ceremony.host).language):
        entry = entry_of(ceremony)
        return _calendar(feed_text(entry.summary, [entry]), ceremony.key, attached=True)


def _units_of(host: Unit) -> list[Unit]:
    """Return the host's units down to the next host, then the guests of its series."""
    guests = [guest.unit for series in list_series(host) for guest in list_guests(series)]
    return list(dict.fromkeys([*my_units(host, Role.OFFICE), *guests]))


@blueprint.get("/calendar")
@who_may(role=Role.OFFICE)
def show_feeds() -> ResponseReturnValue:
    """Show each unit with the address that its calendars subscribe to."""
    host = page_host()
    units = _units_of(host)
    addresses = {unit_id: feed_address(feed) for unit_id, feed in feeds_of(units).items()}
    return render_template(
        "schedule/feeds.html",
        office=office_of(host),
        units=units,
        addresses=addresses,
        year=today().year,
        form=FeedForm(formdata=None),
    )


@blueprint.post("/calendar")
@who_may(role=Role.OFFICE)
def take_feed() -> ResponseReturnValue:
    """Make the address of a unit (`unit_code`), or with `act` = revoke close it for good."""
    form = FeedForm()
    with transaction():
        unit = get_unit(form.unit_code.data or page_host().code)
        if unit not in _units_of(page_host()):
            raise NotOpen
        if request.form.get("act") == "revoke":
            revoke_feed(unit, now())
            done = gettext("The address of %(unit)s is closed.", unit=unit.name)
        else:
            open_feed(unit, now())
            done = gettext("%(unit)s has its address for calendars.", unit=unit.name)
    flash(done, "success")
    kept = {name: request.args.get(name) for name in ("unit", "series")}
    return redirect(url_for("schedule.show_feeds", _external=False, **kept), code=303)

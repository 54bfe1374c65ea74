"""The days of a year: what is off and worked, announcements, and what they mean for dates that are planned."""

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import page_host
from ceremony.accounts.rules import Role
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.views.month import MOVING
from ceremony.desk.views.shared import blueprint, kept
from ceremony.people.queries import office_of
from ceremony.schedule.actions import announce_days, forget_day, move_ceremony
from ceremony.schedule.forms import AnnouncementForm
from ceremony.schedule.queries import get_by_key, list_corrections, list_days, work_days
from ceremony.schedule.queries.proposals import list_proposals
from ceremony.schedule.rules import DayKind
from ceremony.schedule.rules.announcement import read_announcement

_ADDRESS = "/plan/<int(fixed_digits=4, min=1995, max=2100):year>/days"
_LARGEST = 100_000


class UnreadableFile(BadInput):
    """The file is no text."""

    sentence = msgid("The file cannot be read as a list of days.")
    cure = msgid("Save it as CSV in UTF-8, up to 100 kB.")


@blueprint.get(_ADDRESS)
@who_may(role=Role.OFFICE)
def show_days(year: int) -> ResponseReturnValue:
    """Show the year's days, which planned dates no longer fit them, and the form for an announcement."""
    return _page(year, AnnouncementForm(formdata=None))


@blueprint.post(_ADDRESS)
@who_may(role=Role.OFFICE)
def take_days(year: int) -> ResponseReturnValue:
    """Take over an announcement; with `key` move that ceremony as proposed; with `forget` take a day back."""
    form = AnnouncementForm()
    try:
        if request.form.get("key"):
            return _take_proposal(year, request.form["key"], request.form.get("date", ""))
        if request.form.get("forget"):
            return _forget(year, request.form["forget"])
        return _take_announcement(year, form)
    except Refusal as refusal:
        return _page(year, form, status_of(refusal), refusal)


def _take_announcement(year: int, form: AnnouncementForm) -> ResponseReturnValue:
    uploaded = _uploaded(form)
    if uploaded:
        form.days.data = uploaded
        form.days.raw_data = [uploaded]
    if not form.validate():
        return _page(year, form, 422)
    facts = read_announcement(form.days.data or "", form.document.data or "")
    with transaction():
        announce_days(page_host(), facts)
    flash(
        gettext("%(number)s days are taken over. Planned dates stay until you move them.", number=len(facts)), "success"
    )
    return _back(facts[0].date.year if facts else year)


def _uploaded(form: AnnouncementForm) -> str:
    if not form.file.data:
        return ""
    content = form.file.data.read(_LARGEST + 1)
    try:
        text: str = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile from error
    if len(content) > _LARGEST:
        raise UnreadableFile
    return text


def _take_proposal(year: int, key: str, shown: str) -> ResponseReturnValue:
    """Move one ceremony as it was proposed; not where something else would be proposed by now."""
    with transaction():
        host = page_host()
        proposal = next((one for one in list_proposals(host, year, now()) if one.key == key), None)
        if proposal is None or proposal.new_date is None or shown != proposal.new_date.isoformat():
            raise changed_meanwhile([f"ceremony:{key}"], MOVING)
        move_ceremony(get_by_key(key), proposal.new_date, proposal.reason, work_days(host), now())
    flash(gettext("The ceremony has its new date."), "success")
    return _back(year)


def _forget(year: int, text: str) -> ResponseReturnValue:
    with transaction():
        known = {fact.date.isoformat(): fact.date for fact in list_corrections(page_host())}
        forget_day(page_host(), known.get(text, date.min))
    flash(gettext("The day is again as the calendar has it."), "success")
    return _back(year)


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("desk.show_days", year=year, **kept()), code=303)


def _page(year: int, form: AnnouncementForm, status: int = 200, refusal: Refusal | None = None) -> ResponseReturnValue:
    host = page_host()
    page = render_template(
        "schedule/days.html",
        year=year,
        kept=kept(),
        office=office_of(host),
        days=list_days(host, year),
        corrected={fact.date for fact in list_corrections(host)},
        proposals=[(get_by_key(one.key), one) for one in list_proposals(host, year, now())],
        working=DayKind.WORKING,
        form=form,
        refusal=words_of(refusal) if refusal else None,
    )
    return make_response(page, status)

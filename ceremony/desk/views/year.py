"""The board of a year: its twelve ceremonies, their themes, and the plan that makes them."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import may, my_units, page_host
from ceremony.accounts.rules import Role
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now, today
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.board import board_of
from ceremony.desk.month import count_told
from ceremony.desk.views.rows import own_ceremony, save_row
from ceremony.desk.views.rows import row_form as edit_form
from ceremony.desk.views.shared import blueprint, holds_a_role, kept, series_asked, series_names
from ceremony.desk.views.wizard import DATES, Wizard, take_wizard, wizard_page
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.schedule.forms import RowForm
from ceremony.schedule.queries import find_plan, find_series, get_by_key, get_series, list_ceremonies
from ceremony.schedule.queries.proposals import list_proposals
from ceremony.schedule.rules import PlanState
from ceremony.schedule.rules.changes import PlannedAlready

_MEMBERS = (Role.OFFICE, Role.MANAGER, Role.RECORDER)
_ADDRESS = "/plan/<int(fixed_digits=4, min=1995, max=2100):year>"

_PAGES = (
    *("desk.show_year", "desk.take_year", "desk.show_plan", "desk.take_plan", "desk.approve"),
    *("desk.show_days", "desk.take_days", "schedule.show_feeds", "desk.show_themes", "desk.take_themes"),
    "programme.show_rota",
)

offer(
    blueprint,
    Entry("desk.show_this_year", msgid("The year's plan"), place=20, covers=_PAGES, shown=holds_a_role),
)


@blueprint.get("/plan")
@who_may(role=_MEMBERS, within=True)
def show_this_year() -> ResponseReturnValue:
    """Go to the board of this year."""
    return redirect(url_for("desk.show_year", year=today().year, unit=request.args.get("unit")))


@blueprint.get(_ADDRESS)
@who_may(role=_MEMBERS, within=True)
def show_year(year: int) -> ResponseReturnValue:
    """Show the year's ceremonies, one of them open for editing (`?edit=KEY`), or the first step that plans the year."""
    host = page_host()
    if may(Role.OFFICE, host) and _is_to_plan(host, year):
        return wizard_page(Wizard(host, year), DATES)
    key = request.args.get("edit")
    form = edit_form(own_ceremony(key)) if key and may(Role.OFFICE, host) else None
    return _board(host, year, row_form=form)


def _is_to_plan(host: Unit, year: int) -> bool:
    """Whether the wizard stands in the place of the board: a new series, or one that shows nothing in this year."""
    return bool(request.args.get("new")) or not list_ceremonies(host, year, series_asked())


@blueprint.post(_ADDRESS)
@who_may(role=Role.OFFICE)
def take_year(year: int) -> ResponseReturnValue:
    """Save the row of one ceremony (`key`), or go on with planning the year (`go`)."""
    if request.form.get("key"):
        return _take_row(year)
    host = page_host()
    series = find_series(host, series_asked())
    if not request.args.get("new") and series is not None and find_plan(series, year) is not None:
        refusal = PlannedAlready(year=year)
        return _board(host, year, status_of(refusal), refusal=refusal)
    return take_wizard(host, year)


def _address(year: int) -> str:
    return url_for("desk.show_year", year=year, **kept())


def _take_row(year: int) -> ResponseReturnValue:
    form = RowForm()
    own_ceremony(form.key.data)
    if not form.validate():
        return _board(page_host(), year, 422, row_form=form)
    try:
        is_told = save_row(form)
    except Refusal as refusal:
        return _board(page_host(), year, status_of(refusal), row_form=form, refusal=refusal)
    told = is_told and count_told(get_by_key(form.key.data or "")).anybody
    flash(
        " ".join(filter(None, [gettext("Saved."), gettext("Who is invited gets one letter.") if told else ""])),
        "success",
    )
    return redirect(_address(year), code=303)


def _board(
    host: Unit,
    year: int,
    status: int = 200,
    *,
    row_form: RowForm | None = None,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    name = series_asked()
    series = find_series(host, None) if name is None else get_series(host, name)
    rows, is_office = board_of(host, year, now(), today(), name), may(Role.OFFICE, host)
    plan = find_plan(series, year) if series is not None else None
    page = render_template(
        "schedule/year.html",
        year=year,
        rows=rows,
        series=series,
        series_names=series_names(host),
        office=office_of(host),
        kept=kept(),
        is_office=is_office,
        asked=len(list_proposals(host, year, now())) if is_office else 0,
        is_planned=plan is not None,
        has_plan=plan is not None and (is_office or bool(my_units(host, Role.MANAGER))),
        row_form=row_form,
        is_overtaken=isinstance(refusal, ChangedMeanwhile),
        is_draft=plan is not None and plan.state is PlanState.DRAFT,
        refusal=words_of(refusal) if refusal else None,
    )
    return make_response(page, status)

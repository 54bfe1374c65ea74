"""The board of a year: its twelve ceremonies, their themes, and the plan that makes them."""

from datetime import date
from email.utils import parseaddr

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import may, my_units, page_host
from ceremony.accounts.rules import NotOpen, Role
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.board import board_of
from ceremony.desk.views.shared import blueprint, holds_a_role
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.programme.actions import begin_with_parts
from ceremony.schedule.actions import PlanWish, plan_year, set_theme
from ceremony.schedule.actions.plan import USUAL_START
from ceremony.schedule.forms import RULES, PlanForm, ThemeForm
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import (
    dates_of_others,
    find_plan,
    find_series,
    find_year_before,
    get_by_key,
    list_dates_taken,
    lock_ceremony,
    work_days,
)
from ceremony.schedule.queries.proposals import list_proposals
from ceremony.schedule.rules import PlanState, WhenOff, occurrences
from ceremony.schedule.rules.clashes import near_dates
from ceremony.schedule.rules.days import LAST_ANNOUNCED_YEAR
from ceremony.schedule.rules.occurrences import Occurrence
from ceremony.schedule.rules.recurrence import FIRST_MONDAY

_MEMBERS = (Role.OFFICE, Role.MANAGER, Role.RECORDER)
# The acts that give a ceremony its theme.
_THEMING = ("set-theme", "set-frame", "attach-document", "write-item")
_ADDRESS = "/plan/<int(fixed_digits=4, min=1995, max=2100):year>"

_PAGES = (
    *("desk.show_year", "desk.take_year", "desk.show_plan", "desk.take_plan", "desk.approve"),
    *("desk.show_days", "desk.take_days", "schedule.show_feeds", "programme.show_rota"),
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
    """Show the year's ceremonies, one of them open for editing (`?edit=KEY`), or the form that plans the year."""
    host = page_host()
    key = request.args.get("edit")
    form = _theme_form(get_by_key(key)) if key and may(Role.OFFICE, host) else None
    return _board(host, year, theme_form=form)


@blueprint.post(_ADDRESS)
@who_may(role=Role.OFFICE)
def take_year(year: int) -> ResponseReturnValue:
    """Give one ceremony its theme (`key`), preview a rule, or plan the year (`act`)."""
    if request.form.get("key"):
        return _take_theme(year)
    form, host = _with_own_rule(PlanForm(), page_host()), page_host()
    if not form.validate():
        return _board(host, year, 422, plan_form=form)
    if request.form.get("act") == "preview":
        return _board(host, year, plan_form=form)
    try:
        with transaction():
            _plan(host, year, form)
    except Refusal as refusal:
        return _board(host, year, status_of(refusal), plan_form=form, refusal=refusal)
    flash(gettext("The year %(year)s is planned.", year=year), "success")
    return redirect(_address(year), code=303)


def _address(year: int) -> str:
    return url_for("desk.show_year", year=year, unit=request.args.get("unit"))


def _plan(host: Unit, year: int, form: PlanForm) -> None:
    sender = parseaddr(current_app.extensions["settings"].mail_default_sender)[1]
    wish = PlanWish(form.rule.data, WhenOff(form.when_off.data), form.start.data, form.place.data or "")
    planned = plan_year(host, year, wish, domain=sender.rpartition("@")[2], now=now())
    for one in planned:
        begin_with_parts(one, find_year_before(one) if form.take_over.data else None)


def _take_theme(year: int) -> ResponseReturnValue:
    form, host = ThemeForm(), page_host()
    ceremony = get_by_key(form.key.data or "")
    if ceremony.host_id != host.id:
        raise NotOpen
    if not form.validate():
        return _board(host, year, 422, theme_form=form)
    try:
        with transaction():
            ceremony = get_by_key(form.key.data or "")
            lock_ceremony(ceremony)
            if ceremony.theme != form.was.data:
                raise changed_meanwhile([f"ceremony:{ceremony.key}"], _THEMING)
            set_theme(ceremony, form.theme.data or "")
    except Refusal as refusal:
        form.was.process_data(get_by_key(form.key.data or "").theme)
        return _board(page_host(), year, status_of(refusal), theme_form=form, refusal=refusal)
    flash(gettext("The theme is saved."), "success")
    return redirect(_address(year), code=303)


def _theme_form(ceremony: Ceremony) -> ThemeForm:
    values = {"key": ceremony.key, "was": ceremony.theme, "theme": ceremony.theme}
    return ThemeForm(formdata=None, data=values)


def _first_plan_form(host: Unit) -> PlanForm:
    """Return the form filled as the host's series has it, else as is usual."""
    series = find_series(host, None)
    values = {"rule": FIRST_MONDAY, "when_off": WhenOff.NEXT_MONDAY.value, "start": USUAL_START, "place": ""}
    if series is not None:
        values = {name: str(getattr(series, name)) for name in values}
    return _with_own_rule(PlanForm(formdata=None, data=values), host)


def _with_own_rule(form: PlanForm, host: Unit) -> PlanForm:
    """Offer the rule of the host's series where it is neither of the two usual ones."""
    series = find_series(host, None)
    if series is not None and series.rule not in {choice.value for choice in RULES}:
        form.rule.choices = [*RULES, (series.rule, series.rule)]
    return form


def _preview(host: Unit, year: int, form: PlanForm) -> list[Occurrence]:
    series = find_series(host, None)
    taken = list_dates_taken(series) if series else ()
    months = date(year, 1, 1), date(year, 12, 1)
    return occurrences(form.rule.data, WhenOff(form.when_off.data), work_days(host), *months, taken=taken)


def _board(
    host: Unit,
    year: int,
    status: int = 200,
    *,
    theme_form: ThemeForm | None = None,
    plan_form: PlanForm | None = None,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    series = find_series(host, None)
    rows, is_office = board_of(host, year, now(), today()), may(Role.OFFICE, host)
    dates: list[Occurrence] = []
    plan = find_plan(series, year) if series is not None else None
    if plan is not None or not is_office:
        plan_form = None
    else:
        plan_form = plan_form or _first_plan_form(host)
        try:
            dates = _preview(host, year, plan_form) if not plan_form.errors else []
        except Refusal as unreadable:
            refusal, status = refusal or unreadable, max(status, status_of(unreadable))
    page = render_template(
        "schedule/year.html",
        year=year,
        rows=rows,
        series=series,
        office=office_of(host),
        unit=request.args.get("unit"),
        is_office=is_office,
        asked=len(list_proposals(host, year, now())) if is_office else 0,
        has_plan=plan is not None and (is_office or bool(my_units(host, Role.MANAGER))),
        theme_form=theme_form,
        plan_form=plan_form,
        dates=dates,
        is_overtaken=isinstance(refusal, ChangedMeanwhile),
        near=near_dates([one.date for one in dates], dates_of_others(host, series, year)) if dates else {},
        is_draft=plan is not None and plan.state is PlanState.DRAFT,
        is_expected=year > LAST_ANNOUNCED_YEAR,
        refusal=words_of(refusal) if refusal else None,
    )
    return make_response(page, status)

"""The annual plan itself: its paper, its number and day, and its approval."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import get_user, may, page_host
from ceremony.accounts.rules import Role
from ceremony.core.clock import local, now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.papers import paper_writer
from ceremony.core.papers.files import MEDIA_TYPES
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.papers import plan_paper
from ceremony.desk.views.shared import blueprint, kept, series_asked
from ceremony.people.queries import office_of
from ceremony.schedule.actions import approve_plan, note_paper
from ceremony.schedule.forms import PaperForm
from ceremony.schedule.models import YearPlan
from ceremony.schedule.queries import get_plan
from ceremony.schedule.rules import PlanState
from ceremony.schedule.rules.changes import require_signed

_YEAR = "/plan/<int(fixed_digits=4, min=1995, max=2100):year>"
_READERS = (Role.OFFICE, Role.MANAGER)


def _plan(year: int) -> YearPlan:
    return get_plan(page_host(), year, series_asked())


@blueprint.get(f"{_YEAR}/paper")
@who_may(role=_READERS, within=True)
def show_plan(year: int) -> ResponseReturnValue:
    """Show whether the plan is approved, and its paper; to the office with the form for number, day and bases."""
    plan = _plan(year)
    values = {"number": plan.number, "dated": plan.dated, "basis": plan.basis}
    return _page(plan, PaperForm(formdata=None, data=values))


@blueprint.post(f"{_YEAR}/paper")
@who_may(role=Role.OFFICE)
def take_plan(year: int) -> ResponseReturnValue:
    """Keep number, day and bases of the plan."""
    form = PaperForm()
    if not form.validate():
        return _page(_plan(year), form, 422)
    with transaction():
        note_paper(_plan(year), form.number.data or "", form.dated.data, form.basis.data or "")
    flash(gettext("The plan is saved."), "success")
    return _back(year)


@blueprint.post(f"{_YEAR}/approve")
@who_may(role=_READERS)
def approve(year: int) -> ResponseReturnValue:
    """Approve the plan: a manager of the host at once, the office only what has been signed on paper."""
    try:
        with transaction():
            plan = _plan(year)
            if not may(Role.MANAGER, page_host()):
                require_signed(plan)
            approve_plan(plan, get_user().name, now())
    except Refusal as refusal:
        plan = _plan(year)
        values = {"number": plan.number, "dated": plan.dated, "basis": plan.basis}
        return _page(plan, PaperForm(formdata=None, data=values), status_of(refusal), refusal)
    flash(gettext("The plan of %(year)s is approved.", year=year), "success")
    return _back(year)


@blueprint.get(f"{_YEAR}/paper.<any(docx, pdf):kind>")
@who_may(role=_READERS, within=True)
def download_plan(year: int, kind: str) -> ResponseReturnValue:
    """Hand out the plan on paper."""
    suffix, host = f".{kind}", page_host()
    file = paper_writer(suffix)(plan_paper(host, year, series_asked(), now(), today()))
    answer: Response = make_response(file, 200, {"Content-Type": MEDIA_TYPES[suffix]})
    answer.headers["Content-Disposition"] = f'attachment; filename="KH-{host.code}-{year}{suffix}"'
    return answer


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("desk.show_plan", year=year, **kept()), code=303)


def _page(plan: YearPlan, form: PaperForm, status: int = 200, refusal: Refusal | None = None) -> ResponseReturnValue:
    host = page_host()
    page = render_template(
        "schedule/plan.html",
        plan=plan,
        form=form,
        office=office_of(host),
        is_office=may(Role.OFFICE, host),
        is_manager=may(Role.MANAGER, host),
        is_draft=plan.state is PlanState.DRAFT,
        approved_on=local(plan.approved_at).date() if plan.approved_at else None,
        kept=kept(),
        refusal=words_of(refusal) if refusal else None,
    )
    return make_response(page, status)

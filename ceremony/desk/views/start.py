"""The first run: an office sets itself up, step by step."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import page_host
from ceremony.accounts.rules import Role
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.web.access import who_may
from ceremony.desk.rules import StepName, StepState
from ceremony.desk.start import start_of
from ceremony.desk.views.shared import blueprint
from ceremony.people.actions import skip_steps
from ceremony.people.models import Unit


@blueprint.get("/start")
@who_may(role=Role.OFFICE)
def show_start() -> ResponseReturnValue:
    """Show the steps, each with its state and the page that does it."""
    host = page_host()
    start = start_of(host)
    return render_template(
        "desk/start.html",
        start=start,
        office=start.office,
        host=host,
        unit=request.args.get("unit"),
        links=_links(start.draft or today().year, is_planned=start.draft is not None),
    )


def _links(year: int, *, is_planned: bool) -> dict[StepName, str]:
    unit = request.args.get("unit")
    board = url_for("desk.show_year", year=year, unit=unit)
    return {
        StepName.LETTERHEAD: url_for("office.show_office", unit=unit),
        StepName.STAFF: url_for("people.show_import", unit=unit),
        StepName.PLAN: board,
        StepName.MAIL: url_for("office.show_office", unit=unit, _anchor="mail"),
        StepName.APPROVAL: url_for("desk.show_plan", year=year, unit=unit) if is_planned else board,
    }


@blueprint.post("/start")
@who_may(role=Role.OFFICE)
def take_start() -> ResponseReturnValue:
    """Skip one step (`skip`), all that are left (`skip` = all), or take one up again (`resume`)."""
    with transaction():
        host = page_host()
        skip_steps(host, _skipped(host, request.form.get("skip", ""), request.form.get("resume", "")), now())
        is_over = start_of(host).is_over
    page = "desk.home" if is_over else "desk.show_start"
    return redirect(url_for(page, unit=request.args.get("unit")), code=303)


def _skipped(host: Unit, skip: str, resume: str) -> set[str]:
    start = start_of(host)
    left = {name.value for name, state in start.steps.items() if state is not StepState.DONE}
    before = {*(start.office.skipped_steps or ())}
    fresh = left if skip == "all" else {skip} & left
    return (before | fresh) - {resume}

"""The steps in which the office plans a year: dates, themes, a look at everything, create.

Nothing is stored on the way: every step carries all that was typed in hidden fields, and what the last step
showed is compared with what is made.
"""

from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.web.errors import status_of
from ceremony.desk.views.shared import kept, series_asked, series_names
from ceremony.desk.views.wizard.state import CHECK, DATES, OF_THEMES, THEMES, Wizard
from ceremony.desk.wizard import PlanLooksDifferent, last_year_of, offered_bases
from ceremony.people.models import Unit
from ceremony.people.queries import office_of
from ceremony.programme.actions import begin_with_parts
from ceremony.programme.rules import fingerprint
from ceremony.schedule.actions import plan_year
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.days import LAST_ANNOUNCED_YEAR
from ceremony.schedule.rules.recurrence import parse_rule

_STEPS = {DATES: msgid("Rule and dates"), THEMES: msgid("Themes"), CHECK: msgid("Check")}
# What a page of the wizard sends beside the plan itself.
_NOT_CARRIED = {"csrf_token", "go", "seen"}


def _seen_of(planned: Iterable[Ceremony]) -> str:
    """Return the mark of what was made, to compare with what was shown."""
    return fingerprint(
        [(one.slot, one.date, one.reason, one.theme, one.theme_basis, one.start, one.place) for one in planned]
    )


def wizard_page(wizard: Wizard, step: str, status: int = 200, refusal: Refusal | None = None) -> ResponseReturnValue:
    """Show one step with all that was typed so far."""
    shown = _shown_on(wizard, step)
    values: dict[str, Any] = {}
    if step == CHECK:
        values = {"bases": wizard.bases(), "earlier": wizard.earlier(), "seen": wizard.seen()}
    if step == THEMES:
        values = {
            "offered": offered_bases(wizard.host),
            "has_last": any(row.last and row.last.theme for row in wizard.rows),
        }
    page = render_template(
        f"schedule/wizard_{step}.html",
        wizard=wizard,
        form=wizard.form,
        year=wizard.year,
        office=office_of(wizard.host),
        step=step,
        steps={name: gettext(words) for name, words in _STEPS.items()},
        carried=_carried(shown),
        kept=kept(),
        new=request.args.get("new"),
        series_names=series_names(wizard.host),
        rule=_readable(wizard.rule),
        faults=wizard.faults(step),
        is_expected=wizard.year > LAST_ANNOUNCED_YEAR,
        refusal=words_of(refusal) if refusal else None,
        **values,
    )
    return make_response(page, status)


def _readable(rule: str) -> str:
    try:
        return parse_rule(rule)
    except Refusal:
        return rule


def _shown_on(wizard: Wizard, step: str) -> set[str]:
    """Return the names of the fields that the page itself holds."""
    if step == DATES:
        names = {one.name for one in wizard.form} - OF_THEMES
        return names | {field.name for row in wizard.rows if row.is_open for field in row.dates} | {"open"}
    if step == THEMES:
        return {*OF_THEMES} | {field.name for row in wizard.rows for field in row.theme}
    return set()


def _carried(shown: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in shown | _NOT_CARRIED]


def take_wizard(host: Unit, year: int) -> ResponseReturnValue:
    """Go to the step that is asked for (`go`), or where something must be corrected; at the end create the plan."""
    wizard, go = Wizard(host, year), request.form.get("go", DATES)
    goal, _, _key = go.partition(":")
    if wizard.faults(DATES) and (goal != "open" or not wizard.rows):
        return wizard_page(wizard, DATES, 422)
    if goal in ("open", DATES) or goal not in ("copy", THEMES, CHECK, "create"):
        return wizard_page(wizard, DATES)
    if goal == "copy":
        wizard.take_last_themes()
    if goal in ("copy", THEMES):
        return wizard_page(wizard, THEMES)
    if wizard.faults(THEMES):
        return wizard_page(wizard, THEMES, 422)
    if goal == CHECK or not request.form.get("seen"):
        return wizard_page(wizard, CHECK)
    return _create(wizard)


def _create(wizard: Wizard) -> ResponseReturnValue:
    sender = parseaddr(current_app.extensions["settings"].mail_default_sender)[1]
    try:
        with transaction():
            planned = plan_year(
                wizard.host,
                wizard.year,
                wizard.wish(),
                domain=sender.rpartition("@")[2],
                now=now(),
                series_name=wizard.name,
            )
            if _seen_of(planned) != request.form["seen"]:
                raise PlanLooksDifferent
            for one in planned:
                begin_with_parts(one, _last_year(one) if wizard.form.take_over.data else None)
            series = planned[0].series
            name = None if series.is_first and not series_asked() else series.name
    except Refusal as refusal:
        return wizard_page(Wizard(wizard.host, wizard.year), CHECK, status_of(refusal), refusal)
    flash(gettext("The year %(year)s is planned.", year=wizard.year), "success")
    address = url_for("desk.show_year", year=wizard.year, **{**kept(), "series": name})
    return redirect(address, code=303)


def _last_year(ceremony: Ceremony) -> Ceremony | None:
    return last_year_of(ceremony.series, [ceremony.slot]).get(ceremony.slot)

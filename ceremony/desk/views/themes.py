"""The chain of a year's themes, from the directive to the article, with theme and basis edited in their row."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import may, my_units, page_host
from ceremony.accounts.rules import Role
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now, today
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.chain import chain_of
from ceremony.desk.views.rows import own_ceremony, save_row, theme_form
from ceremony.desk.views.shared import blueprint, kept, series_asked
from ceremony.people.queries import office_of
from ceremony.schedule.forms import ThemeForm
from ceremony.schedule.queries import get_plan
from ceremony.topics.queries import cite

_ADDRESS = "/plan/<int(fixed_digits=4, min=1995, max=2100):year>/themes"


@blueprint.get(_ADDRESS)
@who_may(role=(Role.OFFICE, Role.MANAGER, Role.RECORDER), within=True)
def show_themes(year: int) -> ResponseReturnValue:
    """Show for each theme what it rests on, its ceremony, its documents and its article; `?edit=KEY` opens one."""
    key = request.args.get("edit")
    form = theme_form(own_ceremony(key)) if key and may(Role.OFFICE, page_host()) else None
    return _page(year, form)


@blueprint.post(_ADDRESS)
@who_may(role=Role.OFFICE)
def take_themes(year: int) -> ResponseReturnValue:
    """Save theme and basis of one ceremony."""
    form = ThemeForm()
    own_ceremony(form.key.data)
    if not form.validate():
        return _page(year, form, 422)
    try:
        save_row(form)
    except Refusal as refusal:
        return _page(year, form, status_of(refusal), refusal)
    flash(gettext("The theme is saved."), "success")
    return redirect(url_for("desk.show_themes", year=year, **kept()), code=303)


def _page(year: int, form: ThemeForm | None, status: int = 200, refusal: Refusal | None = None) -> ResponseReturnValue:
    host = page_host()
    is_office = may(Role.OFFICE, host)
    page = render_template(
        "schedule/themes.html",
        chain=chain_of(get_plan(host, year, series_asked()), now(), today()),
        year=year,
        form=form,
        cite=cite,
        office=office_of(host),
        kept=kept(),
        is_office=is_office,
        may_read_plan=is_office or bool(my_units(host, Role.MANAGER)),
        is_overtaken=isinstance(refusal, ChangedMeanwhile),
        refusal=words_of(refusal) if refusal else None,
    )
    return make_response(page, status)

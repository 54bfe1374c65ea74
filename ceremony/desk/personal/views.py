"""What is kept and why, for everybody; everything about oneself, as a page and as a file; asking for a correction."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import current_user, get_user, own_host
from ceremony.accounts.rules import NotOpen
from ceremony.core.clock import local, now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.errors import status_of
from ceremony.desk.personal.forms import CorrectionForm
from ceremony.desk.personal.rooms import KEPT, belongings_of
from ceremony.desk.personal.words import words_for
from ceremony.desk.values import value_name
from ceremony.people.actions.corrections import ask_correction
from ceremony.people.models import Person
from ceremony.people.queries import find_root, office_of
from ceremony.people.queries.corrections import find_open_correction

blueprint = Blueprint("personal", __name__)


@blueprint.get("/privacy")
@who_may(Access.ANYONE)
def show_kept() -> ResponseReturnValue:
    """Say what is kept of people, why, how long, and whom to ask."""
    office = office_of(own_host(current_user())) if find_root() else None
    return render_template("personal/kept.html", kept=KEPT, office=office)


def _me() -> Person:
    person = get_user().person
    if person is None:
        raise NotOpen
    return person


@blueprint.get("/me/data")
@who_may(Access.SIGNED_IN)
def show_data() -> ResponseReturnValue:
    """Show the visitor everything that is kept about them."""
    person = _me()
    sections = [(one.title, [_line(row) for row in one.rows]) for one in belongings_of(person)]
    return render_template("personal/data.html", person=person, sections=sections, office=office_of(person.host))


def _line(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what each value is called and says; what an act found and left stands beside its other facts."""
    changed = row.get("values") or {"before": None, "after": None}
    facts = {name: value for name, value in row.items() if name != "values"} | (changed if "values" in row else {})
    return [(value_name(name) or name, words_for(name, value)) for name, value in facts.items()]


@blueprint.get("/me/data.json")
@who_may(Access.SIGNED_IN)
def download_data() -> ResponseReturnValue:
    """Give the same as a file for programs."""
    parts = {one.name: one.rows for one in belongings_of(_me())}
    text = json.dumps(parts, ensure_ascii=False, indent=1, default=_as_json)
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return answer


def _as_json(value: Any) -> str:
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _correction_page(form: CorrectionForm, status: int = 200) -> ResponseReturnValue:
    person = _me()
    page = render_template(
        "personal/correction.html",
        form=form,
        person=person,
        office=office_of(person.host),
        waiting=find_open_correction(person),
    )
    return make_response(page, status)


@blueprint.get("/me/correction")
@who_may(Access.SIGNED_IN)
def show_correction() -> ResponseReturnValue:
    """Ask what is wrong about the visitor in the staff list."""
    return _correction_page(CorrectionForm(formdata=None))


@blueprint.post("/me/correction")
@who_may(Access.SIGNED_IN)
def take_correction() -> ResponseReturnValue:
    """Send it to the office."""
    form = CorrectionForm()
    _me()
    if not form.validate():
        return _correction_page(form, 422)
    try:
        with transaction():
            ask_correction(_me(), form.text.data or "", now())
    except Refusal as refusal:
        form.form_errors.append(" ".join(words_of(refusal)))
        return _correction_page(form, status_of(refusal))
    flash(gettext("The office has been told. Its answer will stand here."), "success")
    return redirect(url_for("desk.me"), code=303)

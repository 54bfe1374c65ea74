"""Leaves month by month, and the decisions on them."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import holds_any, may, my_units, page_host
from ceremony.accounts.rules import NotOpen
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.refusal import BadInput, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.forms import BaseForm
from ceremony.core.web.navigation import Entry, offer
from ceremony.leave.actions import grant_leave, refuse_leave
from ceremony.leave.models import Leave
from ceremony.leave.queries import get_leave, list_asked_leaves, list_leaves
from ceremony.leave.rules import LeaveState
from ceremony.people.queries import office_of
from ceremony.people.queries.namesakes import called

blueprint = Blueprint("leave", __name__)
ROLES = ("office", "manager")
_DECISIONS = {"grant": grant_leave, "refuse": refuse_leave}


offer(
    blueprint,
    Entry("leave.show_leaves", msgid("Absences"), place=55, shown=lambda: holds_any(*ROLES)),
)


class UnreadableMonth(BadInput):
    """A month is not written as YYYY-MM."""

    sentence = msgid("%(text)s is no month.")
    cure = msgid("Write it as 2026-08.")


class DecisionForm(BaseForm):
    """Two buttons; the pressed one names the decision."""


def _month(text: str | None) -> date:
    if not text:
        return today().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UnreadableMonth(text=text) from error


def _later(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


@blueprint.get("/leave")
@who_may(role=ROLES, within=True)
def show_leaves() -> ResponseReturnValue:
    """Show what is asked, and who is away in a month, of the visitor's own units."""
    host, month = page_host(), _month(request.args.get("month"))
    mine = {unit.id for unit in my_units(host, *ROLES)}
    asked = [leave for leave in list_asked_leaves(host) if leave.person.unit_id in mine]
    others = [leave for leave in list_leaves(host, month, _later(month, 1)) if leave.person.unit_id in mine]
    return render_template(
        "leave/leaves.html",
        office=office_of(host),
        asked=asked,
        leaves=[leave for leave in others if leave.state is not LeaveState.ASKED],
        month=month,
        before=_later(month, -1),
        after=_later(month, 1),
        form=DecisionForm(formdata=None),
    )


def _own(leave_id: int) -> Leave:
    leave = get_leave(leave_id)
    if not any(may(role, leave.person.unit) for role in ROLES):
        raise NotOpen
    return leave


@blueprint.post("/leave/<int:leave_id>")
@who_may(role=ROLES, within=True)
def decide(leave_id: int) -> ResponseReturnValue:
    """Grant or refuse a leave."""
    act = _DECISIONS.get(request.form.get("decision", ""))
    if act is None:
        raise UnknownDecision
    with transaction():
        leave = _own(leave_id)
        act(leave, now())
        name, state = called(leave.person), leave.state
    words = msgid("The absence of %(name)s is granted."), msgid("The absence of %(name)s is refused.")
    flash(gettext(words[state is LeaveState.REFUSED], name=name), "success")
    month, unit = request.args.get("month"), request.args.get("unit")
    return redirect(url_for("leave.show_leaves", month=month, unit=unit), code=303)


class UnknownDecision(BadInput):
    """Neither of the two buttons was pressed."""

    sentence = msgid("An absence is either granted or refused.")
    cure = msgid("Go back and press one of the two buttons.")

"""A ceremony as its task list, and the four changes of its date."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import current_user, may, own_host
from ceremony.accounts.rules import Role
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.collisions import collisions_of
from ceremony.desk.links import next_step
from ceremony.desk.month import count_told, month_of
from ceremony.desk.views.shared import blueprint, holds_a_role
from ceremony.people.queries import office_of
from ceremony.programme.views.base import may_lead
from ceremony.schedule.actions import (
    cancel_ceremony,
    move_ceremony,
    move_following,
    postpone_ceremony,
    restore_ceremony,
)
from ceremony.schedule.forms import MoveForm, ReasonForm, RestoreForm
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import find_coming, get_by_key, lock_ceremony, work_days
from ceremony.schedule.rules import CeremonyState

_MEMBERS = (Role.OFFICE, Role.MANAGER, Role.RECORDER)


def _coming_link() -> tuple[str, str] | None:
    ceremony = find_coming(own_host(current_user()).id, today())
    if ceremony is None:
        return None
    words = gettext("Month %(number)s", number=ceremony.slot.month)
    return url_for("desk.show_ceremony", key=ceremony.key), words


offer(
    blueprint,
    Entry(
        "desk.show_ceremony",
        msgid("The month"),
        place=30,
        covers=("desk.show_change", "desk.take_change", "desk.show_date", "desk.take_date", "desk.take_place"),
        shown=holds_a_role,
        link=_coming_link,
    ),
)


@blueprint.get("/ceremonies/<key>")
@who_may(role=_MEMBERS, within=True)
def show_ceremony(key: str) -> ResponseReturnValue:
    """Show the ceremony's tasks in the order of the month, each with its state and its page."""
    ceremony = get_by_key(key)
    month = month_of(ceremony, now())
    return render_template(
        "desk/ceremony.html",
        month=month,
        step=next_step(ceremony, month.tasks),
        ceremony=ceremony,
        office=office_of(ceremony.host),
        is_office=may(Role.OFFICE, ceremony.host),
        leads=may_lead(ceremony),
        changes=possible_changes(ceremony),
        collisions=collisions_of([ceremony], now()).get(ceremony.id, []) if may(Role.OFFICE, ceremony.host) else [],
        days_left=(ceremony.date - today()).days if ceremony.date else None,
    )


def possible_changes(ceremony: Ceremony) -> list[str]:
    """Return which of the four changes the ceremony takes as it stands."""
    starts_at = ceremony.starts_at
    if ceremony.state is CeremonyState.CANCELLED:
        return ["restore"]
    if ceremony.state is CeremonyState.POSTPONED:
        return ["move", "restore", "cancel"]
    if starts_at is None:
        return ["move"]
    return ["move", "postpone", "cancel"] if starts_at > now() else []


def _move(ceremony: Ceremony, form: MoveForm) -> None:
    assert form.date.data is not None, "the form requires it"
    move = move_following if form.following.data else move_ceremony
    move(ceremony, form.date.data, form.reason.data or "", work_days(ceremony.host), now())


def _postpone(ceremony: Ceremony, form: ReasonForm) -> None:
    postpone_ceremony(ceremony, form.reason.data or "", now())


def _cancel(ceremony: Ceremony, form: ReasonForm) -> None:
    cancel_ceremony(ceremony, form.reason.data or "", now())


def _restore(ceremony: Ceremony, _form: RestoreForm) -> None:
    restore_ceremony(ceremony, work_days(ceremony.host), now())


@dataclass(frozen=True)
class Change:
    """One of the four changes: its form, its action, and what is said when it is done."""

    form: type[RestoreForm]
    act: Callable[[Ceremony, RestoreForm], None]
    done: str


_CHANGES: dict[str, Change] = {
    "move": Change(MoveForm, _move, msgid("The ceremony has its new date.")),
    "postpone": Change(ReasonForm, _postpone, msgid("The ceremony is postponed.")),
    "cancel": Change(ReasonForm, _cancel, msgid("The ceremony is cancelled.")),
    "restore": Change(RestoreForm, _restore, msgid("The ceremony is planned again.")),
}
# The acts that change when a ceremony is held.
MOVING = tuple(f"{change}-ceremony" for change in _CHANGES)
_ADDRESS = "/ceremonies/<key>/<any(move, postpone, cancel, restore):change>"


def version_of_date(ceremony: Ceremony) -> str:
    """Return what changes with every change of date, place or state: forms carry it."""
    return f"{ceremony.revision}.{ceremony.changed_at:%Y%m%d%H%M%S%f}"


@blueprint.get(_ADDRESS)
@who_may(role=Role.OFFICE)
def show_change(key: str, change: str) -> ResponseReturnValue:
    """Ask for what the change needs, and say what will happen to whom."""
    ceremony = get_by_key(key)
    form = _CHANGES[change].form(formdata=None, data={"version": version_of_date(ceremony)})
    return _change_page(ceremony, change, form, 200)


@blueprint.post(_ADDRESS)
@who_may(role=Role.OFFICE)
def take_change(key: str, change: str) -> ResponseReturnValue:
    """Change the ceremony; what was typed stays where it cannot be done."""
    form = _CHANGES[change].form()
    if not form.validate():
        return _change_page(get_by_key(key), change, form, 422)
    try:
        with transaction():
            ceremony = get_by_key(key)
            lock_ceremony(ceremony)
            if form.version.data != version_of_date(ceremony):
                raise changed_meanwhile([f"ceremony:{key}"], MOVING)
            _CHANGES[change].act(ceremony, form)
    except Refusal as refusal:
        ceremony = get_by_key(key)
        form.version.process_data(version_of_date(ceremony))
        return _change_page(ceremony, change, form, status_of(refusal), refusal)
    flash(gettext(_CHANGES[change].done), "success")
    return redirect(url_for("desk.show_ceremony", key=key), code=303)


def _change_page(
    ceremony: Ceremony, change: str, form: RestoreForm, status: int, refusal: Refusal | None = None
) -> ResponseReturnValue:
    page = render_template(
        "schedule/change.html",
        ceremony=ceremony,
        change=change,
        form=form,
        told=count_told(ceremony),
        office=office_of(ceremony.host),
        refusal=words_of(refusal) if refusal else None,
        is_possible=change in possible_changes(ceremony),
        is_conflict=isinstance(refusal, ChangedMeanwhile),
    )
    return make_response(page, status)

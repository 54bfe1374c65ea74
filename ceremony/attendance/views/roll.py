"""The page on which a roll is taken and closed; scripts send the same forms and get figures back."""

from dataclasses import dataclass
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.rules import NotOpen
from ceremony.attendance.actions import close_roll, foresee, mark_rest, say_of, take_back
from ceremony.attendance.queries import find_closing, get_held, get_invited
from ceremony.attendance.queries.page import Group, Row, counts_of, outcomes_of, roll_of
from ceremony.attendance.rules import MarkSource
from ceremony.attendance.rules.register import UnknownCode, parse_said
from ceremony.attendance.rules.undo import UNMARKED, NoSuchStep, Step, read_step, write_step
from ceremony.attendance.views.base import (
    blueprint,
    is_office,
    page,
    secret,
    source_of_visitor,
    units_of_visitor,
    visitor_name,
)
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.text import fold
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.words import clock_time
from ceremony.people.models import Person
from ceremony.people.queries.namesakes import called
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key

_TAKERS = ("office", "recorder", "manager")
WORDS = {
    "present": msgid("Present"),
    "late": msgid("Late"),
    "excused": msgid("Excused"),
    "absent": msgid("Absent"),
    UNMARKED: msgid("Not marked yet"),
    "not_recorded": msgid("Not recorded"),
    "not_obliged": msgid("Not obliged"),
}
_SOURCES = {
    MarkSource.OFFICE: msgid("by hand"),
    MarkSource.RECORDER: msgid("by hand"),
    MarkSource.CODE: msgid("QR code"),
    MarkSource.IMPORT: msgid("paper register"),
}


@dataclass(frozen=True)
class Last:
    """The last step on this roll by this reader, and the text that takes it back."""

    words: str
    token: str


def note_of(row: Row) -> str:
    """Return what stands after a person's state: "06h53, by hand"."""
    if row.why:
        came = row.standing in ("present", "late")
        # The state says already that they came; of "có mặt lúc 06h53" the time is left.
        return row.why.partition(" lúc ")[2] if came else row.why
    if row.source is None:
        return gettext("leave granted") if row.standing == "excused" else ""
    words = gettext(_SOURCES[row.source])
    return f"{clock_time(row.at)}, {words}" if row.at else words


def _wants_figures() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _last(ceremony: Ceremony, token: str) -> Last | None:
    try:
        step = read_step(secret(), token, ceremony.id)
    except NoSuchStep:
        return None
    if step.person_id is None:
        return Last(gettext("the rest: present"), token)
    person = session().get(Person, step.person_id)
    if person is None:
        return None
    return Last(f"{called(person)}: {gettext(WORDS[step.said]).lower()}", token)


def _figures(ceremony: Ceremony, token: str) -> ResponseReturnValue:
    """Return the roll as scripts want it: each person's standing and note, the counts, the step back."""
    groups = roll_of(ceremony, units_of_visitor(ceremony))
    counts = counts_of(groups)
    last = _last(ceremony, token)
    people = [row for group in groups for row in group.rows]
    return jsonify(
        rows=[[row.person_id, row.standing, note_of(row)] for row in people],
        groups=[f"{group.done}/{len(group.rows)}" for group in groups],
        counts={name: counts[name] for name in ("present", "late", "excused", "absent", UNMARKED)},
        done=len(people) - counts[UNMARKED],
        total=len(people),
        rest=gettext("%(number)s left: present", number=counts[UNMARKED]),
        last=last.words if last else "",
        undo=token if last else "",
    )


def _matching(groups: list[Group], query: str) -> list[Group]:
    if not query:
        return groups
    wanted = fold(query)
    found = [Group(one.unit, tuple(row for row in one.rows if wanted in fold(row.name))) for one in groups]
    return [group for group in found if group.rows]


@blueprint.get("/ceremonies/<key>/roll")
@who_may(role=_TAKERS, within=True)
def show_roll(key: str) -> ResponseReturnValue:
    """Show everybody by unit with four keys each; of a closed roll the outcomes."""
    ceremony = get_by_key(key)
    units = units_of_visitor(ceremony)
    closing = find_closing(ceremony)
    token = request.args.get("last", "")
    if closing is None and _wants_figures():
        return _figures(ceremony, token)
    held = get_held(ceremony)
    groups = roll_of(ceremony, units) if closing is None else outcomes_of(closing, units)
    query = request.args.get("q", "").strip()
    return page(
        "roll",
        ceremony,
        groups=_matching(groups, query),
        counts=counts_of(groups),
        total=sum(len(group.rows) for group in groups),
        closing=closing,
        query=query,
        last=_last(ceremony, token),
        is_day=today() >= held.day,
        is_today=today() == held.day,
        is_office=is_office(ceremony),
        words=WORDS,
        note_of=note_of,
        fold=fold,
    )


@blueprint.post("/ceremonies/<key>/roll")
@who_may(role=_TAKERS, within=True)
def take_roll(key: str) -> ResponseReturnValue:
    """Take one key: a person's mark ("12:present"), the rest, or a step back."""
    try:
        with transaction():
            ceremony = get_by_key(key)
            step = _press(ceremony)
            token = write_step(secret(), step) if step else ""
    except Refusal as refusal:
        if not _wants_figures():
            raise
        return jsonify(error=" ".join(words_of(refusal))), status_of(refusal)
    ceremony = get_by_key(key)
    if _wants_figures():
        return _figures(ceremony, token)
    anchor = f"p-{step.person_id}" if step and step.person_id else None
    query = request.args.get("q") or None
    return redirect(
        url_for("attendance.show_roll", key=key, last=token or None, q=query, _anchor=anchor or "roll"), code=303
    )


def _press(ceremony: Ceremony) -> Step | None:
    source, actor = source_of_visitor(ceremony), visitor_name()
    if "rest" in request.form:
        return mark_rest(ceremony, units_of_visitor(ceremony), source, actor, now())
    if "undo" in request.form:
        step = read_step(secret(), request.form["undo"], ceremony.id)
        person = None if step.person_id is None else _person(ceremony, str(step.person_id))
        take_back(ceremony, step, person, actor, now())
        return None
    number, _, value = request.form.get("mark", "").partition(":")
    said = parse_said(value)
    return say_of(ceremony, _person(ceremony, number), said, source, actor, now())


def _person(ceremony: Ceremony, number: str) -> Person:
    """Return the person of the roll with this id; raises UnknownCode, NotOnTheRoll or NotOpen."""
    person = session().get(Person, int(number)) if number.isascii() and number.isdigit() else None
    if person is None:
        raise UnknownCode(text=number)
    units = units_of_visitor(ceremony)
    if units is not None and get_invited(ceremony, person).unit_id not in units:
        raise NotOpen
    return person


def _close_page(ceremony: Ceremony) -> dict[str, Any]:
    counts = counts_of(roll_of(ceremony, None))
    return {"figures": foresee(ceremony), "unmarked": counts[UNMARKED]}


@blueprint.get("/ceremonies/<key>/roll/close")
@who_may(role="office")
def ask_to_close(key: str) -> ResponseReturnValue:
    """Say what closing will make of whom, and ask."""
    ceremony = get_by_key(key)
    if find_closing(ceremony) is not None:
        return redirect(url_for("attendance.show_roll", key=key))
    return page("close", ceremony, **_close_page(ceremony))


@blueprint.post("/ceremonies/<key>/roll/close")
@who_may(role="office")
def close(key: str) -> ResponseReturnValue:
    """Close the roll and show the outcomes."""
    with transaction():
        close_roll(get_by_key(key), visitor_name(), now())
    return redirect(url_for("attendance.show_roll", key=key), code=303)

"""The menu: what is registered and open to the reader, in order, the current page marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, current_app, request, url_for
from flask.blueprints import BlueprintSetupState

from ceremony.core.language import gettext

_ENTRIES = "navigation"
_OWN = 70


@dataclass(frozen=True)
class Entry:
    """One line of the menu.

    `place` orders the lines (home 10, plan 20, the month 30, documents 40, people 50, reports 60; from 70 on they
    stand in the reader's own menu: record 70, settings 80, mailbox 90); `covers` names
    the blueprints ("reports") and endpoints ("desk.month") whose pages belong to it; `shown` says whether the reader
    gets it; `link` gives address and words where they depend on the day, or None for no line today.
    """

    endpoint: str
    label: str
    place: int
    covers: Sequence[str] = ()
    shown: Callable[[], bool] = field(default=lambda: True)
    link: Callable[[], tuple[str, str] | None] | None = None


@dataclass(frozen=True)
class Line:
    """An entry as the reader gets it."""

    address: str
    words: str
    is_current: bool


def offer(blueprint: Blueprint, entry: Entry) -> None:
    """Put *entry* into the menu of every application that registers *blueprint*."""

    def enter(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault(_ENTRIES, []).append(entry)

    blueprint.record(enter)


def navigation(*, own: bool = False) -> list[Line]:
    """Return the menu for this request; with *own* what stands under the reader's name.

    Made once a request: a page shows it twice, beside its title and behind the button of a phone.
    """
    made: dict[bool, list[Line]] = request.environ.setdefault("ceremony.menu", {})
    if own not in made:
        made[own] = _lines(own=own)
    return made[own]


def _lines(*, own: bool) -> list[Line]:
    entries = sorted(current_app.extensions.get(_ENTRIES, []), key=lambda one: one.place)
    current = _current(entries)
    lines = []
    for entry in entries:
        if own != (entry.place >= _OWN) or not entry.shown():
            continue
        link = entry.link() if entry.link else (url_for(entry.endpoint), gettext(entry.label))
        if link is not None:
            address, words = link
            lines.append(Line(address, words, is_current=entry is current))
    return lines


def _current(entries: Sequence[Entry]) -> Entry | None:
    names = (request.endpoint, request.blueprint)
    for entry in entries:
        if entry.endpoint == request.endpoint:
            return entry
    return next((one for one in entries if any(name in one.covers for name in names if name)), None)


def here(endpoint: str | None = None, **changes: Any) -> str:
    """Return the address of this page with other query values; None takes a value away.

    *endpoint* names the page where this address answers with a part of it.
    """
    values = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in values.items() if value is not None}
    return url_for(endpoint or request.endpoint or "desk.home", **(request.view_args or {}), **kept)


def init_app(app: Flask) -> None:
    """Offer `navigation()` and `here()` to the templates of *app*."""
    app.jinja_env.globals.update(navigation=navigation, here=here)

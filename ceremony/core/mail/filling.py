"""Slots: marks inside the texts of an edition, and the form that fills them for each letter.

A slot is `slot("name")`, safe in Jinja output. Where it stands decides how its value is encoded: in a
header as RFC 2047 words, in the text as it is, in the HTML escaped (unless `slot("name", "raw")`), in
a calendar line as a parameter's value, or as it is where it is the whole line.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, Protocol

from ceremony.core.clock import local
from ceremony.core.mail.encoding import folded_line, header_text, mailbox, one_line, quoted_printable

MARK = re.compile("\ue000([a-z][a-z0-9_]*)(?::(raw))?\ue001")
# Those that `make_edition` writes; no other may be in a finished letter, and none twice.
_OURS = (
    *("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "Content-Language"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
)
_HEADER = rb"(?:" + "|".join(_OURS).encode() + rb"):[ -~]*(?:\r\n[ \t][ -~]*)*\r\n"
_HEADERS = re.compile(rb"(?:" + _HEADER + rb")+")
_NAMES = re.compile(rb"(?m)^([A-Za-z-]+):")


class BrokenLetter(Exception):  # noqa: N818 - says what it is
    """A finished letter has a header that nobody wrote: it may not leave."""


def slot(name: str, how: str = "") -> str:
    """Return the mark that stands for the value *name* of each letter; *how* "raw": the HTML is ready."""
    mark = f"\ue000{name}:{how}\ue001" if how else f"\ue000{name}\ue001"
    if MARK.fullmatch(mark) is None:
        raise ValueError(f"{name!r}, {how!r} is no slot")
    return mark


class Addressed(Protocol):
    """What `Form.fill` needs of a letter."""

    @property
    def address(self) -> str: ...
    @property
    def message_id(self) -> str: ...
    @property
    def written_at(self) -> datetime: ...
    @property
    def slots(self) -> dict[str, Any] | None: ...


Values = Mapping[str, Any]


def _filled(template: list[str], values: Values) -> str:
    """Fill a template that was split at its marks: text, name, text, name, …, text."""
    return "".join(str(values[part]) if place % 2 else part for place, part in enumerate(template))


def _calendar_line(template: list[str], values: Values) -> str:
    if any(template[::2]):
        # Within a line a value is a parameter's: RFC 5545 allows no quotes in it.
        values = {name: one_line(str(values[name])).replace('"', "'") for name in template[1::2]}
    return quoted_printable(folded_line(_filled(template, values)))


@lru_cache(maxsize=256)
def _date(moment: datetime) -> str:
    return format_datetime(local(moment))


Fill = Callable[[list[str], Addressed, Values], str]
_FILLS: dict[str, Fill] = {
    "to": lambda template, letter, values: mailbox(_filled(template, values), letter.address),
    "header": lambda template, _letter, values: header_text(_filled(template, values)),
    "date": lambda _template, letter, _values: _date(letter.written_at),
    "message-id": lambda _template, letter, _values: letter.message_id,
    "text": lambda template, _letter, values: quoted_printable(_filled(template, values)),
    "html": lambda template, _letter, values: quoted_printable(html.escape(_filled(template, values))),
    "line": lambda template, _letter, values: _calendar_line(template, values),
}


class Form:
    """An edition ready to be filled; made once for all its letters."""

    def __init__(self, pieces: str) -> None:
        self._pieces: list[bytes] = []
        # The same line stands in the calendar's two parts: it is encoded once.
        self._fills: dict[tuple[str, str], list[int]] = {}
        for place, piece in enumerate(json.loads(pieces)):
            if isinstance(piece, str):
                self._pieces.append(piece.encode("ascii"))
            else:
                self._pieces.append(b"")
                self._fills.setdefault((piece["fill"], piece["as"]), []).append(place)
        self._steps = [(_FILLS[how], _split(text), places) for (text, how), places in self._fills.items()]

    @property
    def slots(self) -> set[str]:
        """The names of the values that each letter must bring."""
        return {name for _fill, template, _places in self._steps for name in template[1::2]}

    def fill(self, letter: Addressed) -> bytes:
        """Return the finished message; raises KeyError for a missing slot, BrokenLetter for a foreign header."""
        pieces = self._pieces.copy()
        values = letter.slots or {}
        for fill, template, places in self._steps:
            value = fill(template, letter, values).encode("ascii")
            for place in places:
                pieces[place] = value
        message = b"".join(pieces)
        _check_headers(message)
        return message


def _split(text: str) -> list[str]:
    parts = MARK.split(text)
    return [part for place, part in enumerate(parts) if place % 3 != 2]


def _check_headers(message: bytes) -> None:
    head = message[: message.index(b"\r\n\r\n") + 2]
    names = _NAMES.findall(head)
    if _HEADERS.fullmatch(head) is None or len(names) != len(set(names)):
        raise BrokenLetter


@lru_cache(maxsize=16)
def form_of(pieces: str) -> Form:
    """Return the form of an edition's `pieces`."""
    return Form(pieces)

"""Editions: what all letters of one sending share, encoded once; their slots are filled per letter."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ceremony.core.mail.encoding import (
    base64_lines,
    file_name,
    folded_line,
    header_text,
    mailbox,
    quoted_printable,
)
from ceremony.core.mail.filling import MARK, Addressed, form_of, slot
from ceremony.core.mail.models import Edition
from ceremony.core.mail.rules import mailbox_of

__all__ = ["Attachment", "Draft", "form_of", "make_edition", "message_of", "slot"]

_FOLDED = re.compile(r"\r?\n[ \t]")
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+")
_METHOD = re.compile(r"[A-Z]+")


@dataclass(frozen=True)
class Attachment:
    """A file that all letters of an edition carry."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter as a feature writes it, with slots for what differs between its recipients.

    `to` is the recipient's display name; the address is the letter's own. `calendar` is an iCalendar
    text whose METHOD is `method`. `wording` keeps what people may want to read later ("month" is
    shown in lists). The slots named in `one_time` are blanked once the letter is accepted.
    """

    thread: str
    revision: int
    kind: str
    language: str
    host: str
    sender_name: str
    sender_address: str
    subject: str
    text: str
    reply_to: str = ""
    to: str = slot("name")
    html: str | None = None
    calendar: str | None = None
    method: str | None = None
    attachments: tuple[Attachment, ...] = ()
    wording: Mapping[str, Any] = field(default_factory=dict)
    one_time: tuple[str, ...] = ()


Piece = str | dict[str, str]


def make_edition(draft: Draft, now: datetime) -> Edition:
    """Return *draft* encoded, not yet in the session.

    Raises BadAddress for the sender or Reply-To, ValueError where the calendar's METHOD is not `method`.
    """
    pieces = json.dumps(_joined([*_headers(draft), *_body(draft)]))
    return Edition(
        thread=draft.thread,
        revision=draft.revision,
        kind=draft.kind,
        language=draft.language,
        host=draft.host,
        sender=mailbox_of(draft.sender_address),
        pieces=pieces,
        wording=dict(draft.wording),
        one_time=list(draft.one_time),
        made_at=now,
    )


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _headers(draft: Draft) -> Iterator[Piece]:
    yield f"From: {mailbox(draft.sender_name, mailbox_of(draft.sender_address))}\r\nTo: "
    yield {"fill": draft.to, "as": "to"}
    yield "\r\nSubject: "
    yield {"fill": draft.subject, "as": "header"} if MARK.search(draft.subject) else header_text(draft.subject)
    yield "\r\nDate: "
    yield {"fill": "", "as": "date"}
    yield "\r\nMessage-ID: "
    yield {"fill": "", "as": "message-id"}
    if draft.reply_to:
        yield f"\r\nReply-To: {mailbox_of(draft.reply_to)}"
    language = re.sub(r"[^A-Za-z-]", "", draft.language)
    yield f"\r\nAuto-Submitted: auto-generated\r\nContent-Language: {language}\r\nMIME-Version: 1.0\r\n"


def _body(draft: Draft) -> list[Piece]:
    alternatives = [_part("text/plain; charset=utf-8", _text_pieces(draft.text, "text"))]
    if draft.html is not None:
        alternatives.append(_part("text/html; charset=utf-8", _text_pieces(draft.html, "html")))
    files = [_file(attachment) for attachment in draft.attachments]
    if draft.calendar is not None:
        lines = _calendar_pieces(draft.calendar, draft.method)
        # Last, as mail programs show the last alternative that they understand.
        alternatives.append(_part(f"text/calendar; method={draft.method}; charset=utf-8", lines))
        files.insert(0, _part("application/ics; name=invite.ics", lines, 'attachment; filename="invite.ics"'))
    seed = [draft.thread, draft.revision, draft.kind, draft.subject, draft.text, draft.html]
    boundary = hashlib.sha256(json.dumps(seed).encode("utf-8", "replace")).hexdigest()[:24]
    body = _multipart("alternative", f"=_a{boundary}", alternatives) if len(alternatives) > 1 else alternatives[0]
    return _multipart("mixed", f"=_m{boundary}", [body, *files]) if files else body


def _part(content_type: str, content: list[Piece], disposition: str = "") -> list[Piece]:
    lines = f"Content-Disposition: {disposition}\r\n" if disposition else ""
    return [f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: quoted-printable\r\n{lines}\r\n", *content]


def _file(attachment: Attachment) -> list[Piece]:
    if _MEDIA_TYPE.fullmatch(attachment.media_type) is None:
        raise ValueError(f"{attachment.media_type!r} is no media type")
    disposition = f"attachment; {file_name(attachment.name)}"
    return [
        f"Content-Type: {attachment.media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: {disposition}\r\n\r\n{base64_lines(attachment.content)}"
    ]


def _multipart(kind: str, boundary: str, parts: list[list[Piece]]) -> list[Piece]:
    # "=_" stands in no quoted-printable and no base64, so no content can hold the boundary.
    pieces: list[Piece] = [f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n']
    for part in parts:
        pieces += [f"--{boundary}\r\n", *part, "\r\n"]
    return [*pieces, f"--{boundary}--\r\n"]


def _text_pieces(text: str, how: str) -> list[Piece]:
    """Return *text* quoted-printable; each slot lies between soft line breaks."""
    pieces: list[Piece] = []
    start = 0
    whole = text.rstrip("\r\n") + "\n"
    for mark in MARK.finditer(whole):
        before = quoted_printable(whole[start : mark.start()])
        if before:
            pieces.append(before if before.endswith("\n") else f"{before}=\r\n")
        pieces += [{"fill": mark[0], "as": "text" if mark[2] else how}, "=\r\n"]
        start = mark.end()
    return [*pieces, quoted_printable(whole[start:])]


def _calendar_pieces(calendar: str, method: str | None) -> list[Piece]:
    """Return the iCalendar text quoted-printable; a line with slots is filled, then folded."""
    lines = [line for line in _FOLDED.sub("", calendar).replace("\r\n", "\n").split("\n") if line]
    if method is None or _METHOD.fullmatch(method) is None or f"METHOD:{method}" not in lines:
        raise ValueError(f"the calendar's METHOD is not {method!r}")
    pieces: list[Piece] = []
    for line in lines:
        if MARK.search(line):
            pieces.append({"fill": line, "as": "line"})
        else:
            pieces.append(quoted_printable(folded_line(line)))
    return pieces


class FilledLetter(Addressed, Protocol):
    """A letter with its edition."""

    @property
    def edition(self) -> Edition: ...


def message_of(letter: FilledLetter) -> bytes:
    """Return the finished message of *letter*: CRLF line ends, ASCII, no line over 998 octets."""
    return form_of(letter.edition.pieces).fill(letter)

"""A form that was sent after the sign-in had ended, kept until its sender has signed in again.

It travels as a signed value in the sign-in page (or in a one-time link), for an hour, and is never
carried out by itself: its sender sees it again and presses *send*.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

_SECONDS = 3600
_LARGEST = 100_000
_CSRF = "csrf_token"


@dataclass(frozen=True)
class Kept:
    """Where a form was sent, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def _serializer(salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=salt)


def keep_form() -> str | None:
    """Return the form of this request as a signed value; None where there is nothing worth keeping.

    Only a form that one of our pages gave to somebody signed in is kept (its token is ours, though its
    session is over): another site cannot prepare a form and let a visitor send it. Passwords and
    files are left out.
    """
    try:
        # The salt under which flask-wtf signs its tokens.
        _serializer("wtf-csrf-token").loads(request.form.get(_CSRF, ""))
    except BadData:
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != _CSRF and "password" not in name and name != "current"
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > _LARGEST:
        return None
    return str(_serializer("kept form").dumps([request.full_path.rstrip("?"), fields]))


def read_kept(text: str | None) -> Kept | None:
    """Return the kept form; None where there is none, or where it is too old."""
    try:
        path, fields = _serializer("kept form").loads(text or "", max_age=_SECONDS)
    except BadData:
        return None
    return Kept(path, [_pair(field) for field in fields])


def _pair(field: Any) -> tuple[str, str]:
    name, value = field
    return str(name), str(value)

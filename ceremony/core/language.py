"""The language that people read: msgids are English, Vietnamese is the default and complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import cast

import flask_babel
from flask import has_request_context

from ceremony.core.refusal import Refusal, Word


def gettext(msgid: str, **values: object) -> str:
    """Return *msgid* in the reader's language with its `%(name)s` places filled."""
    return cast("str", flask_babel.gettext(msgid, **values))


def words_of(refusal: Refusal) -> tuple[str, str]:
    """Return a refusal's sentence and its cure in the reader's language."""
    values = {name: _shown(name, value) for name, value in refusal.values.items()}
    cure = (refusal.page_cure if has_request_context() else None) or refusal.cure
    return gettext(refusal.sentence) % values, gettext(cure) % values


def _shown(name: str, value: object) -> object:
    """Return one value as people read it: days on a page as the office writes them, in a terminal as they are typed.

    A slot stands in commands that a cure quotes, so it stays as it is typed.
    """
    if isinstance(value, Word):
        return gettext(value)
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return f"{value:%d/%m/%Y}" if is_day and name != "slot" and has_request_context() else value


@contextmanager
def language(code: str) -> Iterator[None]:
    """Speak the language *code* ("vi", "en") while the block runs."""
    with flask_babel.force_locale(code):
        yield

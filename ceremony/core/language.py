"""The language that people read: msgids are English, Vietnamese is the default and complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import flask_babel

from ceremony.core.refusal import Refusal, Word


def gettext(msgid: str, **values: object) -> str:
    """Return *msgid* in the reader's language with its `%(name)s` places filled."""
    return cast("str", flask_babel.gettext(msgid, **values))


def words_of(refusal: Refusal) -> tuple[str, str]:
    """Return a refusal's sentence and its cure in the reader's language."""
    values = {name: gettext(value) if isinstance(value, Word) else value for name, value in refusal.values.items()}
    return gettext(refusal.sentence) % values, gettext(refusal.cure) % values


@contextmanager
def language(code: str) -> Iterator[None]:
    """Speak the language *code* ("vi", "en") while the block runs."""
    with flask_babel.force_locale(code):
        yield

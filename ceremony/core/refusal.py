"""Refusals: what the program will not do, each a named type with one sentence and the cure."""

from typing import ClassVar


def msgid(text: str) -> str:
    """Mark *text* for translation where it is written; it is translated where it is shown."""
    return text


class Word(str):
    """A word among a refusal's values that is itself a msgid, as a state is: translated where it is shown."""

    __slots__ = ()


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """The domain says no.

    Subclasses hold `sentence` and `cure` as English msgids with `%(name)s` places; the values are
    the keyword arguments. Pages and commands show the same translated sentence; where the cure is a
    command, `page_cure` says it to who has no terminal.
    """

    sentence: ClassVar[str]
    cure: ClassVar[str]
    page_cure: ClassVar[str | None] = None

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence % values, self.cure % values)
        self.values = values


class BadInput(Refusal):
    """What was given cannot be understood (a wrong date, an unknown key); exit code 2, HTTP 422."""


class NotFound(BadInput):
    """Something was named that does not exist here."""


class Forbidden(Refusal):
    """Somebody asks for what is not theirs."""


class Gone(Refusal):
    """Something was open once and is over."""

"""Tells English words that were left in a Vietnamese text."""

import re
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ceremony.core.layout import PACKAGE

FOLDER = PACKAGE / "translations" / "vi" / "LC_MESSAGES"
_WORD = re.compile(r"[^\W\d_]{3,}")
_PLACE = re.compile(r"%\(\w+\)[sd]")
# What no reader reads as words: addresses, and what a page shows of the message ids in it.
_ADDRESS = re.compile(r"\S*(?:://|@)\S*|/dev/mail|<\S+>")

# English that no msgid holds, or that commands inside a translation hold too.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October")
_ALSO = {word.lower() for name in (*_DAYS, *_MONTHS) for word in (name, name[:3])} - {"thu"} | {
    "date",
    "from",
    "time",
    "reply",
}


@lru_cache(maxsize=1)
def catalogue(folder: Path = FOLDER) -> Catalog:
    """Return the Vietnamese catalogue."""
    with (folder / "messages.po").open("rb") as file:
        return read_po(file, locale="vi")


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", _PLACE.sub(" ", text)))}


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """The words of all msgids that no translation uses: command names, "Word" and "PDF" are in both."""
    messages = [message for message in catalogue() if message.id]
    english = set().union(*(_words(str(message.id)) for message in messages))
    return frozenset(english - set().union(*(_words(str(message.string)) for message in messages))) | _ALSO


def english_in(text: str) -> set[str]:
    """Return the English words in *text*: those that the program's own sentences could have left there."""
    return _words(text) & _english()

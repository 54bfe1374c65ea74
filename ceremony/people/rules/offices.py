"""What a host may set, and how each value is read."""

from collections.abc import Callable

from ceremony.core.refusal import BadInput, msgid
from ceremony.core.text import clean
from ceremony.people.rules.retention import LONGEST_MONTHS, LONGEST_YEARS
from ceremony.people.rules.units import read_address

LONGEST_TEXT = 300


class UnknownOfficeKey(BadInput):
    """A host has no such setting."""

    sentence = msgid("An office has no setting %(key)s.")
    cure = msgid("Choose one of: %(keys)s.")


class TextTooLong(BadInput):
    """A text does not fit on a paper."""

    sentence = msgid("The text for %(key)s has %(length)s characters.")
    cure = msgid("Give at most %(longest)s.")


class UnknownLanguage(BadInput):
    """Letters are not written in this language."""

    sentence = msgid("%(text)s is no language that letters are written in.")
    cure = msgid("Give vi or en.")


class BadNumber(BadInput):
    """A value is no whole number within its range."""

    sentence = msgid("%(text)s does not fit the setting %(key)s.")
    cure = msgid("Give a whole number from %(lowest)s to %(highest)s.")


def _text(key: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(key=key, length=len(text), longest=LONGEST_TEXT)
    return text


def _address(_key: str, text: str) -> str:
    return read_address(text) if text else ""


def _language(_key: str, text: str) -> str:
    if text.lower() not in {"vi", "en"}:
        raise UnknownLanguage(text=text)
    return text.lower()


def _number(lowest: int, highest: int) -> Callable[[str, str], int]:
    def read(key: str, text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < len("100000") else -1
        if not lowest <= number <= highest:
            raise BadNumber(key=key, text=text, lowest=lowest, highest=highest)
        return number

    return read


_READERS: dict[str, Callable[[str, str], str | int]] = {
    "parent_body": _text,
    "name": _text,
    "place_name": _text,
    "address": _text,
    "signer_title": _text,
    "signer": _text,
    "sender_name": _text,
    "reply_to": _address,
    "contact": _text,
    "language": _language,
    # Working days, then minutes.
    "invite_days": _number(1, 60),
    "opens_before": _number(1, 1440),
    "late_after": _number(0, 1440),
    # Years, months.
    "keep_years": _number(0, LONGEST_YEARS),
    "keep_reasons": _number(1, LONGEST_MONTHS),
}
OFFICE_KEYS = tuple(_READERS)


def read_office_value(key: str, text: str) -> str | int:
    """Return *text* as the value of the setting *key*.

    Raises UnknownOfficeKey, TextTooLong, BadAddress, UnknownLanguage or BadNumber.
    """
    if key not in _READERS:
        raise UnknownOfficeKey(key=key, keys=", ".join(OFFICE_KEYS))
    return _READERS[key](key, clean(text))

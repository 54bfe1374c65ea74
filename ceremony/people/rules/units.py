"""Rules of units: their codes, their order, their nearest host; and what an e-mail address looks like."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.text import clean, slug

_VOWELS = frozenset("AEIOUY")
LONGEST_CODE = 40
LONGEST_NAME = 200
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
# RFC 5321 4.1.2: a dot-string before the @; behind it a domain of at least two labels.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@(?=.{{1,253}}$)({_LABEL}\.)+(?!\d+$){_LABEL}")


class BadCode(BadInput):
    """A unit's code has other characters than the allowed ones."""

    sentence = msgid("%(text)s cannot be a unit's code.")
    cure = msgid("Use letters A-Z, digits and single hyphens between them, such as SNV-VP.")


class BadAddress(BadInput):
    """A text is no e-mail address."""

    sentence = msgid("%(text)s is no e-mail address.")
    cure = msgid("Write it as name@example.gov.vn.")


class NameMissing(BadInput):
    """A new unit, or a unit's new name, is empty."""

    sentence = msgid("The unit %(code)s needs a name.")
    cure = msgid("Give it with --name, such as --name 'Văn phòng'.")
    page_cure = msgid("Write its name.")


class NameTooLong(BadInput):
    """A unit's name that no page and no paper could show."""

    sentence = msgid("The name of the unit %(code)s has %(length)s characters, more than %(most)s.")
    cure = msgid("Give it a shorter name.")


class UnitInsideItself(Refusal):
    """A unit may not stand below itself."""

    sentence = msgid("%(unit)s cannot stand below %(parent)s, which lies inside it.")
    cure = msgid("Choose a parent outside the unit (ceremony people units shows the tree).")
    page_cure = msgid("Choose a parent outside the unit.")


class UnitNotEmpty(Refusal):
    """A unit with people or open units below it may not be closed."""

    sentence = msgid("%(unit)s still has %(people)s people and %(units)s units below it.")
    cure = msgid("Merge it into another unit instead, or move them first.")


class ClosingLiesAhead(Refusal):
    """A unit is closed today or as of an earlier day."""

    sentence = msgid("%(unit)s can be closed today or as of an earlier day, not as of %(day)s.")
    cure = msgid("Close it on that day.")


class UnitClosed(Refusal):
    """Nothing is put into a unit that is no more."""

    sentence = msgid("%(unit)s has been closed since %(day)s.")
    cure = msgid("Choose another unit, or open it again.")


class RootStaysOpen(Refusal):
    """The root is never closed."""

    sentence = msgid("%(unit)s is the root of all units and cannot be closed.")
    cure = msgid("Close or merge units below it instead.")


class RootStays(Refusal):
    """The root has no parent."""

    sentence = msgid("%(unit)s is the root of all units and cannot stand below another.")
    cure = msgid("Move other units below it instead.")


def require_open(name: str, closed: date | None) -> None:
    """Refuse to put anything into the unit called *name* where it is no more since *closed*; raises UnitClosed."""
    if closed is not None:
        raise UnitClosed(unit=name, day=closed.isoformat())


def read_name(code: str, text: str) -> str:
    """Return *text* as the name of the unit *code*; raises NameMissing or NameTooLong."""
    name = clean(text)
    if not name:
        raise NameMissing(code=code)
    if len(name) > LONGEST_NAME:
        raise NameTooLong(code=code, length=len(name), most=LONGEST_NAME)
    return name


def read_code(text: str) -> str:
    """Return *text* as a unit's code, upper-cased; raises BadCode."""
    code = clean(text).upper()
    if _CODE.fullmatch(code) is None or len(code) > LONGEST_CODE:
        raise BadCode(text=text)
    return code


def find_address(text: str) -> str | None:
    """Return *text* as an e-mail address; None where it is none."""
    address = clean(text)
    return address if _ADDRESS.fullmatch(address) else None


def read_address(text: str) -> str:
    """Return *text* as an e-mail address; raises BadAddress."""
    address = find_address(text)
    if address is None:
        raise BadAddress(text=text)
    return address


def initials_code(name: str) -> str:
    """Return the initials of a unit's name, numbers and what are initials already whole.

    "Văn phòng" is VP, "Tổ 12" is T12, "P. QLBG" is PQLBG: no syllable is written without a vowel.
    """
    words = [word for word in slug(name).split("-") if word]
    parts = (word if word.isdigit() or not _VOWELS & set(word) else word[0] for word in words)
    return "".join(parts)[: LONGEST_CODE // 2] or "DV"


def new_code(host_code: str, name: str, taken: Collection[str]) -> str:
    """Return a free code for a new unit of a host, as SNV-VP; a number follows where that is taken."""
    base = f"{host_code}-{initials_code(name)}"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def tree_order(units: Iterable[tuple[int, int | None, int]]) -> list[int]:
    """Return the ids of *units* (id, parent's id, position): parents first, siblings by position, then id.

    A unit whose parent is not among them counts as a top.
    """
    rows = list(units)
    known = {unit_id for unit_id, _parent, _position in rows}
    below: dict[int | None, list[tuple[int, int]]] = {}
    for unit_id, parent_id, position in rows:
        below.setdefault(parent_id if parent_id in known else None, []).append((position, unit_id))
    waiting = sorted(below.get(None, []), reverse=True)
    order = []
    while waiting:
        _position, unit_id = waiting.pop()
        order.append(unit_id)
        waiting.extend(sorted(below.get(unit_id, []), reverse=True))
    return order


def nearest_host(ancestor_ids: list[int], host_ids: Collection[int]) -> int:
    """Return the nearest host on the way up (*ancestor_ids* from the top, the unit last), else the top."""
    return next((unit_id for unit_id in reversed(ancestor_ids) if unit_id in host_ids), ancestor_ids[0])

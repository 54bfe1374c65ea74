"""Who stands before the screen: found by staff code or name, remembered by a signed text on the own phone."""

from collections.abc import Sequence

from itsdangerous import BadSignature, URLSafeSerializer

from ceremony.attendance.rules import Invited
from ceremony.core.refusal import BadInput, NotFound, msgid
from ceremony.core.text import fold

_PURPOSE = "person-1"


class WhoAreYou(BadInput):
    """Nothing says who has arrived."""

    sentence = msgid("The program does not know yet who you are.")
    cure = msgid("Type your staff code or your full name.")


class NobodySo(NotFound):
    """Nobody on the roll has this code or name."""

    sentence = msgid("Nobody on this roll is called “%(text)s”.")
    cure = msgid("Check what you typed, or tell the office that you are here.")


class SeveralSo(BadInput):
    """Several people on the roll have this name."""

    sentence = msgid("Several people on this roll are called “%(text)s”.")
    cure = msgid("Type your staff code instead.")


def person_who_says(staff_code: str, name: str, people: Sequence[Invited]) -> int:
    """Return the id of the person on the roll with this staff or check-in code, else with this full name.

    Names are compared without marks where nobody is called so with them. Raises WhoAreYou, NobodySo or SeveralSo.
    """
    wanted = staff_code.casefold()
    if wanted:
        by_code = [one for one in people if wanted in ((one.staff_code or "").casefold(), one.check_in_code.casefold())]
        return _only(by_code, staff_code)
    if not name:
        raise WhoAreYou
    exact = [one for one in people if one.name.casefold() == name.casefold()]
    return _only(exact or [one for one in people if fold(one.name) == fold(name)], name)


def _only(found: Sequence[Invited], text: str) -> int:
    if len(found) > 1:
        raise SeveralSo(text=text)
    if not found:
        raise NobodySo(text=text)
    return found[0].person_id


def write_person(key: str, person_id: int) -> str:
    """Return the text by which a phone remembers its person, signed with the installation's *key*."""
    return str(URLSafeSerializer(key, salt=_PURPOSE).dumps(person_id))


def read_person(key: str, text: str) -> int | None:
    """Return the id in a remembered text; None where it is none of ours."""
    try:
        return int(URLSafeSerializer(key, salt=_PURPOSE).loads(text))
    except (BadSignature, ValueError, TypeError):
        return None

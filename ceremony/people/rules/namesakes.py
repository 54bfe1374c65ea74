"""What tells people of the same name apart: the unit, else the position, else a code."""

from collections.abc import Iterable
from typing import NamedTuple


class Known(NamedTuple):
    """What is known of one of several namesakes, in the order in which it is said; `code` is nobody else's."""

    person_id: int
    unit: str
    position: str
    code: str


def tell_apart(one: Known, namesakes: Iterable[Known]) -> str:
    """Return what stands behind the name of *one* so that nobody takes them for a namesake; "" where there is none.

    As little as is needed: what all of them share says nothing.
    """
    others = [other for other in namesakes if other.person_id != one.person_id]
    said = []
    for fact in ("unit", "position", "code"):
        own = getattr(one, fact)
        alike = [other for other in others if getattr(other, fact) == own]
        if own and len(alike) < len(others):
            said.append(own)
            others = alike
    return ", ".join(said)

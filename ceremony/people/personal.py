"""What the staff list keeps of a person."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.personal import NOBODY, Belongings, Kept, Room
from ceremony.core.refusal import msgid
from ceremony.people.models import Correction, Person
from ceremony.people.queries.corrections import list_corrections_of
from ceremony.people.rules.names import person_sort_key, search_key

KEPT = (
    Kept(
        "person",
        msgid("Name, position, employment, unit, e-mail address, codes, days of joining and leaving, language"),
        msgid("To invite you, to take the roll, and to tell you from others."),
        msgid("Until you leave, and as long after that as the office has set; then a number stands for you."),
        columns=(
            *("full_name", "sort_key", "sort_name", "search_key", "position", "category", "email", "staff_code"),
            *("check_in_code", "joined", "left", "language", "unit_id", "host_id"),
        ),
        plain=("id", "forgotten_at"),
    ),
    Kept(
        "correction",
        msgid("What you asked to have corrected, and the answer"),
        msgid("So that the office can do it and you can read the answer."),
        msgid("As long as your entry in the staff list."),
        columns=("person_id", "text", "reply", "answered_by"),
        plain=("id", "made_at", "ruling", "answered_at"),
        labels=("answered_by",),
    ),
)


def belongings(person: Person) -> list[Belongings]:
    """Return what the staff list says of the person, and what they asked to have corrected."""
    facts: dict[str, Any] = {
        "full_name": person.full_name,
        "sort_name": person.sort_name,
        "position": person.position,
        "category": person.category,
        "unit": person.unit.name,
        "host": person.host.name,
        "email": person.email,
        "staff_code": person.staff_code,
        "check_in_code": person.check_in_code,
        "joined": person.joined,
        "left": person.left,
        "language": person.language,
    }
    asked = [
        {
            "made_at": one.made_at,
            "text": one.text,
            "answer": one.ruling,
            "reply": one.reply,
            "answered_at": one.answered_at,
            "answered_by": one.answered_by,
        }
        for one in list_corrections_of(person)
    ]
    return [
        Belongings("person", msgid("In the staff list"), [facts]),
        Belongings("corrections", msgid("Corrections asked for"), asked),
    ]


def subjects(person: Person) -> Collection[str]:
    """Return what the audit log calls the person and their requests."""
    asked = session().scalars(sa.select(Correction.id).where(Correction.person_id == person.id))
    return [f"person:{person.id}", *(f"correction:{one}" for one in asked)]


def forget(person: Person) -> None:
    """Put a number where the person was; unit and the day of leaving stay, figures rest on them."""
    name = f"{NOBODY} {person.id}"
    person.full_name, person.sort_name = name, None
    person.sort_key, person.search_key = person_sort_key(name, ""), search_key(name)
    person.position = person.category = ""
    person.email = person.staff_code = person.joined = None
    person.check_in_code, person.language = f"-{person.id}", "vi"
    session().execute(sa.update(Correction).where(Correction.person_id == person.id).values(text="", reply=""))


ROOM = Room(KEPT, belongings, forget, subjects, impersonal=frozenset({"unit", "office"}))

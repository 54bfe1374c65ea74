"""Persons: their check-in codes, moving and leaving."""

import secrets
from datetime import date

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.refusal import Refusal, msgid
from ceremony.people.actions.hosts import require_free_codes
from ceremony.people.models import Person, Unit
from ceremony.people.queries import nearest_host_id

# No 0, O, 1, I: these are read aloud and typed by cold fingers.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6


class LeftBeforeJoining(Refusal):
    """A person would leave before having joined."""

    sentence = msgid("%(name)s joined on %(joined)s and cannot leave on %(day)s, before that.")
    cure = msgid("Give a later day.")


class MoveLiesAhead(Refusal):
    """A move on a later day is not kept."""

    sentence = msgid("%(name)s can be moved today or as of an earlier day, not as of %(day)s.")
    cure = msgid("Run the same command on that day.")


def make_check_in_codes(count: int) -> list[str]:
    """Return *count* new check-in codes: short, unambiguous, unique in the installation, unguessable."""
    taken = set(session().scalars(sa.select(Person.check_in_code)))
    taken.update(code.upper() for code in session().scalars(sa.select(Person.staff_code)) if code)
    codes: list[str] = []
    while len(codes) < count:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if code not in taken:
            taken.add(code)
            codes.append(code)
    return codes


def leave_office(person: Person, day: date) -> None:
    """Note that *day* is the first on which the person no longer belongs; raises LeftBeforeJoining."""
    if person.joined is not None and day < person.joined:
        raise LeftBeforeJoining(name=person.full_name, joined=person.joined.isoformat(), day=day.isoformat())
    if person.left != day:
        record(
            "leave",
            f"person:{person.id}",
            {"left": person.left.isoformat() if person.left else None},
            {"left": day.isoformat()},
        )
        person.left = day


def move_person(person: Person, unit: Unit, day: date, today: date) -> None:
    """Move the person to *unit* as of *day*, which may not lie ahead; raises MoveLiesAhead or CodeTaken."""
    if day > today:
        raise MoveLiesAhead(name=person.full_name, day=day.isoformat())
    if person.unit_id == unit.id:
        return
    host_id = nearest_host_id(unit)
    if host_id != person.host_id:
        require_free_codes(Person.id == person.id, host_id)
    record("move", f"person:{person.id}", {"unit": person.unit.code}, {"unit": unit.code, "as_of": day.isoformat()})
    person.unit_id, person.host_id = unit.id, host_id
    session().flush()
    session().refresh(person)

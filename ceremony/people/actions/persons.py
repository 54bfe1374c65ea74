"""Persons: their check-in codes, moving and leaving."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.text import clean
from ceremony.people.actions.hosts import CodeTaken, require_free_codes
from ceremony.people.models import Person, Unit
from ceremony.people.queries import find_code_owner, nearest_host_id
from ceremony.people.rules.names import person_sort_key, search_key
from ceremony.people.rules.retention import AlreadyForgotten
from ceremony.people.rules.units import read_address, require_open

# No 0, O, 1, I: these are read aloud and typed by cold fingers.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6


class PersonNameMissing(BadInput):
    """A person without a name."""

    sentence = msgid("A person needs a name.")
    cure = msgid("Give the full name, such as Hoàng Thị Mẫu Đơn.")


@dataclass(frozen=True)
class PersonFacts:
    """What the office writes down of a person; an empty text says that there is none."""

    full_name: str
    position: str = ""
    category: str = ""
    email: str = ""
    staff_code: str = ""
    sort_name: str = ""

    def values(self) -> dict[str, str | None]:
        """Return them as the table holds them; raises PersonNameMissing or BadAddress."""
        name = clean(self.full_name)
        if not name:
            raise PersonNameMissing
        return {
            "full_name": name,
            "sort_key": person_sort_key(name, self.sort_name),
            "search_key": search_key(name),
            "sort_name": clean(self.sort_name) or None,
            "position": clean(self.position),
            "category": clean(self.category),
            "email": read_address(self.email) if clean(self.email) else None,
            "staff_code": clean(self.staff_code) or None,
        }


def facts_of(person: Person) -> PersonFacts:
    """Return what is written down of the person."""
    return PersonFacts(
        person.full_name,
        person.position,
        person.category,
        person.email or "",
        person.staff_code or "",
        person.sort_name or "",
    )


class LeftBeforeJoining(Refusal):
    """A person would leave before having joined."""

    sentence = msgid("%(name)s joined on %(joined)s and cannot leave on %(day)s, before that.")
    cure = msgid("Give a later day.")


class ReturnBeforeLeaving(Refusal):
    """Somebody would return who has not left by then."""

    sentence = msgid("%(name)s has not left before %(day)s and cannot return then.")
    cure = msgid("Give the day of the return, not before the day of leaving.")


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


def add_person(unit: Unit, facts: PersonFacts, today: date) -> Person:
    """Take a person on by hand as of *today*; raises PersonNameMissing, BadAddress, UnitClosed or CodeTaken."""
    require_open(unit.name, unit.active_to)
    host_id, values = nearest_host_id(unit), facts.values()
    _require_free_code(values, host_id, None)
    (code,) = make_check_in_codes(1)
    person = Person(unit_id=unit.id, host_id=host_id, check_in_code=code, joined=today, **values)
    session().add(person)
    session().flush()
    record("take on", f"person:{person.id}", after={**asdict(facts), "unit": unit.code})
    return person


def change_person(person: Person, facts: PersonFacts) -> None:
    """Write down what is known of the person now; raises PersonNameMissing, BadAddress or CodeTaken."""
    _require_known(person)
    before, values = facts_of(person), facts.values()
    _require_free_code(values, person.host_id, person.id)
    for name, value in values.items():
        setattr(person, name, value)
    after = facts_of(person)
    if after != before:
        record("change person", f"person:{person.id}", asdict(before), asdict(after))
        session().flush()


def _require_known(person: Person) -> None:
    if person.forgotten_at is not None:
        raise AlreadyForgotten(day=f"{person.forgotten_at:%d/%m/%Y}")


def _require_free_code(values: dict[str, str | None], host_id: int, own_id: int | None) -> None:
    code = values["staff_code"]
    owner = find_code_owner(host_id, code) if code else None
    if owner is not None and owner.id != own_id:
        raise CodeTaken(code=code, name=values["full_name"], other=owner.full_name, host=owner.host.name)


def leave_office(person: Person, day: date) -> None:
    """Note that *day* is the first on which the person no longer belongs; raises LeftBeforeJoining."""
    _require_known(person)
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


def return_person(person: Person, unit: Unit, day: date, today: date) -> None:
    """Take the person who had left on again in *unit* as of *day*, which may not lie ahead.

    The days in between stay days away: the person joined anew. Raises MoveLiesAhead, ReturnBeforeLeaving,
    UnitClosed, CodeTaken or AlreadyForgotten.
    """
    _require_known(person)
    if day > today:
        raise MoveLiesAhead(name=person.full_name, day=day.isoformat())
    if person.left is None or day < person.left:
        raise ReturnBeforeLeaving(name=person.full_name, day=day.isoformat())
    before = {"left": person.left.isoformat(), "unit": person.unit.code}
    if person.unit_id != unit.id:
        move_person(person, unit, day, today)
    person.left, person.joined = None, day
    record("return", f"person:{person.id}", before, {"joined": day.isoformat(), "unit": unit.code})
    session().flush()


def move_person(person: Person, unit: Unit, day: date, today: date) -> None:
    """Move the person to *unit* as of *day*, which may not lie ahead; raises MoveLiesAhead or CodeTaken."""
    if day > today:
        raise MoveLiesAhead(name=person.full_name, day=day.isoformat())
    if person.unit_id == unit.id:
        return
    require_open(unit.name, unit.active_to)
    host_id = nearest_host_id(unit)
    if host_id != person.host_id:
        require_free_codes(Person.id == person.id, host_id)
    record("move", f"person:{person.id}", {"unit": person.unit.code}, {"unit": unit.code, "as_of": day.isoformat()})
    person.unit_id, person.host_id = unit.id, host_id
    session().flush()
    session().refresh(person)

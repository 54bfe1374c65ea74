"""Erasing what tells who somebody was; figures, units of the day and the chain of the audit log stay."""

from datetime import date, datetime

import sqlalchemy as sa

from ceremony.accounts.queries import find_user_of
from ceremony.core.audit.actions import record
from ceremony.core.audit.personal import erase_entries
from ceremony.core.db import Base, bears, session
from ceremony.core.mail.personal import erase_slots_with
from ceremony.core.personal import NOBODY
from ceremony.desk.personal.rooms import KEPT, ROOMS, subjects_of
from ceremony.people.models import Person, Unit
from ceremony.people.queries import office_of
from ceremony.people.queries.leavers import bears_the_name
from ceremony.people.rules.retention import AlreadyForgotten, StillHere, reasons_before


def forget_person(person: Person, now: datetime, today: date) -> None:
    """Erase the personal data of somebody who has left, in all rooms; raises StillHere or AlreadyForgotten."""
    session().refresh(person, with_for_update=True)
    if person.forgotten_at is not None:
        raise AlreadyForgotten(day=f"{person.forgotten_at:%d/%m/%Y}")
    if person.left is None or person.left > today:
        raise StillHere(name=person.full_name)
    name, user = person.full_name, find_user_of(person.id)
    is_only_one = not bears_the_name(name, person)
    # A namesake's records hold the same words; an address or a code may be shared, or given anew.
    words = {name, user.name if user else name} if is_only_one else set()
    words |= {word for word in (person.email, person.staff_code) if word and not _is_others(word, person)}
    erase_entries(subjects_of(person), user.id if user else None, words)
    erase_slots_with(words)
    # The staff list last: the rooms above it look for the name.
    for room in reversed(ROOMS):
        room.forget(person)
    if is_only_one:
        _erase_labels(name)
    person.forgotten_at = now
    session().flush()
    record("forget person", f"person:{person.id}")


def _is_others(word: str, person: Person) -> bool:
    other = sa.select(Person.id).where(sa.or_(Person.email == word, Person.staff_code == word), Person.id != person.id)
    return session().scalars(other.limit(1)).first() is not None


def _erase_labels(name: str) -> None:
    """Take the name away where it says who decided, answered or approved."""
    for kept in KEPT:
        table = Base.metadata.tables[kept.table]
        for label in kept.labels:
            erased = sa.update(table).where(bears(table.c[label], name)).values({label: NOBODY})
            session().execute(erased)


def forget_reasons(host: Unit, today: date) -> int:
    """Erase why people of *host* were away, where it is older than the office keeps it; return how many."""
    before = reasons_before(today, office_of(host).keep_reasons)
    erased = sum(room.forget_reasons(host.id, before) for room in ROOMS)
    if erased:
        record("forget reasons", f"unit:{host.code}", after={"number": erased, "day": before.isoformat()})
    return erased

"""Questions about who has left, and when their data are erased."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.people.models import Person, Unit
from ceremony.people.queries import office_of
from ceremony.people.rules.retention import erased_from


@dataclass(frozen=True)
class Leaver:
    """Somebody who has left, and the day from which their data are erased."""

    person: Person
    due: date


def list_leavers(host: Unit, today: date) -> list[Leaver]:
    """Return who has left the host and is not erased yet, the earliest due first."""
    years = office_of(host).keep_years
    gone = sa.select(Person).where(Person.host_id == host.id, Person.left <= today, Person.forgotten_at.is_(None))
    people = session().scalars(gone.order_by(Person.left, Person.sort_key, Person.id).options(joinedload(Person.unit)))
    return [Leaver(person, erased_from(person.left, years)) for person in people if person.left is not None]


def list_due(today: date) -> list[Leaver]:
    """Return whose data are to be erased by *today*, in all hosts."""
    owners = sa.select(Unit).where(
        Unit.id.in_(sa.select(Person.host_id).where(Person.left <= today, Person.forgotten_at.is_(None)))
    )
    leavers = (one for owner in session().scalars(owners).all() for one in list_leavers(owner, today))
    return [one for one in leavers if one.due <= today]


def bears_the_name(name: str, but: Person) -> bool:
    """Whether somebody else, who is not erased, has this very name."""
    other = sa.select(Person.id).where(Person.full_name == name, Person.id != but.id, Person.forgotten_at.is_(None))
    return session().scalars(other.limit(1)).first() is not None

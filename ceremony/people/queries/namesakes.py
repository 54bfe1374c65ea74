"""People of the same name in one host, and how each is called where they are listed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import SessionTransaction

from ceremony.core.db import session
from ceremony.people.models import Person, Unit
from ceremony.people.rules.namesakes import Known, tell_apart

_KEPT = "namesakes"
_ByName = Mapping[str, Sequence[Known]]


class _Kept(NamedTuple):
    """What was read in a transaction, by host."""

    transaction: SessionTransaction | None
    by_host: dict[int, _ByName]


def apart(person: Person) -> str:
    """Return what tells the person from their namesakes of the host ("Phòng Tổ chức", "CB07"); "" without any."""
    namesakes = _namesakes(person.host_id).get(person.full_name, ())
    own = next((one for one in namesakes if one.person_id == person.id), None)
    return tell_apart(own, namesakes) if own else ""


def called(person: Person) -> str:
    """Return the person's name, with what tells them from their namesakes behind it."""
    return ", ".join(filter(None, (person.full_name, apart(person))))


def place_of(person: Person) -> str:
    """Return the person's unit and, where a namesake is there too, what else tells them apart."""
    unit = person.unit.name
    return ", ".join(filter(None, (unit, apart(person).removeprefix(unit).removeprefix(", "))))


def _namesakes(host_id: int) -> _ByName:
    """Return the host's people who share a name, by name; two statements a transaction, however many ask."""
    kept: _Kept | None = session().info.get(_KEPT)
    if kept is None or kept.transaction is not session().get_transaction():
        # Asking begins the transaction that the answer is kept for.
        found = _read(host_id)
        kept = session().info[_KEPT] = _Kept(session().get_transaction(), {host_id: found})
    elif host_id not in kept.by_host:
        kept.by_host[host_id] = _read(host_id)
    return kept.by_host[host_id]


def _read(host_id: int) -> _ByName:
    here = sa.and_(Person.host_id == host_id, Person.forgotten_at.is_(None))
    shared = sa.select(Person.full_name).where(here).group_by(Person.full_name).having(sa.func.count() > 1)
    names = session().scalars(shared).all()
    found: dict[str, list[Known]] = defaultdict(list)
    if not names:
        return found
    code = sa.func.coalesce(Person.staff_code, Person.check_in_code)
    rows = sa.select(Person.full_name, Person.id, Unit.name, Person.position, code).join(Person.unit)
    for row in session().execute(rows.where(here, Person.full_name.in_(shared))):
        found[row[0]].append(Known(*row[1:]))
    return found

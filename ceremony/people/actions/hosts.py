"""Which host each person belongs to."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ceremony.core.db import session
from ceremony.core.refusal import Refusal, msgid
from ceremony.people.models import Person, Unit
from ceremony.people.queries import host_ids
from ceremony.people.rules.units import nearest_host


class CodeTaken(Refusal):
    """A person would bring a staff code that another person of the host has."""

    sentence = msgid("The staff code %(code)s of %(name)s already belongs to %(other)s in %(host)s.")
    cure = msgid("Give one of the two another staff code in the staff list, import it, and try again.")


def assign_hosts(top: Unit) -> None:
    """Give all persons at and below *top* the nearest host above them; raises CodeTaken."""
    hosts = host_ids()
    units_of: dict[int, list[int]] = {}
    for unit in session().scalars(sa.select(Unit).where(Unit.path.startswith(top.path))):
        units_of.setdefault(nearest_host(unit.ancestor_ids, hosts), []).append(unit.id)
    for host_id, unit_ids in units_of.items():
        moving = sa.and_(Person.unit_id.in_(unit_ids), Person.host_id != host_id)
        require_free_codes(moving, host_id)
        session().execute(sa.update(Person).where(moving).values(host_id=host_id))


def require_free_codes(moving: sa.ColumnElement[bool], host_id: int) -> None:
    """Refuse where someone of *moving* has a staff code that is taken in the host."""
    other = aliased(Person)
    clash = (
        sa.select(Person, other)
        .join(other, sa.and_(other.host_id == host_id, other.staff_code == Person.staff_code, other.id != Person.id))
        .where(moving)
        .limit(1)
    )
    found = session().execute(clash).first()
    if found is not None:
        person, owner = found
        raise CodeTaken(code=person.staff_code, name=person.full_name, other=owner.full_name, host=owner.host.name)

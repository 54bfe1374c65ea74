"""What is done to units and persons."""

from datetime import datetime

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Office, Person, Unit


def become_host(unit: Unit, now: datetime) -> Office:  # noqa: ARG001 - every action is told the moment
    """Let *unit* hold ceremonies: it gets an office, and the persons below it, down to the next host, follow."""
    if unit.office is not None:
        return unit.office
    office = Office(unit_id=unit.id, name=unit.name, sender_name=unit.name)
    hosts_below = sa.select(Unit.path).join(Office).where(Unit.path.startswith(unit.path), Unit.id != unit.id)
    own = [Unit.path.startswith(unit.path), *(~Unit.path.startswith(path) for path in session().scalars(hosts_below))]
    followers = sa.update(Person).where(Person.unit_id.in_(sa.select(Unit.id).where(*own)))
    session().add(office)
    session().flush()
    session().execute(followers.values(host_id=unit.id))
    session().refresh(unit, ["office"])
    record("become-host", f"unit:{unit.code}", after={"name": office.name})
    return office

"""What a host sets, and how a unit becomes one."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Office, Person, Unit
from ceremony.people.queries import nearest_host_id, office_for
from ceremony.people.rules.offices import read_office_value
from ceremony.people.rules.units import require_open


def become_host(unit: Unit, now: datetime) -> Office:  # noqa: ARG001 - every act is told the moment
    """Make *unit* a unit that holds ceremonies, if it is not one yet; return what it has set.

    Everybody below it, down to the next host, belongs to it from now on. Raises UnitClosed.
    """
    office = session().get(Office, unit.id)
    if office is not None:
        return office
    require_open(unit.name, unit.active_to)
    before = nearest_host_id(unit)
    office = office_for(unit)
    session().add(office)
    session().flush()
    below = sa.select(Unit.id).where(Unit.path.startswith(unit.path))
    session().execute(
        sa.update(Person)
        .where(Person.host_id == before, Person.unit_id.in_(below), Person.host_id != unit.id)
        .values(host_id=unit.id)
    )
    session().refresh(unit, ["office"])
    record("become host", f"unit:{unit.code}", after={"name": unit.name})
    return office


def skip_steps(unit: Unit, steps: Collection[str], now: datetime) -> Office:
    """Keep which steps of the first run the host does without; the unit becomes a host by it."""
    office = become_host(unit, now)
    before, after = office.skipped_steps, sorted(steps)
    if before != after:
        office.skipped_steps = after
        record("skip steps", f"unit:{unit.code}", {"steps": before}, {"steps": after})
    return office


def set_office(unit: Unit, key: str, text: str, now: datetime) -> Office:
    """Set one thing of the host's office; the unit becomes a host by it.

    Raises what `read_office_value` raises.
    """
    value = read_office_value(key, text)
    office = become_host(unit, now)
    before = getattr(office, key)
    if before != value:
        setattr(office, key, value)
        record("set office", f"unit:{unit.code}", {key: before}, {key: value})
    return office

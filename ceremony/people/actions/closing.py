"""Closing units and merging them: the figures of the past stay with the unit of that day."""

from datetime import date

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.actions.hosts import require_free_codes
from ceremony.people.actions.units import hang
from ceremony.people.models import Person, Unit
from ceremony.people.queries import nearest_host_id
from ceremony.people.rules.units import ClosingLiesAhead, RootStaysOpen, UnitInsideItself, UnitNotEmpty, require_open


def close_unit(unit: Unit, day: date, today: date) -> None:
    """Note that *unit* is no more from *day* on; raises RootStaysOpen, ClosingLiesAhead or UnitNotEmpty."""
    _require_closable(unit, day, today)
    people, below = len(_people_here(unit, day)), len(_open_below(unit))
    if people or below:
        raise UnitNotEmpty(unit=unit.name, people=people, units=below)
    _close(unit, day)


def merge_unit(unit: Unit, into: Unit, day: date, today: date) -> int:
    """Move the people of *unit* and the units below it to *into*, close it as of *day*, and return how many moved.

    Raises RootStaysOpen, ClosingLiesAhead, UnitClosed, UnitInsideItself or CodeTaken.
    """
    _require_closable(unit, day, today)
    require_open(into.name, into.active_to)
    if into.path.startswith(unit.path):
        raise UnitInsideItself(unit=unit.name, parent=into.name)
    for below in _open_below(unit):
        hang(below, into)
    people, host_id = _people_here(unit, day), nearest_host_id(into)
    moving = Person.id.in_(people)
    require_free_codes(sa.and_(moving, Person.host_id != host_id), host_id)
    session().execute(sa.update(Person).where(moving).values(unit_id=into.id, host_id=host_id))
    record("merge unit", f"unit:{unit.code}", after={"into": into.code, "people": len(people)})
    _close(unit, day)
    return len(people)


def reopen_unit(unit: Unit) -> None:
    """Take a closing back; nobody returns by it. Raises UnitClosed where what it stands below is no more."""
    if unit.is_closed:
        if unit.parent is not None:
            require_open(unit.parent.name, unit.parent.active_to)
        record("reopen unit", f"unit:{unit.code}")
        unit.active_to = None


def _require_closable(unit: Unit, day: date, today: date) -> None:
    if unit.is_root:
        raise RootStaysOpen(unit=unit.name)
    if day > today:
        raise ClosingLiesAhead(unit=unit.name, day=day.isoformat())


def _close(unit: Unit, day: date) -> None:
    record("close unit", f"unit:{unit.code}", after={"active_to": day.isoformat()})
    unit.active_to = day
    session().flush()


def _open_below(unit: Unit) -> list[Unit]:
    return list(session().scalars(sa.select(Unit).where(Unit.parent_id == unit.id, Unit.active_to.is_(None))))


def _people_here(unit: Unit, day: date) -> list[int]:
    here = sa.or_(Person.left.is_(None), Person.left > day)
    return list(session().scalars(sa.select(Person.id).where(Person.unit_id == unit.id, here)))

"""Making and changing units."""

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.actions.hosts import assign_hosts
from ceremony.people.models import Unit
from ceremony.people.queries import find_unit
from ceremony.people.rules.units import RootStays, UnitInsideItself, read_address, read_code, read_name, require_open


def make_root(code: str, name: str) -> Unit:
    """Make the root unit of a new installation; raises BadCode, NameMissing or NameTooLong."""
    unit = _new_unit(read_code(code), name, None, position=0)
    unit.is_root = True
    session().flush()
    return unit


def add_unit(code: str, name: str, parent: Unit | None) -> Unit:
    """Make a unit below *parent*, behind its siblings; without one beside the root, outside every host.

    Raises NameMissing, NameTooLong or UnitClosed.
    """
    if parent is not None:
        require_open(parent.name, parent.active_to)
    beside = sa.select(sa.func.max(Unit.position)).where(Unit.parent_id == (parent.id if parent else None))
    return _new_unit(code, name, parent, position=(session().scalar(beside) or 0) + 1)


def _new_unit(code: str, name: str, parent: Unit | None, position: int) -> Unit:
    name = read_name(code, name)
    unit = Unit(code=code, name=name, parent_id=parent.id if parent else None, position=position)
    session().add(unit)
    session().flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    record("make unit", f"unit:{code}", after={"name": name, "parent": parent.code if parent else None})
    return unit


def set_unit(code: str, name: str | None, parent: Unit | None, email: str | None) -> Unit:
    """Make the unit *code*, or change what is given of it; an empty *email* removes the mailbox.

    Raises BadCode, BadAddress, NameMissing, NameTooLong, RootStays, UnitInsideItself, UnitClosed or CodeTaken.
    """
    code = read_code(code)
    address = read_address(email) if email else None
    unit = find_unit(code)
    if unit is None:
        unit = add_unit(code, name or "", parent)
    else:
        before = {"name": unit.name, "parent_id": unit.parent_id, "email": unit.email}
        if name is not None:
            unit.name = read_name(code, name)
        if parent is not None and parent.id != unit.parent_id:
            hang(unit, parent)
        after = {"name": unit.name, "parent_id": unit.parent_id, "email": address if email is not None else unit.email}
        if after != before:
            record("change unit", f"unit:{code}", before, after)
    if email is not None:
        unit.email = address
    session().flush()
    return unit


def hang(unit: Unit, parent: Unit) -> None:
    """Put *unit* with all that stands below it under *parent*.

    Raises RootStays, UnitInsideItself, UnitClosed or CodeTaken.
    """
    if unit.is_root:
        raise RootStays(unit=unit.name)
    if parent.path.startswith(unit.path):
        raise UnitInsideItself(unit=unit.name, parent=parent.name)
    require_open(parent.name, parent.active_to)
    last = sa.select(sa.func.max(Unit.position)).where(Unit.parent_id == parent.id)
    old_path = unit.path
    unit.parent_id, unit.position = parent.id, (session().scalar(last) or 0) + 1
    for one in session().scalars(sa.select(Unit).where(Unit.path.startswith(old_path))).all():
        one.path = f"{parent.path}{unit.id}/{one.path.removeprefix(old_path)}"
    session().flush()
    assign_hosts(unit)

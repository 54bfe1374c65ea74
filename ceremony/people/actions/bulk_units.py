"""Making the units that a staff list brings: a thousand of them in a few statements."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.people.rules.resolving import NewUnit, UnitRef
from ceremony.people.rules.units import new_code


def add_units(host: Unit, new: Mapping[tuple[str, ...], NewUnit]) -> dict[UnitRef, int]:
    """Make the units *new*, each behind its siblings, and return their ids; one audit entry names them all."""
    taken = set(session().scalars(sa.select(Unit.code)))
    made: dict[UnitRef, int] = {}
    codes: dict[str, str] = {}
    # Those without a parent among the new come first, then those below them.
    for _depth, level in groupby(sorted(new.items(), key=lambda one: len(one[0])), key=lambda one: len(one[0])):
        units = list(level)
        parents = [made.get(unit.parent, unit.parent) for _key, unit in units]
        rows: list[dict[str, Any]] = []
        for (_key, unit), parent in zip(units, parents, strict=True):
            code = new_code(host.code, unit.name, taken)
            taken.add(code)
            codes[code] = unit.name
            rows.append({"code": code, "name": unit.name, "parent_id": parent})
        made.update(zip([key for key, _unit in units], _insert(rows), strict=True))
    if codes:
        record("make units", f"unit:{host.code}", after={"units": codes})
    return made


def _insert(rows: list[dict[str, Any]]) -> list[int]:
    """Insert units below parents that exist; return their ids in the order of *rows*."""
    parent_ids = {row["parent_id"] for row in rows}
    last = sa.select(Unit.parent_id, sa.func.max(Unit.position).label("last")).where(Unit.parent_id.in_(parent_ids))
    positions = {row.parent_id: row.last for row in session().execute(last.group_by(Unit.parent_id))}
    paths = dict(session().execute(sa.select(Unit.id, Unit.path).where(Unit.id.in_(parent_ids))).all())
    for row in rows:
        row["position"] = positions[row["parent_id"]] = positions.get(row["parent_id"], 0) + 1
    inserted = sa.insert(Unit).returning(Unit.id, sort_by_parameter_order=True)
    ids = list(session().scalars(inserted, [{**row, "path": "", "is_root": False} for row in rows]))
    located = [
        {"id": unit_id, "path": f"{paths[row['parent_id']]}{unit_id}/"} for unit_id, row in zip(ids, rows, strict=True)
    ]
    session().execute(sa.update(Unit), located)
    return ids

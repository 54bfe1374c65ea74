"""Taking over a staff list, all or nothing, in bulk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import name_sort_key
from ceremony.people.actions.bulk_units import add_units
from ceremony.people.actions.persons import make_check_in_codes
from ceremony.people.models import Person, Unit
from ceremony.people.queries import host_ids, list_subtree, nearest_host_id
from ceremony.people.rules.matching import KnownPerson, Matching, code_key, one_row_a_person
from ceremony.people.rules.names import person_sort_key, search_key
from ceremony.people.rules.resolving import KnownUnit, UnitPlan, UnitRef, resolve_units, unit_of_titles
from ceremony.people.rules.staff_list import Converted, Place, Problem, ProblemKind, StaffList, StaffRow
from ceremony.people.rules.units import nearest_host


@dataclass
class ImportResult:
    """What a list did, or would do; with an error among the problems nothing was written."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    left: int = 0
    units_new: int = 0
    # The file that holds everything as it was before.
    backup: str | None = None
    converted: list[Converted] = field(default_factory=list)
    # Who changes, and what the list says of them: columns of Person; a new unit by its name.
    changing: list[tuple[KnownPerson, dict[str, Any]]] = field(default_factory=list)
    # Who is not in the list though their unit is; and whom a row could mean, where that is more than one.
    absent: list[KnownPerson] = field(default_factory=list)
    candidates: dict[Place, list[KnownPerson]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """The problems for which nothing may be written."""
        return [problem for problem in self.problems if problem.is_error]


@dataclass
class _Plan:
    units: UnitPlan
    new: list[tuple[StaffRow, UnitRef]]
    changes: dict[int, dict[str, Any]]
    missing: list[int]
    peopled: set[int]


def import_people(
    host: Unit,
    staff: StaffList,
    *,
    dry_run: bool = False,
    complete: bool = False,
    choices: Mapping[Place, int | None] = MappingProxyType({}),
    backup: str | None = None,
    today: date,
) -> ImportResult:
    """Take over *staff* for *host*; *complete* lets those of its units who are not in it leave today.

    *choices* say whom rows mean that could mean two persons: a person's id, None for a new one;
    *backup* is the file that was made before, for the log.
    """
    surroundings = _surroundings(host)
    staff = _with_units_of_titles(staff, surroundings)
    rows, problems = one_row_a_person(staff.rows)
    result = ImportResult(rows=len(rows), converted=staff.converted, problems=[*staff.problems, *problems])
    plan = _plan(surroundings, rows, result, choices, today)
    if not result.errors:
        result.new, result.changed, result.units_new = len(plan.new), len(plan.changes), len(plan.units.new)
        result.unchanged = len(rows) - result.new - result.changed
        result.missing, result.left = (0, len(plan.missing)) if complete else (len(plan.missing), 0)
        if not dry_run:
            result.backup = backup
            _write(host, plan, complete=complete, today=today)
            _record(host, result)
    result.problems.sort(key=lambda problem: (problem.row is not None, problem.sheet or "", problem.row or 0))
    return result


@dataclass(frozen=True)
class _Surroundings:
    """The host, the units above and below it, the ids of its own units, and its people."""

    host: KnownUnit
    above: list[KnownUnit]
    below: list[KnownUnit]
    own: set[int]
    people: list[KnownPerson]


def _with_units_of_titles(staff: StaffList, around: _Surroundings) -> StaffList:
    """Place the people of sheets that name a unit only in their title."""
    units = {sheet: unit_of_titles(titles, around.below) for sheet, titles in staff.titles.items()}
    rows = [
        replace(row, unit=unit.code) if row.unit is None and (unit := units.get(row.sheet)) else row
        for row in staff.rows
    ]
    if not any(row.unit for row in rows):
        return staff
    problems = [one for one in staff.problems if one.kind is not ProblemKind.NO_UNIT or one.row is not None]
    return replace(staff, rows=rows, problems=problems)


def _plan(
    around: _Surroundings,
    rows: list[StaffRow],
    result: ImportResult,
    choices: Mapping[Place, int | None],
    today: date,
) -> _Plan:
    host, known = around.host, around.people
    units = resolve_units(rows, host, around.below, around.above)
    matching = Matching(known, host, units.refs, today, choices)
    matching.run(rows)
    elsewhere = {place for place, person in matching.found.items() if person.unit_id != host.id}
    # Who is known in a unit stays there when the list names none.
    result.problems = [
        one for one in result.problems if one.kind is not ProblemKind.NO_UNIT or one.place not in elsewhere
    ]
    result.problems += units.problems + matching.problems
    result.candidates = matching.candidates
    changes = {}
    for row in rows:
        person = matching.found.get(row.place)
        values = _changes(row, person, units.refs, today) if person else {}
        if person and values:
            changes[person.id] = values
    new = [
        (row, host.id if row.unit is None else units.refs[row.path]) for row in rows if row.place not in matching.found
    ]
    by_id = {person.id: person for person in known}
    result.changing = [(by_id[one], _with_unit_named(values, units)) for one, values in changes.items()]
    named = {*units.refs.values(), *(host.id for row in rows if row.unit is None)}
    in_list = {person.id for person in matching.found.values()}
    result.absent = [
        person
        for person in known
        if person.unit_id in named
        and person.unit_id in around.own
        and person.id not in in_list
        and person.is_here(today)
    ]
    missing = [person.id for person in result.absent]
    return _Plan(units, new, changes, missing, peopled={person.unit_id for person in known})


def _with_unit_named(values: dict[str, Any], units: UnitPlan) -> dict[str, Any]:
    ref = values.get("unit_id")
    return {**values, "unit_id": units.new[ref].name} if isinstance(ref, tuple) else values


def _surroundings(host: Unit) -> _Surroundings:
    hosts, home = host_ids(), nearest_host_id(host)
    below, own = [], {host.id}
    for unit in list_subtree(host)[1:]:
        if unit.is_closed:
            continue
        foreign = nearest_host(unit.ancestor_ids, hosts) != home
        below.append(KnownUnit(unit.id, unit.code, unit.name, unit.parent_id, foreign=foreign))
        if not foreign:
            own.add(unit.id)
    above = session().scalars(sa.select(Unit).where(Unit.id.in_(host.ancestor_ids[:-1])))
    return _Surroundings(
        KnownUnit(host.id, host.code, host.name, host.parent_id),
        [KnownUnit(unit.id, unit.code, unit.name, unit.parent_id) for unit in above],
        below,
        own,
        _known_people(host),
    )


def _known_people(host: Unit) -> list[KnownPerson]:
    columns = sa.select(
        Person.id,
        Person.unit_id,
        Person.full_name,
        Person.sort_key,
        Person.position,
        Person.category,
        Person.email,
        Person.staff_code,
        Person.left,
        Person.check_in_code,
        Person.sort_name,
    )
    within = columns.where(Person.host_id == nearest_host_id(host)).order_by(Person.id)
    rows: Iterable[Iterable[Any]] = session().execute(within)
    people = [KnownPerson(*row) for row in rows]
    # Who is sorted by another word is still recognised by the name.
    return [replace(one, sort_key=name_sort_key(one.full_name)) if one.sort_name else one for one in people]


def _changes(row: StaffRow, person: KnownPerson, refs: dict[tuple[str, ...], UnitRef], today: date) -> dict[str, Any]:
    """Return what the row says otherwise; an empty cell says nothing."""
    values: dict[str, Any] = {
        name: said
        for name in ("full_name", "position", "category", "email", "staff_code")
        if (said := getattr(row, name)) is not None and said != getattr(person, name)
    }
    if "staff_code" in values and person.staff_code and code_key(row.staff_code or "") == code_key(person.staff_code):
        # A sheet that lost the zeros of 007 does not take them from us.
        del values["staff_code"]
    if "full_name" in values:
        values["sort_key"] = person_sort_key(row.full_name, person.sort_name)
        values["search_key"] = search_key(row.full_name)
    if row.unit is not None and refs[row.path] != person.unit_id:
        values["unit_id"] = refs[row.path]
    if person.left is not None and not person.is_here(today):
        values["left"] = None
        if person.left < today:
            values["joined"] = today
    return values


def _write(host: Unit, plan: _Plan, *, complete: bool, today: date) -> None:
    made = add_units(host, plan.units.new)
    ids: dict[UnitRef, int] = {**made, **{ref: ref for ref in plan.units.refs.values() if isinstance(ref, int)}}
    ids[host.id] = host.id
    host_id = nearest_host_id(host)
    for values in plan.changes.values():
        if "unit_id" in values:
            values["unit_id"] = ids[values["unit_id"]]
    _change(plan.changes)
    if plan.new:
        codes = make_check_in_codes(len(plan.new))
        session().execute(
            sa.insert(Person),
            [
                _new_person(row, ids[ref], host_id, code, today if ref in plan.peopled else None)
                for (row, ref), code in zip(plan.new, codes, strict=True)
            ],
        )
    if complete and plan.missing:
        session().execute(sa.update(Person), [{"id": person_id, "left": today} for person_id in plan.missing])


def _change(changes: dict[int, dict[str, Any]]) -> None:
    """Write *changes*, all rows with the same fields in one statement."""
    # Two persons may exchange their codes: unique by the row, so all let go first.
    letting_go = [
        {"id": person_id, "staff_code": None} for person_id, values in changes.items() if "staff_code" in values
    ]
    if letting_go:
        session().execute(sa.update(Person), letting_go)
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for person_id, values in changes.items():
        groups.setdefault(tuple(sorted(values)), []).append({"id": person_id, **values})
    for rows in groups.values():
        session().execute(sa.update(Person), rows)


def _new_person(row: StaffRow, unit_id: int, host_id: int, code: str, joined: date | None) -> dict[str, Any]:
    """Return a new person's values.

    Whoever comes to a unit that had people joined today; of those who came with their unit's first
    list nobody knows since when.
    """
    return {
        "unit_id": unit_id,
        "host_id": host_id,
        "full_name": row.full_name,
        "sort_key": row.sort_key,
        "position": row.position or "",
        "category": row.category or "",
        "email": row.email,
        "staff_code": row.staff_code,
        "check_in_code": code,
        "joined": joined,
        "left": None,
        "language": "vi",
    }


def _record(host: Unit, result: ImportResult) -> None:
    if result.new or result.changed or result.left or result.units_new:
        counts: dict[str, object] = {
            "rows": result.rows,
            "new": result.new,
            "changed": result.changed,
            "left": result.left,
        }
        counts |= {"backup": result.backup} if result.backup else {}
        record("import staff list", f"unit:{host.code}", after=counts)

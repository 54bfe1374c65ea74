"""Who of a staff list is whom: rows against each other, against the units and against known persons."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from ceremony.core.refusal import msgid
from ceremony.core.text import sort_key
from ceremony.people.rules.staff_list import Problem, ProblemKind, StaffRow

# A unit that exists, by id, or one that the list brings, by the key of its name.
UnitRef = int | str


@dataclass(frozen=True)
class KnownUnit:
    """A unit below the host; `foreign` where it belongs to another host further down."""

    id: int
    code: str
    name: str
    foreign: bool = False


@dataclass(frozen=True)
class KnownPerson:
    """A person of the host as the database has it; `sort_key` stands for the name whatever its spelling."""

    id: int
    unit_id: int
    full_name: str
    sort_key: str
    position: str
    category: str
    email: str | None
    staff_code: str | None
    left: date | None

    def is_here(self, today: date) -> bool:
        """Whether the person has not left yet."""
        return self.left is None or self.left > today


@dataclass
class UnitPlan:
    """Where each unit's name of the list leads, and the names of those that must be made, by key."""

    refs: dict[str, UnitRef] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def resolve_units(rows: Iterable[StaffRow], host: KnownUnit, below: Iterable[KnownUnit], column: str) -> UnitPlan:
    """Find the units that *rows* name, by name or by code; the host itself may be named too."""
    by_name: dict[str, list[KnownUnit]] = defaultdict(list)
    by_code = {}
    for unit in (host, *below):
        by_name[sort_key(unit.name)].append(unit)
        by_code[unit.code] = unit
    plan = UnitPlan()
    for row in rows:
        if row.unit is None or row.unit in plan.refs:
            continue
        key = sort_key(row.unit)
        found = by_name.get(key) or [by_code[code] for code in [row.unit.upper()] if code in by_code]
        if len(found) == 1 and not found[0].foreign:
            plan.refs[row.unit] = found[0].id
        elif not found:
            plan.refs[row.unit] = key
            plan.new.setdefault(key, row.unit)
        else:
            plan.refs[row.unit] = found[0].id
            plan.problems.append(_unclear_unit(row, found, column))
    return plan


def _unclear_unit(row: StaffRow, found: list[KnownUnit], column: str) -> Problem:
    values: dict[str, object] = {"unit": row.unit, "codes": ", ".join(unit.code for unit in found)}
    if len(found) == 1:
        sentence = msgid("'%(unit)s' holds ceremonies of its own: import its list with --unit %(codes)s.")
    else:
        sentence = msgid("Several units are called '%(unit)s': write one of the codes %(codes)s instead of the name.")
    return Problem(ProblemKind.AMBIGUOUS, sentence, values, row.row, column)


def one_row_a_person(rows: Iterable[StaffRow], columns: dict[str, str]) -> tuple[list[StaffRow], list[Problem]]:
    """Return the first row of each person of a list, and what is to be said of the others.

    The same person is: the same staff code; or the same name with the same address; or the same
    name in the same unit - unless staff codes or addresses say otherwise.
    """
    kept: list[StaffRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], StaffRow] = {}
    for row in rows:
        first = _same_in_list(row, seen)
        if first is None:
            kept.append(row)
            for key in _keys(row):
                seen.setdefault(key, row)
        elif first.sort_key != row.sort_key:
            values: dict[str, object] = {"code": row.staff_code, "name": first.full_name, "row": first.row}
            sentence = msgid(
                "The staff code %(code)s is also that of %(name)s in row %(row)s. Give each their own code."
            )
            problems.append(
                Problem(ProblemKind.AMBIGUOUS, sentence, values, row.row, columns.get("staff_code")),
            )
        else:
            problems.append(_said_twice(first, row, columns))
    return kept, problems


def _keys(row: StaffRow) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [("unit", row.sort_key, sort_key(row.unit or ""))]
    if row.staff_code:
        keys.append(("code", row.staff_code.lower()))
    if row.email:
        keys.append(("mail", row.sort_key, row.email.lower()))
    return keys


def _same_in_list(row: StaffRow, seen: dict[tuple[str, ...], StaffRow]) -> StaffRow | None:
    for key in reversed(_keys(row)):
        first = seen.get(key)
        if first is None:
            continue
        if key[0] == "code":
            return first
        if not _differ(first.staff_code, row.staff_code) and (key[0] == "mail" or not _differ(first.email, row.email)):
            return first
    return None


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.lower() != other.lower())


def _said_twice(first: StaffRow, row: StaffRow, columns: dict[str, str]) -> Problem:
    values: dict[str, object] = {"name": row.full_name, "row": first.row, "unit": first.unit}
    if first.unit and row.unit and sort_key(first.unit) != sort_key(row.unit):
        sentence = msgid("%(name)s stands in two units; the one of row %(row)s is taken (%(unit)s).")
        return Problem(ProblemKind.TWO_UNITS, sentence, values, row.row, columns.get("unit"))
    sentence = msgid(
        "%(name)s is already in row %(row)s; this row is left out. Two persons? Give each a staff code or an address."
    )
    return Problem(ProblemKind.DUPLICATE, sentence, values, row.row, columns.get("full_name"))


class Matching:
    """Finds each row's known person: by staff code, by address, by name and unit; nobody is found twice."""

    def __init__(self, known: Iterable[KnownPerson], host: KnownUnit, refs: dict[str, UnitRef], today: date) -> None:
        self.known, self.host, self.refs, self.today = list(known), host, refs, today
        self.found: dict[int, KnownPerson] = {}
        self.problems: list[Problem] = []
        self._taken: set[int] = set()

    def run(self, rows: list[StaffRow], name_column: str) -> None:
        """Fill `found` (by row number) and `problems`."""
        # An address that comes with its own name is surer than a name; one with another name is not:
        # it may have been handed on.
        self._by_code(rows)
        self._by_address(rows, same_name=True)
        self._by_name(rows, name_column)
        self._by_address(rows, same_name=False)

    def _take(self, row: StaffRow, person: KnownPerson) -> None:
        self.found[row.row] = person
        self._taken.add(person.id)

    def _open(self, rows: list[StaffRow]) -> list[StaffRow]:
        unclear = {problem.row for problem in self.problems}
        return [row for row in rows if row.row not in self.found and row.row not in unclear]

    def _index(self, key_of: Callable[[KnownPerson], object]) -> dict[object, list[KnownPerson]]:
        index: dict[object, list[KnownPerson]] = defaultdict(list)
        for person in self.known:
            if person.id not in self._taken:
                index[key_of(person)].append(person)
        return index

    def _by_code(self, rows: list[StaffRow]) -> None:
        codes = {person.staff_code.lower(): person for person in self.known if person.staff_code}
        for row in rows:
            if row.staff_code and row.staff_code.lower() in codes:
                self._take(row, codes[row.staff_code.lower()])

    def _by_address(self, rows: list[StaffRow], *, same_name: bool) -> None:
        in_list = Counter(row.email.lower() for row in rows if row.email)
        index = self._index(lambda person: person.email.lower() if person.email else None)
        for row in self._open(rows):
            if not row.email or (in_list[row.email.lower()] > 1 and not same_name):
                continue
            candidates = [one for one in index.get(row.email.lower(), []) if one.id not in self._taken]
            if same_name:
                candidates = [one for one in candidates if one.sort_key == row.sort_key]
            else:
                candidates = [one for one in candidates if not _differ(one.staff_code, row.staff_code)]
            candidates = self._here_first(candidates)
            if len(candidates) == 1:
                self._take(row, candidates[0])

    def _by_name(self, rows: list[StaffRow], name_column: str) -> None:
        index = self._index(lambda person: person.sort_key)
        for row in self._open(rows):
            candidates = [
                one
                for one in index.get(row.sort_key, [])
                if one.id not in self._taken and not _differ(one.staff_code, row.staff_code)
            ]
            candidates = self._here_first(self._of_unit(row, candidates))
            if len(candidates) == 1:
                self._take(row, candidates[0])
            elif candidates:
                sentence = msgid(
                    "%(count)s persons are called %(name)s: the list must give the staff code or the address."
                )
                values: dict[str, object] = {"count": len(candidates), "name": row.full_name}
                self.problems.append(Problem(ProblemKind.AMBIGUOUS, sentence, values, row.row, name_column))

    def _of_unit(self, row: StaffRow, candidates: list[KnownPerson]) -> list[KnownPerson]:
        if row.unit is not None:
            return [one for one in candidates if one.unit_id == self.refs[row.unit]]
        return [one for one in candidates if one.unit_id == self.host.id] or candidates

    def _here_first(self, candidates: list[KnownPerson]) -> list[KnownPerson]:
        """Keep those who are here; where nobody is, the one who left last."""
        here = [one for one in candidates if one.is_here(self.today)]
        return here or sorted(candidates, key=lambda one: one.left or self.today)[-1:]

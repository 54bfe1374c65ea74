"""Which unit a staff list means: by name, by code, by a usual abbreviation, inside the units around it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ceremony.core.refusal import msgid
from ceremony.core.text import fold, sort_key
from ceremony.people.rules.staff_list import Problem, ProblemKind, StaffRow
from ceremony.people.rules.staff_list.words import PLAIN_RANK, unit_rank

# A unit that exists, by id, or one that the list brings, by the keys of its path below the host.
UnitRef = int | tuple[str, ...]


@dataclass(frozen=True)
class KnownUnit:
    """A unit at, above or below the host; `foreign` where it belongs to another host further down."""

    id: int
    code: str
    name: str
    parent_id: int | None = None
    foreign: bool = False


@dataclass(frozen=True)
class NewUnit:
    """A unit that must be made, and where it will stand."""

    name: str
    parent: UnitRef


@dataclass
class UnitPlan:
    """Where each unit of the list leads, by its path, and those that must be made, parents first."""

    refs: dict[tuple[str, ...], UnitRef] = field(default_factory=dict)
    new: dict[tuple[str, ...], NewUnit] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


_SHORT = (
    (re.compile(r"p(?:\.\s*|\s+)"), "phòng "),
    (re.compile(r"vp(?:\.\s*|\s+|$)"), "văn phòng "),
    (re.compile(r"tt(?:\.\s*|\s+)"), "trung tâm "),
    (re.compile(r"cc(?:\.\s*|\s+)"), "chi cục "),
    (re.compile(r"ttr(?:\.\s*|\s+|$)"), "thanh tra "),
    (re.compile(r"bgđ$"), "ban giám đốc"),
    (re.compile(r"bql(?:\.\s*|\s+)"), "ban quản lý "),
    (re.compile(r"ubnd(?:\.\s*|\s+)"), "ủy ban nhân dân "),
)


def spelled_out(name: str) -> str:
    """Return a unit's name with the abbreviation at its beginning spelled out: "P. Lãnh sự" is "phòng Lãnh sự"."""
    said = name.lower()
    for pattern, word in _SHORT:
        match = pattern.match(said)
        if match:
            return (word + said[match.end() :]).strip()
    return name


def resolve_units(
    rows: Iterable[StaffRow], host: KnownUnit, below: Iterable[KnownUnit], above: Iterable[KnownUnit] = ()
) -> UnitPlan:
    """Find the units that *rows* name; the host and those *above* it may be named too, and mean the host."""
    resolver = _Resolver(host, list(below), list(above))
    plan = UnitPlan()
    paths: dict[tuple[str, ...], StaffRow] = {}
    for row in rows:
        if row.unit is not None:
            paths.setdefault(row.path, row)
    resolver.learn(paths)
    for path, row in paths.items():
        plan.refs[path] = resolver.resolve(path, row, plan)
    return plan


class _Resolver:
    def __init__(self, host: KnownUnit, below: list[KnownUnit], above: list[KnownUnit]) -> None:
        self.host = host
        self._by_name: dict[str, list[KnownUnit]] = defaultdict(list)
        self._by_code = {unit.code: unit for unit in below}
        for unit in below:
            self._by_name[sort_key(unit.name)].append(unit)
        self._parents = {unit.id: unit.parent_id for unit in below}
        # The name of the host over a list says nothing; a namesake below it does.
        self._tops = {sort_key(unit.name) for unit in (host, *above)} - set(self._by_name)
        self._tops |= {sort_key(unit.code) for unit in (host, *above)}
        # In how many places the list has a unit of this name.
        self._places: dict[str, set[tuple[str, ...]]] = defaultdict(set)

    def learn(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Look at all paths of the list before any is resolved."""
        for path in paths:
            keys = self._keys(path)
            for end in range(len(keys)):
                self._places[keys[end]].add(keys[:end])

    def _inside(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Return *path* without the host and what stands above it."""
        begin = 0
        while begin < len(path) and self._is_top(path[begin]):
            begin += 1
        return path[begin:]

    def _is_top(self, name: str) -> bool:
        keys = {sort_key(name), sort_key(spelled_out(name))}
        if keys & self._tops:
            return True
        # "Sở Ngoại vụ" is short for "Sở Ngoại vụ Quảng Trị", unless another unit is called so.
        is_short = fold(self.host.name).startswith(fold(spelled_out(name)) + " ")
        return is_short and (unit_rank(name) or 0) < PLAIN_RANK and not keys & set(self._by_name)

    def _keys(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sort_key(spelled_out(name)) for name in self._inside(path))

    def _called(self, name: str) -> list[KnownUnit]:
        """Return the units that may be meant by *name*."""
        exact = self._by_name.get(sort_key(name))
        if exact:
            return exact
        codes = (name.upper(), f"{self.host.code}-{name.upper()}")
        return [self._by_code[code] for code in codes if code in self._by_code][:1] or self._by_name.get(
            sort_key(spelled_out(name)), []
        )

    def _lies_below(self, unit: KnownUnit, top: int) -> bool:
        at: int | None = unit.id
        while at is not None:
            at = self._parents.get(at)
            if at == top:
                return True
        return False

    def resolve(self, path: tuple[str, ...], row: StaffRow, plan: UnitPlan) -> UnitRef:
        """Return the unit that *path* means; what is missing of it is noted in *plan* to be made."""
        names = self._inside(path)
        at, depth = self.host.id, 0
        while depth < len(names):
            found = [unit for unit in self._called(names[depth]) if self._lies_below(unit, at)]
            found = self._nearest(found, at) if depth else found
            if not found and depth == 0 and (regrouped := self._regrouped(names)) is not None:
                at, depth = regrouped
                continue
            if not found:
                break
            if len(found) > 1 or found[0].foreign:
                plan.problems.append(_unclear(row, names[depth], found))
                return found[0].id
            at, depth = found[0].id, depth + 1
        return at if depth == len(names) else self._to_be_made(path, names, depth, at, plan)

    def _nearest(self, found: list[KnownUnit], at: int) -> list[KnownUnit]:
        return [unit for unit in found if unit.parent_id == at] or found

    def _regrouped(self, names: tuple[str, ...]) -> tuple[int, int] | None:
        """Return the first unit of the host that the list only puts under a heading of its own, and what it holds.

        The unit by its id, and the place in *names* behind it; None where there is none.
        """
        for place, name in enumerate(names[1:], 1):
            if len(self._places[sort_key(spelled_out(name))]) > 1:
                return None
            found = [unit for unit in self._called(name) if unit.parent_id == self.host.id and not unit.foreign]
            if len(found) == 1:
                return found[0].id, place + 1
        return None

    def _to_be_made(
        self, path: tuple[str, ...], names: tuple[str, ...], depth: int, at: int, plan: UnitPlan
    ) -> UnitRef:
        keys = self._keys(path)
        parent: UnitRef = at
        for end in range(depth + 1, len(names) + 1):
            key = keys[:end]
            plan.new.setdefault(key, NewUnit(names[end - 1], parent))
            parent = key
        return parent


def _unclear(row: StaffRow, name: str, found: list[KnownUnit]) -> Problem:
    values: dict[str, object] = {"unit": name, "codes": ", ".join(unit.code for unit in found)}
    if len(found) == 1:
        sentence = msgid("'%(unit)s' holds ceremonies of its own: import its list with --unit %(codes)s.")
    else:
        sentence = msgid("Several units are called '%(unit)s': write one of the codes %(codes)s instead of the name.")
    return Problem(ProblemKind.AMBIGUOUS, sentence, values, row.row, row.columns.get("unit"), row.sheet, name)


_AFTER_THE_UNIT = re.compile(r"\s*(?:\(.*|-?\s*nam \d{4}.*|thang \d.*|tinh den.*|quy \w+.*|\d{4}|[,.;:])*$")


def unit_of_titles(titles: Iterable[str], units: Iterable[KnownUnit]) -> KnownUnit | None:
    """Return the unit whose name ends a title ("Danh sách cán bộ Văn phòng năm 2021"); None where none or two do."""
    folded = [_AFTER_THE_UNIT.sub("", fold(title)) for title in titles]
    found = [unit for unit in units if any(f" {title}".endswith(" " + fold(unit.name)) for title in folded)]
    longest = max((len(unit.name) for unit in found), default=0)
    best = [unit for unit in found if len(unit.name) == longest]
    return best[0] if len(best) == 1 else None

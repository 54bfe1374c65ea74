"""Who of a staff list is whom: rows against each other and against known persons."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from ceremony.core.refusal import msgid
from ceremony.core.text import sort_key
from ceremony.people.rules.resolving import KnownUnit, UnitRef
from ceremony.people.rules.staff_list import Place, Problem, ProblemKind, StaffRow


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
    check_in_code: str = ""
    sort_name: str | None = None

    def is_here(self, today: date) -> bool:
        """Whether the person has not left yet."""
        return self.left is None or self.left > today


def problem_in(
    row: StaffRow, kind: ProblemKind, field: str, sentence: str, said: str | None, /, **values: object
) -> Problem:
    """Return a problem of the row's cell that holds *field*."""
    return Problem(kind, sentence, values, row.row, row.columns.get(field), row.sheet, said)


@lru_cache(maxsize=4_096)
def _path_key(path: tuple[str, ...]) -> str:
    return "/".join(map(sort_key, path))


def one_row_a_person(rows: Iterable[StaffRow]) -> tuple[list[StaffRow], list[Problem]]:
    """Return the first row of each person of a list, and what is to be said of the others.

    The same person is: the same staff code; or the same name with the same address; or the same
    name in the same unit - unless staff codes or addresses say otherwise.
    """
    kept: list[StaffRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], StaffRow] = {}
    for row in rows:
        keys = _keys(row)
        first = _same_in_list(row, keys, seen)
        if first is None:
            kept.append(row)
            for key in keys:
                seen.setdefault(key, row)
        elif first.sort_key != row.sort_key:
            sentence = msgid(
                "The staff code %(code)s is also that of %(name)s in row %(row)s. Give each their own code."
            )
            values: dict[str, object] = {"code": row.staff_code, "name": first.full_name, "row": first.row}
            problems.append(problem_in(row, ProblemKind.AMBIGUOUS, "staff_code", sentence, row.staff_code, **values))
        else:
            problems.append(_said_twice(first, row))
    return kept, problems


def _keys(row: StaffRow) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [("unit", row.sort_key, _path_key(row.path))]
    if row.staff_code:
        keys.append(("code", row.staff_code.lower()))
    if row.check_in_code:
        keys.append(("check-in", row.check_in_code))
    if row.email:
        keys.append(("mail", row.sort_key, row.email.lower()))
    return keys


def _same_in_list(row: StaffRow, keys: list[tuple[str, ...]], seen: dict[tuple[str, ...], StaffRow]) -> StaffRow | None:
    for key in reversed(keys):
        first = seen.get(key)
        if first is None:
            continue
        if key[0] in ("code", "check-in"):
            return first
        if _differ(first.check_in_code, row.check_in_code):
            continue
        if not _differ(first.staff_code, row.staff_code) and (key[0] == "mail" or not _differ(first.email, row.email)):
            return first
    return None


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and code_key(one) != code_key(other))


def code_key(code: str) -> str:
    """Return what two writings of a code share: a sheet that makes a number of 007 leaves 7."""
    return (code.lstrip("0") if code.isdecimal() else code.lower()) or "0"


def _said_twice(first: StaffRow, row: StaffRow) -> Problem:
    values: dict[str, object] = {"name": row.full_name, "row": first.row, "unit": first.unit}
    if first.unit and row.unit and _path_key(first.path) != _path_key(row.path):
        sentence = msgid("%(name)s stands in two units; the one of row %(row)s is taken (%(unit)s).")
        return problem_in(row, ProblemKind.TWO_UNITS, "unit", sentence, row.unit, **values)
    sentence = msgid(
        "%(name)s is already in row %(row)s; this row is left out. Two persons? Give each a staff code or an address."
    )
    return problem_in(row, ProblemKind.DUPLICATE, "full_name", sentence, row.full_name, **values)


class Matching:
    """Finds each row's known person: by staff code, by address, by name and unit; nobody is found twice.

    `choices` say of rows that could mean two persons whom they mean: a person's id, or None for a new one.
    """

    def __init__(
        self,
        known: Iterable[KnownPerson],
        host: KnownUnit,
        refs: dict[tuple[str, ...], UnitRef],
        today: date,
        choices: Mapping[Place, int | None] = MappingProxyType({}),
    ) -> None:
        self.choices = choices
        # Whom a row could mean, where that is more than one.
        self.candidates: dict[Place, list[KnownPerson]] = {}
        self.known, self.host, self.refs, self.today = list(known), host, refs, today
        self.found: dict[Place, KnownPerson] = {}
        self.problems: list[Problem] = []
        self._taken: set[int] = set()

    def run(self, rows: list[StaffRow]) -> None:
        """Fill `found` (by the row's place) and `problems`."""
        # An address that comes with its own name is surer than a name; one with another name is not:
        # it may have been handed on.
        self._by_choice(rows)
        self._by_code(rows)
        self._by_address(rows, same_name=True)
        self._by_name(rows)
        self._by_address(rows, same_name=False)

    def _take(self, row: StaffRow, person: KnownPerson) -> None:
        self.found[row.place] = person
        self._taken.add(person.id)

    def _open(self, rows: list[StaffRow]) -> list[StaffRow]:
        settled = {place for place, person_id in self.choices.items() if person_id is None} | set(self.candidates)
        return [row for row in rows if row.place not in self.found and row.place not in settled]

    def _index(self, key_of: Callable[[KnownPerson], object]) -> dict[object, list[KnownPerson]]:
        index: dict[object, list[KnownPerson]] = defaultdict(list)
        for person in self.known:
            if person.id not in self._taken:
                index[key_of(person)].append(person)
        return index

    def _by_choice(self, rows: list[StaffRow]) -> None:
        known = {person.id: person for person in self.known} if self.choices else {}
        for row in rows:
            chosen = known.get(self.choices.get(row.place) or 0)
            if chosen is not None and chosen.id not in self._taken:
                self._take(row, chosen)

    def _by_code(self, rows: list[StaffRow]) -> None:
        codes = {person.staff_code.lower(): person for person in self.known if person.staff_code}
        check_in_codes = {person.check_in_code: person for person in self.known}
        for row in self._open(rows):
            known = codes.get(row.staff_code.lower()) if row.staff_code else None
            known = known or (check_in_codes.get(row.check_in_code) if row.check_in_code else None)
            if known is not None and known.id not in self._taken:
                self._take(row, known)
        self._by_number(rows)

    def _by_number(self, rows: list[StaffRow]) -> None:
        """Find by their codes' numbers those whose names agree: 7 is 007."""
        index = self._index(
            lambda person: (code_key(person.staff_code), person.sort_key) if person.staff_code else None
        )
        for row in self._open(rows):
            if row.staff_code and row.staff_code.isdecimal():
                candidates = index.get((code_key(row.staff_code), row.sort_key), [])
                if len(candidates) == 1 and candidates[0].id not in self._taken:
                    self._take(row, candidates[0])

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

    def _by_name(self, rows: list[StaffRow]) -> None:
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
                self.candidates[row.place] = candidates
                values: dict[str, object] = {"count": len(candidates), "name": row.full_name}
                self.problems.append(
                    problem_in(row, ProblemKind.AMBIGUOUS, "full_name", sentence, row.full_name, **values)
                )

    def _of_unit(self, row: StaffRow, candidates: list[KnownPerson]) -> list[KnownPerson]:
        if row.unit is not None:
            return [one for one in candidates if one.unit_id == self.refs[row.path]]
        return [one for one in candidates if one.unit_id == self.host.id] or candidates

    def _here_first(self, candidates: list[KnownPerson]) -> list[KnownPerson]:
        """Keep those who are here; where nobody is, the one who left last."""
        here = [one for one in candidates if one.is_here(self.today)]
        return here or sorted(candidates, key=lambda one: one.left or self.today)[-1:]

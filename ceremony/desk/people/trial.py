"""What the page of a trial shows, and what it sends back: conversions refused, persons chosen."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ceremony.core.language import gettext
from ceremony.core.web.words import numeric_date
from ceremony.desk.values import value_name
from ceremony.people.actions import ImportResult
from ceremony.people.models import Unit
from ceremony.people.rules.matching import KnownPerson
from ceremony.people.rules.staff_list import Converted, Place, Problem

# Of each kind; a page with thousands of rows helps nobody. All of them are counted.
SHOWN = 200
# Who may be taken out is named, however long the list; not on a page that no browser shows.
NAMED = 1_000
# More than these stand folded, so that what is to be decided is not far below.
OPEN = 20
_TOLD = ("full_name", "position", "category", "email", "staff_code")
NEW = "new"


@dataclass(frozen=True)
class Wishes:
    """What somebody decided: cells that stay as they are, whom unclear rows mean, whether the list is complete."""

    as_it_is: frozenset[str] = frozenset()
    choices: Mapping[Place, int | None] = field(default_factory=dict)
    complete: bool = False

    def packed(self) -> str:
        """Return them as text for a hidden field."""
        chosen = [[*place, person_id] for place, person_id in self.choices.items()]
        return json.dumps({"as_it_is": sorted(self.as_it_is), "choices": chosen}, ensure_ascii=False)


def wishes_of(fields: Mapping[str, str], shown: Sequence[str], used: Sequence[str], *, complete: bool) -> Wishes:
    """Return what a page sent back.

    *fields* are the form's; of the converted cells *shown* those in *used* were confirmed. What
    earlier trials decided travels in the field `wishes`.
    """
    as_it_is, choices = _unpacked(fields.get("wishes", ""))
    as_it_is = as_it_is - set(shown) | (set(shown) - set(used))
    for name, value in fields.items():
        if name.startswith("row:") and value:
            sheet, _, row = name.removeprefix("row:").rpartition("!")
            if row.isdigit() and (value == NEW or value.isdigit()):
                choices[sheet or None, int(row)] = None if value == NEW else int(value)
    return Wishes(frozenset(as_it_is), choices, complete)


def _unpacked(text: str) -> tuple[set[str], dict[Place, int | None]]:
    try:
        told = json.loads(text or "{}")
        choices = {(sheet, int(row)): person_id for sheet, row, person_id in told.get("choices", [])}
        return set(map(str, told.get("as_it_is", []))), choices
    except (ValueError, TypeError, AttributeError):
        return set(), {}


def cell(problem: Problem | Converted) -> str:
    """Return a cell's address as people say it: B5, or "Văn phòng: B5"; "" for the whole file."""
    place = f"{problem.column or ''}{problem.row or ''}"
    return f"{problem.sheet}: {place}" if problem.sheet and place else place


@dataclass(frozen=True)
class ShownProblem:
    """A line of the table of problems; `choices` are pairs of value and words where somebody must choose."""

    cell: str
    is_error: bool
    said: str
    words: str
    name: str = ""
    choices: Sequence[tuple[str, str]] = ()


def shown_problems(result: ImportResult, units: Mapping[int, Unit]) -> list[ShownProblem]:
    """Return the problems to show, errors first."""
    problems = sorted(result.problems, key=lambda one: not one.is_error)[:SHOWN]
    return [_shown(one, result, units) for one in problems]


def _shown(problem: Problem, result: ImportResult, units: Mapping[int, Unit]) -> ShownProblem:
    candidates = result.candidates.get(problem.place) if problem.place else None
    words = gettext(problem.sentence) % problem.values
    name, choices = "", []
    if candidates:
        name = f"row:{problem.sheet or ''}!{problem.row}"
        choices = [(str(one.id), person_in_words(one, units)) for one in candidates]
        choices.append((NEW, gettext("a new person")))
    return ShownProblem(cell(problem), problem.is_error, problem.said or "", words, name, choices)


def changes_in_words(result: ImportResult, units: Mapping[int, Unit]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return who changes, and each value's name, what it was and what it becomes."""
    return [
        (person_in_words(person, units), _differences(person, values, units))
        for person, values in result.changing[:SHOWN]
    ]


def _differences(
    person: KnownPerson, values: Mapping[str, Any], units: Mapping[int, Unit]
) -> list[tuple[str, str, str]]:
    told = [
        (value_name(name) or name, getattr(person, name) or "–", str(values[name])) for name in _TOLD if name in values
    ]
    if "unit_id" in values:
        told.append((gettext("Unit"), _called(person.unit_id, units), _called(values["unit_id"], units)))
    if "left" in values:
        told.append((gettext("Left"), numeric_date(person.left) if person.left else "–", gettext("here again")))
    return told


def _called(unit: int | str, units: Mapping[int, Unit]) -> str:
    return unit if isinstance(unit, str) else units[unit].name if unit in units else "–"


def by_unit(people: Sequence[KnownPerson], units: Mapping[int, Unit]) -> list[tuple[str, int]]:
    """Return how many of *people* each unit has, in the order of the units."""
    counted = Counter(person.unit_id for person in people)
    return [(unit.name, counted[unit.id]) for unit in units.values() if counted[unit.id]]


def person_in_words(person: KnownPerson, units: Mapping[int, Unit]) -> str:
    """Return a person so that two of the same name are told apart."""
    unit = units.get(person.unit_id)
    parts = (unit.name if unit else "", person.position, person.staff_code or "", person.email or "")
    return f"{person.full_name} ({', '.join(filter(None, (*parts, person.check_in_code)))})"

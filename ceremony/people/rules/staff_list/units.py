"""Putting together what headings and columns say of a person's unit."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ceremony.core.text import sort_key
from ceremony.people.rules.staff_list.problems import StaffRow
from ceremony.people.rules.staff_list.words import PLAIN_RANK, unit_rank


def place_in_units(rows: Sequence[StaffRow]) -> list[StaffRow]:
    """Return the rows with `unit` and `above` set.

    A column says more than the heading above it, so it is the inner one; unless it says the same of
    everybody while the headings differ: then it names what all of them belong to.
    """
    in_columns = {row.said_units for row in rows if row.said_units}
    headings = {row.above for row in rows if row.above}
    says_it_of_all = all(row.said_units for row in rows if row.above)
    columns_are_outer = len(in_columns) == 1 and len(headings) > 1 and says_it_of_all
    return [_placed(row, columns_are_outer=columns_are_outer) for row in rows]


def _placed(row: StaffRow, *, columns_are_outer: bool) -> StaffRow:
    if not row.above and not row.said_units:
        return row
    path = _path(row.above, row.said_units, columns_are_outer)
    return replace(row, unit=path[-1] if path else None, above=path[:-1], said_units=())


@lru_cache(maxsize=4_096)
def _path(headings: tuple[str, ...], columns: tuple[str, ...], columns_are_outer: bool) -> tuple[str, ...]:
    if not columns or not headings:
        path = columns or headings
    elif columns_are_outer or _is_larger(columns[-1], headings[-1]):
        path = (*columns, *headings)
    else:
        path = _joined(headings, columns)
    return _without_repeats(path)


def _joined(headings: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units of the columns below the headings that are larger than they."""
    keys = {sort_key(unit) for unit in columns}
    outer = []
    for heading in headings:
        if sort_key(heading) in keys:
            break
        outer.append(heading)
    else:
        if not _may_hold(headings[-1], columns[0]):
            return columns
    return (*outer, *columns)


def _may_hold(heading: str, column: str) -> bool:
    """Tell whether a unit called *heading* can hold one called *column*."""
    outer, inner = unit_rank(heading), unit_rank(column)
    return (PLAIN_RANK if outer is None else outer) < (PLAIN_RANK + 1 if inner is None else inner)


def _is_larger(one: str, other: str) -> bool:
    """Tell whether the names say that *one* is the larger unit."""
    ranks = unit_rank(one), unit_rank(other)
    return ranks[0] is not None and ranks[1] is not None and ranks[0] < ranks[1]


def _without_repeats(path: tuple[str, ...]) -> tuple[str, ...]:
    kept: list[str] = []
    for unit in path:
        if not kept or sort_key(kept[-1]) != sort_key(unit):
            kept.append(unit)
    return tuple(kept)

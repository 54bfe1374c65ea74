"""Tables that stand beside each other in one sheet, to save paper: each is read as a sheet of its own."""

from dataclasses import replace
from itertools import pairwise

from ceremony.core.sheets.rules import Row, Sheet
from ceremony.core.text import clean
from ceremony.people.rules.staff_list.header import begins_like_a_header
from ceremony.people.rules.staff_list.words import Field, heading_of


def side_by_side(sheet: Sheet) -> list[Sheet]:
    """Return *sheet*, or one sheet for each of the tables beside each other in it, without the others' cells."""
    for row in filter(begins_like_a_header, sheet.rows):
        header = Row(row.number, [clean(cell) for cell in row.cells])
        heads = [kind[0] if (kind := heading_of(cell)) else None for cell in header.cells]
        if Field.NAME not in heads:
            continue
        starts = _starts(header, heads)
        ends = [*starts[1:], max(len(one.cells) for one in sheet.rows)]
        return [_only(sheet, *block) for block in zip(starts, ends, strict=True)] if starts[1:] else [sheet]
    return [sheet]


def _starts(header: Row, heads: list[Field | None]) -> list[int]:
    """Return where each table of the header begins, from the left: at its numbers, else behind an empty column."""
    names = [column for column, kind in enumerate(heads) if kind is Field.NAME]
    starts = [0]
    for left, right in pairwise(names):
        between = range(left + 1, right)
        numbers = [column for column in between if heads[column] is Field.NUMBER]
        found = numbers or [column + 1 for column in between if not header.cell(column)]
        starts.extend(found[-1:])
    return starts


def _only(sheet: Sheet, start: int, end: int) -> Sheet:
    rows = [Row(row.number, [*[""] * start, *row.cells[start:end]]) for row in sheet.rows]
    merges = sheet.merges and [merge for merge in sheet.merges if start <= merge.left < end]
    return replace(sheet, rows=[row for row in rows if any(row.cells)], merges=merges)

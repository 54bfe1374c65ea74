"""Cells that stand once for several rows: merged cells, and units written only where they change."""

from collections import Counter
from collections.abc import Sequence

from ceremony.core.sheets.rules import Merge, Row
from ceremony.people.rules.staff_list.header import Columns

# In a shorter list empty cells say nothing but that they are empty.
_FEWEST = 5


def fill_down(rows: list[Row], columns: Columns, merges: Sequence[Merge] | None) -> list[Row]:
    """Return the rows with the units, categories and positions of merged cells in each row that they span.

    A column of units in which no cells are merged, or of which the format does not tell, counts as
    written once for several rows when it is empty in most rows and no unit stands twice.
    """
    wanted = {*columns.units, *columns.categories, *columns.positions}
    spans = [merge for merge in merges or () if merge.left in wanted and merge.bottom > merge.top]
    plain = [column for column in columns.units if all(span.left != column for span in spans)]
    written_once = [column for column in plain if _is_written_once(rows, column, columns)]
    rows = _carry_down(rows, written_once, columns) if written_once else rows
    return _spread(rows, spans) if spans else rows


def _spread(rows: list[Row], spans: list[Merge]) -> list[Row]:
    by_number = {row.number: row for row in rows}
    for span in spans:
        top = by_number.get(span.top)
        text = top.cell(span.left) if top else ""
        if not text:
            continue
        for number in range(span.top + 1, min(span.bottom, span.top + len(rows)) + 1):
            if number in by_number and not by_number[number].cell(span.left):
                by_number[number] = _with(by_number[number], span.left, text)
    return list(by_number.values())


def _with(row: Row, column: int, text: str) -> Row:
    cells = row.cells + [""] * (column + 1 - len(row.cells))
    return Row(row.number, [*cells[:column], text, *cells[column + 1 :]])


def _is_written_once(rows: list[Row], column: int, columns: Columns) -> bool:
    people = [row for row in rows if row.cell(columns.names[0])]
    filled = [text for row in people if (text := row.cell(column))]
    begins = bool(people) and bool(people[0].cell(column))
    few = len(people) >= _FEWEST and len(filled) * 2 < len(people)
    return begins and few and max(Counter(filled).values()) == 1


def _carry_down(rows: list[Row], written_once: list[int], columns: Columns) -> list[Row]:
    carried = []
    last: dict[int, str] = {}
    for row in rows:
        for column in written_once:
            text = row.cell(column)
            if text:
                last[column] = text
            elif row.cell(columns.names[0]) and column in last:
                row = _with(row, column, last[column])
        carried.append(row)
    return carried

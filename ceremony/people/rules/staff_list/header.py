"""Finding the header of a table: among title rows, in one or two rows, under any usual wording."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ceremony.core.sheets.rules import Row, letter
from ceremony.people.rules.staff_list.words import Field, heading_of

# How many rows are looked at to tell whether a column without heading holds given names.
_LOOK_AHEAD = 40
_ONE_WORD = re.compile(r"[^\W\d_]{1,12}")
_BEGINNING = re.compile(r"(?:họ|ho|tên|ten|hoten|hovaten|full|fullname|name|cơ|đơn)(?![^\W\d_])")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")
_BEGINNINGS = frozenset(("họ", "ho", "tê", "te", "fu", "na", "cơ", "đơ"))


@dataclass(frozen=True)
class Columns:
    """Where a table says what, as column indexes from 0.

    `names` are put together in their order; `units` stand from the outermost to the innermost; of
    `positions`, `categories` and `emails` the first that is filled counts; `ticks` are columns that
    are ticked, with the word at their head; `both` holds a position and a unit in one cell. `height`
    is the number of header rows.
    """

    names: tuple[int, ...]
    number: int | None = None
    positions: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    ticks: dict[int, str] = field(default_factory=dict)
    emails: tuple[int, ...] = ()
    code: int | None = None
    check_in: int | None = None
    both: int | None = None
    height: int = 1

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """The columns that say something of a person, beside the names."""
        single = (column for column in (self.code, self.both) if column is not None)
        return (*self.positions, *self.units, *self.categories, *self.ticks, *self.emails, *single)

    @property
    def says_more_than_names(self) -> bool:
        """Whether there is any column beside the names."""
        return self.number is not None or bool(self.telling)

    @property
    def letters(self) -> dict[str, str]:
        """The letters of the columns by the field that they fill."""
        both = () if self.both is None else (self.both,)
        first = {
            "full_name": self.names,
            "position": self.positions or both,
            "unit": self.units[-1:] or both,
            "category": self.categories,
            "email": self.emails,
            "staff_code": () if self.code is None else (self.code,),
        }
        return {name: letter(columns[0]) for name, columns in first.items() if columns}


def begins_like_a_header(row: Row) -> bool:
    """Tell quickly whether *row* may hold the heading of the names."""
    return any(cell[:2].lower() in _BEGINNINGS and _BEGINNING.match(cell.lower()) for cell in row.cells)


def find_header(rows: Sequence[Row], at: int) -> Columns | None:
    """Return the columns of the header that begins in the row with index *at*; None where none does."""
    row = rows[at]
    if not begins_like_a_header(row) or not _holds_names(row):
        return None
    above = [one for back in (2, 1) if (one := _neighbour(rows, at, -back))]
    below = _below(rows, at)
    height = 1 + len(below)
    heads: dict[int, tuple[Field, int]] = {}
    for column in range(max(len(one.cells) for one in (*above, row, *below))):
        head = _head(column, above, row, below)
        if head is not None:
            heads[column] = head
    columns = _columns(heads, rows, at, height)
    return None if columns is not None and _is_a_form(heads, columns, rows[at + height :]) else columns


def _is_a_form(heads: dict[int, tuple[Field, int]], columns: Columns, below: Sequence[Row]) -> bool:
    """Tell whether the labels stand one below the other, each beside its value."""
    label = below[0].cell(columns.names[0]) if below and len(heads) == 1 else ""
    kind = heading_of(label) if label else None
    return kind is not None and kind[0] is not Field.GIVEN


def _neighbour(rows: Sequence[Row], at: int, steps: int) -> Row | None:
    """Return the row that stands so many rows below (or above) the one with index *at*, no blank row between."""
    there = at + steps
    is_beside = 0 <= there < len(rows) and rows[there].number == rows[at].number + steps
    return rows[there] if is_beside else None


def _below(rows: Sequence[Row], at: int) -> list[Row]:
    """Return the further rows of the header: none, one, or two."""
    row, second, third = rows[at], _neighbour(rows, at, 1), _neighbour(rows, at, 2)
    if second is None:
        return []
    if _goes_on(row, second):
        return [second, third] if third is not None and _goes_on(second, third, under=row) else [second]
    # "Công tác" over "Chính quyền" over "Chức vụ": the middle row alone says nothing that is known.
    if third is not None and _only_groups(row, second) and _goes_on(second, third, under=row):
        return [second, third]
    return []


def _only_groups(row: Row, second: Row) -> bool:
    """Tell whether *second* holds nothing below the headings of *row* that are known."""
    return not any(heading_of(cell) and second.cell(column) for column, cell in enumerate(row.cells))


def _kinds(row: Row) -> list[Field]:
    return [kind[0] for kind in map(heading_of, row.cells) if kind is not None]


def _holds_names(row: Row) -> bool:
    kinds = _kinds(row)
    if Field.NAME in kinds or (Field.FAMILY in kinds and Field.GIVEN in kinds):
        return True
    # "Tên" alone, or "Họ" over a row with "Tên", is a heading among other headings only.
    return (Field.GIVEN in kinds or Field.FAMILY in kinds) and len(kinds) >= 3


def _goes_on(row: Row, below: Row, under: Row | None = None) -> bool:
    """Tell whether the header has one more row: headings, and none of them is a person's.

    *under* is the row with the names where that is not *row*.
    """
    if under is not None and any(below.cell(column) for column, cell in enumerate(under.cells) if _names_people(cell)):
        return False
    heads = {column: kind[0] for column, cell in enumerate(row.cells) if (kind := heading_of(cell))}
    filled = {column: heading_of(cell) for column, cell in enumerate(below.cells) if cell}
    known = {column: kind[0] for column, kind in filled.items() if kind is not None}
    parts = {Field.FAMILY, Field.MIDDLE, Field.GIVEN}
    names = {column for column, kind in heads.items() if kind in parts or kind is Field.NAME}
    if any(column in filled and known.get(column) not in parts for column in names) or 2 * len(known) < len(filled):
        return False
    if any(kind is Field.NUMBER and below.cell(column)[:1].isdigit() for column, kind in heads.items()):
        return False
    untitled = any(not row.cell(column) for column in filled)
    return bool(known) and (untitled or bool(parts & set(known.values())))


def _names_people(heading: str) -> bool:
    kind = heading_of(heading) if heading else None
    return kind is not None and kind[0] in (Field.NAME, Field.GIVEN, Field.FAMILY, Field.NUMBER)


def _head(column: int, above: list[Row], row: Row, below: list[Row]) -> tuple[Field, int] | None:
    """Return what the column holds: by its lowest heading that is known, those above only where nothing is below."""
    own, lower = row.cell(column), [text for one in reversed(below) if (text := one.cell(column))]
    known = next((kind for text in lower if (kind := heading_of(text))), None)
    if known is not None:
        return known
    if own:
        return heading_of(own)
    upper = [] if lower else [text for one in reversed(above) if (text := one.cell(column))]
    kind = heading_of(upper[0]) if upper else None
    # What stands above the names' own row is a heading only if it is one of ours.
    return kind if kind and kind[0] is not Field.OTHER else None


def _columns(heads: dict[int, tuple[Field, int]], rows: Sequence[Row], at: int, height: int) -> Columns | None:
    def of(kind: Field) -> tuple[int, ...]:
        found = [(rank, column) for column, (one, rank) in heads.items() if one is kind]
        return tuple(column for _rank, column in sorted(found))

    names = _names(of, heads)
    if not names:
        return None
    data = rows[at + height : at + height + _LOOK_AHEAD]
    if len(names) == 1 and names[0] + 1 not in heads and _holds_given_names(data, names[0]):
        names = (names[0], names[0] + 1)
    words = {column: rows[at + height - 1].cell(column) or rows[at].cell(column) for column in of(Field.TICK)}
    categories, ticks = of(Field.CATEGORY), {}
    if words and _is_ticked(data, list(words)):
        ticks = words
    else:
        categories = (*categories, *words)
    return Columns(
        names=names,
        number=next(iter(of(Field.NUMBER)), None),
        positions=of(Field.POSITION),
        units=_outer_first(heads),
        categories=categories,
        ticks=ticks,
        emails=of(Field.EMAIL),
        code=next(iter(of(Field.CODE)), None),
        check_in=next(iter(of(Field.CHECK_IN)), None),
        both=next(iter(of(Field.BOTH)), None),
        height=height,
    )


def _names(of: Callable[[Field], tuple[int, ...]], heads: dict[int, tuple[Field, int]]) -> tuple[int, ...]:
    family, given = of(Field.FAMILY), of(Field.GIVEN)
    if family and given:
        middle = [column for column in of(Field.MIDDLE) if family[0] < column < given[0]]
        return (family[0], *middle, given[0])
    whole = of(Field.NAME)
    if whole and given and given[0] == whole[0] + 1:
        return (whole[0], given[0])
    return whole[:1] or given[:1] or (family[:1] if len(heads) >= 3 else ())


def _outer_first(heads: dict[int, tuple[Field, int]]) -> tuple[int, ...]:
    """Return the columns of units from the outermost in, one for each rank."""
    by_rank: dict[int, int] = {}
    for column, (kind, rank) in sorted(heads.items()):
        if kind is Field.UNIT:
            by_rank.setdefault(rank, column)
    return tuple(column for _rank, column in sorted(by_rank.items(), reverse=True))


def _holds_given_names(data: Sequence[Row], column: int) -> bool:
    """Tell whether the column behind the names holds the last word of each: "Họ và tên" stands above both."""
    named = [row for row in data if row.cell(column) and row.cell(column + 1)]
    one_word = sum(_ONE_WORD.fullmatch(row.cell(column + 1)) is not None for row in named)
    whole = sum(bool(row.cell(column)) for row in data)
    return bool(named) and one_word == len(named) and 2 * len(named) > whole


def _is_ticked(data: Sequence[Row], columns: list[int]) -> bool:
    cells = [cell for row in data for column in columns if (cell := row.cell(column))]
    return bool(cells) and sum(len(cell) <= 2 for cell in cells) * 2 > len(cells)


def numbers_the_columns(row: Row) -> bool:
    """Tell whether *row* only counts the columns, as "(1) (2) (3)" or "A B 1 2" below a header does."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) > 1 and all(_COLUMN_NUMBER.fullmatch(cell) for cell in filled)

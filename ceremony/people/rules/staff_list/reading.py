"""Reading the sheets of a staff list: their tables, one after another, become persons and problems."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ceremony.core.refusal import msgid
from ceremony.core.sheets.rules import Row, Sheet, letter
from ceremony.core.text import clean
from ceremony.core.text.legacy import Converter
from ceremony.people.rules.staff_list.blocks import side_by_side
from ceremony.people.rules.staff_list.filling import fill_down
from ceremony.people.rules.staff_list.header import Columns, begins_like_a_header, find_header, numbers_the_columns
from ceremony.people.rules.staff_list.headings import Outline, split_mark
from ceremony.people.rules.staff_list.persons import Reader
from ceremony.people.rules.staff_list.problems import (
    Converted,
    Problem,
    ProblemKind,
    StaffList,
    StaffRow,
    cell_key,
)
from ceremony.people.rules.staff_list.rows import End, Heading, Person, Total, kind_of
from ceremony.people.rules.staff_list.units import place_in_units
from ceremony.people.rules.staff_list.words import is_generic, unit_in_title, unit_rank


def read_staff(sheets: Sequence[Sheet], as_it_is: Collection[str] = ()) -> StaffList:
    """Read the persons of *sheets*; the cells *as_it_is* ("Sheet1!B5") are not converted from an old encoding.

    Hidden sheets count only where no other names people.
    """
    read = [_SheetReader(part, as_it_is) for sheet in sheets for part in side_by_side(sheet)]
    with_names = [one for one in read if one.tables] or []
    shown = [one for one in with_names if not one.sheet.hidden] or with_names
    if not shown:
        return StaffList(problems=[_no_name_column()])
    several = len({one.sheet.name for one in shown if one.has_people}) > 1
    staff = StaffList()
    for one in shown:
        rows, problems, converted = one.read(several=several)
        staff.rows.extend(rows)
        staff.problems.extend(problems)
        staff.converted.extend(converted)
        if one.titles and not any(row.unit for row in rows):
            staff.titles[one.sheet.name] = one.titles
    rows = place_in_units(staff.rows)
    problems = _no_units(rows) + staff.problems
    return replace(staff, rows=rows, problems=problems or ([] if rows else [_nobody()]))


def _no_name_column() -> Problem:
    sentence = msgid(
        "No row names a column 'Họ và tên'. Write the names of the columns above the list and import it again."
    )
    return Problem(ProblemKind.NO_NAME_COLUMN, sentence)


def _nobody() -> Problem:
    sentence = msgid("Below the names of its columns the list names nobody.")
    return Problem(ProblemKind.NO_PEOPLE, sentence)


def _no_units(rows: list[StaffRow]) -> list[Problem]:
    """Say who has no unit; once for all where nobody has one."""
    if not any(row.unit or "unit" in row.columns for row in rows):
        sentence = msgid("The list names no unit: new persons are placed directly under the host.")
        return [Problem(ProblemKind.NO_UNIT, sentence)] if rows else []
    sentence = msgid("%(name)s has no unit and is placed directly under the host.")
    return [
        Problem(ProblemKind.NO_UNIT, sentence, {"name": row.full_name}, row.row, row.columns.get("unit"), row.sheet)
        for row in rows
        if row.unit is None
    ]


class _Cleaned(dict[str, str]):
    """Each text of a sheet in its one written form; most stand there many times."""

    def __missing__(self, text: str) -> str:
        # An apostrophe before a sign keeps the cell from being a formula; it is no part of the text.
        is_kept = text[:1] == "'" and text[1:2] in ("=", "+", "-", "@")
        self[text] = clean(text[1:] if is_kept else text)
        return self[text]


class _Table:
    """A header and the rows below it, down to the next header."""

    def __init__(self, columns: Columns, rows: list[Row], lead: list[Row]) -> None:
        self.columns, self.rows, self.lead = columns, rows, lead


class _SheetReader:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, as_it_is: Collection[str]) -> None:
        self.sheet = sheet
        self.changes: dict[tuple[int, int], tuple[str, str]] = {}
        self.rows = self._cleaned(as_it_is)
        self.tables = list(self._tables())
        first = self.tables[0].lead if self.tables else []
        self.titles = [cell for row in first for cell in row.cells if cell]

    @property
    def has_people(self) -> bool:
        """Whether any row below a header names somebody."""
        return any(
            any(row.cell(column) for column in table.columns.names) for table in self.tables for row in table.rows
        )

    def _cleaned(self, as_it_is: Collection[str]) -> list[Row]:
        converter = Converter(row.cells for row in self.sheet.rows)
        rows = []
        cleaned = _Cleaned({"": ""})
        for row in self.sheet.rows:
            cells = row.cells
            changed = converter.convert(cells) if converter.finds_any else {}
            changed = {
                column: text
                for column, text in changed.items()
                if cell_key(self.sheet.name, row.number, letter(column)) not in as_it_is
            }
            if changed:
                self.changes |= {(row.number, one): (cells[one], new) for one, new in changed.items()}
                cells = [changed.get(column, cell) for column, cell in enumerate(cells)]
            rows.append(Row(row.number, [cleaned[cell] for cell in cells]))
        return rows

    def _tables(self) -> Iterator[_Table]:
        """Yield each header with its rows; `lead` are the rows above it that belong to no other table."""
        columns: Columns | None = None
        rows: list[Row] = []
        lead: list[Row] = []
        at = 0
        while at < len(self.rows):
            row = self.rows[at]
            found = find_header(self.rows, at) if begins_like_a_header(row) else None
            if found is None:
                (lead if columns is None else rows).append(row)
                at += 1
                continue
            if columns is not None:
                yield _Table(columns, rows, lead)
                lead = []
            columns, rows = found, []
            at += found.height
            if at < len(self.rows) and numbers_the_columns(self.rows[at]):
                at += 1
        if columns is not None:
            yield _Table(columns, rows, lead)

    def read(self, *, several: bool) -> tuple[list[StaffRow], list[Problem], list[Converted]]:
        """Return the sheet's persons, problems and converted cells; *several* where other sheets name people too."""
        outline = Outline(self._base(several=several))
        staff: list[StaffRow] = []
        problems: list[Problem] = []
        used: dict[tuple[int, int], str] = {}
        self._head_first_table(outline)
        for table in self.tables:
            reader = Reader(self.sheet, table.columns, self.changes)
            rows = fill_down(table.rows, table.columns, self.sheet.merges)
            outline = self._read_table(rows, reader, outline)
            staff.extend(reader.staff())
            problems.extend(reader.problems)
            used |= reader.used
        converted = [
            Converted(self.sheet.name, row, letter(column), self.changes[row, column][0].strip(), after)
            for (row, column), after in sorted(used.items())
        ]
        return staff, problems, converted

    def _base(self, *, several: bool) -> str | None:
        """Return the unit that the whole sheet is about: its title says so, or its name where there are several."""
        for title in reversed(self.titles):
            if unit := unit_in_title(title):
                return unit
        name = clean(self.sheet.name or "")
        if unit_rank(name) is None:
            name = split_mark(name)[1]
        if not name or is_generic(name):
            return None
        return name if several or unit_rank(name) is not None else None

    def _head_first_table(self, outline: Outline) -> None:
        """Take a numbered unit right above the first header for the heading of its people."""
        last = self.tables[0].lead[-1:]
        texts = [cell for row in last for cell in row.cells if cell]
        mark, text = split_mark(texts[0]) if len(texts) == 1 else ("", "")
        if mark and unit_rank(text) is not None:
            outline.add(text, mark, last[0].number)

    def _read_table(self, rows: list[Row], reader: Reader, outline: Outline) -> Outline:
        """Read one table; return the outline for the next, which begins anew where this one had an end."""
        is_over = False
        waiting: list[tuple[Heading, int]] = []
        last = 0
        for row in rows:
            kind = kind_of(row, reader.columns)
            stands_apart, last = row.number > last + 1, row.number
            if isinstance(kind, Person) and _belongs(kind, reader, is_over=is_over, stands_apart=stands_apart):
                # Where one waits it was no end: the list goes on with another unit.
                _take_headings(waiting, reader, outline)
                is_over, waiting = False, []
                reader.take(row, kind, outline)
            elif isinstance(kind, Heading):
                waiting = [(kind, row.number)]
                if not is_over:
                    _take_headings(waiting, reader, outline)
                    waiting = []
            elif isinstance(kind, End):
                is_over = True
            elif isinstance(kind, Total) and reader.is_numbered:
                # What stands below a sum and has no number is not of the list.
                reader.after_total = True
            elif kind is None:
                reader.note_nameless(row)
        return _outline_of(waiting) if is_over and waiting else outline


def _outline_of(headings: list[tuple[Heading, int]]) -> Outline:
    outline = Outline(None)
    for heading, number in headings:
        outline.add(heading.text, heading.mark, number)
    return outline


def _belongs(person: Person, reader: Reader, *, is_over: bool, stands_apart: bool) -> bool:
    """Tell whether a row with a name is one of the list's people, not of those who sign it."""
    if stands_apart and reader.is_numbered and not person.says_anything:
        # A name alone, some rows below a list whose people are numbered.
        return False
    return not is_over or person.is_certain or (person.is_numbered and person.says_more)


def _take_headings(headings: list[tuple[Heading, int]], reader: Reader, outline: Outline) -> None:
    for heading, number in headings:
        reader.after_total = False
        outline.add(heading.text, heading.mark, number)
        reader.take_heading(number, heading.column)

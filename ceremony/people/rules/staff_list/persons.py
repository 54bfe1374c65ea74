"""One table's persons: each row's cells become a StaffRow, and what is wrong with them a problem."""

import re
from dataclasses import replace

from ceremony.core.refusal import msgid
from ceremony.core.sheets.rules import Row, Sheet, letter
from ceremony.core.text import clean, name_sort_key
from ceremony.people.rules.staff_list.cells import (
    read_code,
    read_email,
    read_name,
    repeats,
    says_nothing,
    split_position,
    without_mr_mrs,
)
from ceremony.people.rules.staff_list.header import Columns
from ceremony.people.rules.staff_list.headings import Outline
from ceremony.people.rules.staff_list.problems import Problem, ProblemKind, StaffRow
from ceremony.people.rules.staff_list.rows import Person
from ceremony.people.rules.staff_list.words import is_like_a_name

_LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]|\?\?")


class Reader:
    """Collects the persons of one table."""

    def __init__(self, sheet: Sheet, columns: Columns, changes: dict[tuple[int, int], tuple[str, str]]) -> None:
        self.sheet, self.columns, self.changes = sheet, columns, changes
        self.problems: list[Problem] = []
        # The converted cells that made it into a person or a unit, by row and column, with what came of them.
        self.used: dict[tuple[int, int], str] = {}
        self.after_total = False
        self.numbered = 0
        self._letters = columns.letters
        self._drafts: list[StaffRow] = []
        self._above: dict[str, str] = {}

    @property
    def is_numbered(self) -> bool:
        """Whether most people of the table have a number before their name."""
        return self.numbered * 2 > len(self._drafts)

    def staff(self) -> list[StaffRow]:
        """Return the persons, without "Ông" or "Bà" where most are called so, or a family name comes behind it."""
        plain = [without_mr_mrs(row.full_name) for row in self._drafts]
        are_most = sum(name is not None for name in plain) * 2 > len(plain)
        return [
            replace(row, full_name=name, sort_key=name_sort_key(name))
            if name is not None and (are_most or is_like_a_name(name))
            else row
            for row, name in zip(self._drafts, plain, strict=True)
        ]

    def take(self, row: Row, person: Person, outline: Outline) -> None:
        """Read a person's row."""
        if self.after_total and not person.is_numbered:
            return
        self.after_total = False
        name = self._name(row, person.name)
        if not name:
            return
        self.numbered += person.is_numbered
        outline.note_person()
        if _LOST.search(name):
            self._note_lost(row, self.columns.names[0], name)
        units = [self._said(row, column, f"unit{column}") for column in self.columns.units]
        position = self._first(row, self.columns.positions, "position")
        if self.columns.both is not None and (text := self._said(row, self.columns.both, "both")):
            both, unit = split_position(text)
            position, units = position or both, [*units, unit]
        headings, said = outline.units, tuple(unit for unit in units if unit is not None)
        # Where only one thing is said there is nothing to put together.
        is_plain = not headings and len(said) == 1
        draft = StaffRow(
            row.number,
            name,
            name_sort_key(name),
            position=position,
            category=self._category(row) or outline.category,
            email=self._email(row),
            staff_code=self._code(row),
            check_in_code=self._check_in_code(row),
            unit=said[0] if is_plain else None,
            above=headings,
            said_units=() if is_plain else said,
            sheet=self.sheet.name,
            columns=self._letters,
        )
        self._drafts.append(draft)

    def take_heading(self, row: int, column: int) -> None:
        """Note a heading's cell, where it was converted."""
        if (row, column) in self.changes:
            self.used[row, column] = clean(self.changes[row, column][1])

    def _name(self, row: Row, name: str) -> str:
        places = [(row.number, column) for column in self.columns.names]
        if not any(place in self.changes for place in places):
            return name
        for place in places:
            if place in self.changes:
                self.used[place] = with_capitals(*self.changes[place], is_name=True)
        said = " ".join(self.used.get(place) or row.cell(place[1]) for place in places)
        return read_name(clean(said))

    def _said(self, row: Row, column: int, name: str) -> str | None:
        """Return what the cell says, "as above" resolved; None for nothing."""
        text = row.cell(column)
        if text and repeats(text):
            return self._above.get(name)
        if not text or says_nothing(text):
            return None
        if (row.number, column) in self.changes:
            text = with_capitals(*self.changes[row.number, column])
            self.used[row.number, column] = text
        if "\ufffd" in text:
            self._note_lost(row, column, text)
        self._above[name] = text
        return text

    def _first(self, row: Row, columns: tuple[int, ...], name: str) -> str | None:
        return next((said for column in columns if (said := self._said(row, column, f"{name}{column}"))), None)

    def _category(self, row: Row) -> str | None:
        ticked = next((word for column, word in self.columns.ticks.items() if _is_tick(row.cell(column))), None)
        return ticked or self._first(row, self.columns.categories, "category")

    def _code(self, row: Row) -> str | None:
        return read_code(row.cell(self.columns.code)) if self.columns.code is not None else None

    def _check_in_code(self, row: Row) -> str | None:
        return (row.cell(self.columns.check_in).upper() or None) if self.columns.check_in is not None else None

    def _email(self, row: Row) -> str | None:
        bad = None
        for column in self.columns.emails:
            text = row.cell(column)
            if not text or says_nothing(text):
                continue
            address = read_email(text)
            if address is not None:
                return address
            bad = bad or (column, text)
        if bad is not None:
            column, text = bad
            sentence = msgid("'%(text)s' is no e-mail address; it is not taken over. Correct it and import again.")
            self._note(ProblemKind.BAD_EMAIL, sentence, row, column, text, text=text)
        return None

    def note_nameless(self, row: Row) -> None:
        """Say that a row has no name, where it says enough to be a person's."""
        email = next((text for column in self.columns.emails if "@" in (text := row.cell(column))), "")
        if email or self._code(row):
            sentence = msgid("This row has no name and is left out. Add the name and import again.")
            self._note(ProblemKind.NO_NAME, sentence, row, self.columns.names[0], "")

    def _note_lost(self, row: Row, column: int, text: str) -> None:
        sentence = msgid("The text '%(text)s' lost characters when it was saved. Export the list anew as CSV UTF-8.")
        self._note(ProblemKind.DAMAGED, sentence, row, column, text, text=text)

    def _note(self, kind: ProblemKind, sentence: str, row: Row, column: int, said: str, **values: object) -> None:
        self.problems.append(Problem(kind, sentence, values, row.number, letter(column), self.sheet.name, said))


def with_capitals(before: str, after: str, *, is_name: bool = False) -> str:
    """Return converted text with the capitals that the old encoding does not have: "¸nh" is Ánh.

    A word lost its capital where it begins with a toned letter, and a name also where its font drew capitals.
    """
    raw, words = clean(before).split(), clean(after).split()
    lost_all = is_name and not any(word[:1].isupper() for word in words)
    for place in range(len(words) if is_name else min(1, len(words))):
        if lost_all or (place < len(raw) and not raw[place][0].isascii()):
            words[place] = words[place][:1].upper() + words[place][1:]
    return " ".join(words)


def _is_tick(text: str) -> bool:
    return text.lower() == "x" or (bool(text) and not says_nothing(text))

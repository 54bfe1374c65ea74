"""Which row of a table is a person, which a heading, and which is neither."""

import re
from dataclasses import dataclass

from ceremony.core.sheets.rules import Row
from ceremony.people.rules.staff_list.cells import read_name
from ceremony.people.rules.staff_list.header import Columns
from ceremony.people.rules.staff_list.headings import split_mark, style_of
from ceremony.people.rules.staff_list.words import (
    ends_a_list,
    is_category,
    is_like_a_name,
    is_of_the_page,
    is_signer,
    is_total,
    unit_rank,
)

LONGEST_HEADING = 120
# How to reach the unit above.
_CONTACT = re.compile(r"(?:fax|e-?mail|đt|điện thoại|tel|số máy|địa chỉ|website|hotline)\b|.*@", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A row that heads the people below it: its text, its numbering, and the column where it stands."""

    text: str
    mark: str
    column: int


@dataclass(frozen=True)
class Person:
    """A row that names a person."""

    name: str
    is_numbered: bool
    says_more: bool
    # An address or a code: whoever only signs the list has none beside the name.
    is_certain: bool = False

    @property
    def says_anything(self) -> bool:
        """Whether the row holds more than a name."""
        return self.is_numbered or self.says_more


@dataclass(frozen=True)
class Total:
    """A row that adds up."""


@dataclass(frozen=True)
class End:
    """A row below the list."""


Kind = Heading | Person | Total | End | None


def _is_a_remark(name: str) -> bool:
    """Tell whether what stands alone where names stand is none ("Điện thoại: …", "- Nữ: 5 người")."""
    return name[:1] in "-+*•–" or ":" in name


def _is_count(text: str) -> bool:
    return text.strip("()[] .:").replace(".", "").replace(",", "").isdigit()


def kind_of(row: Row, columns: Columns) -> Kind:
    """Tell what *row* is; None for one that says nothing."""
    number = row.cell(columns.number) if columns.number is not None else ""
    name = " ".join(filter(None, (row.cell(column) for column in columns.names)))
    is_numbered = number.isdigit() or style_of(number.rstrip(".")) == "1"
    if name and is_numbered and (any(row.cell(column) for column in columns.telling) or not _may_be_heading(row)):
        return Person(read_name(name), is_numbered=True, says_more=True)
    filled = [(column, cell) for column, cell in enumerate(row.cells) if cell]
    if not filled:
        return None
    first = filled[0][1] if filled[0][0] != columns.number or not is_numbered else (filled[1:] or [(0, "")])[0][1]
    if is_total(first) or is_total(name):
        return Total()
    if not is_numbered and all(is_of_the_page(cell) for _column, cell in filled):
        return None
    if not is_numbered and all(_CONTACT.match(cell) for _column, cell in filled):
        return None
    if not is_numbered and _is_end(filled, name):
        return End()
    heading = _heading(filled, columns, number, is_numbered=is_numbered)
    if heading is not None:
        return heading
    if not name:
        return None
    is_certain = any("@" in row.cell(column) for column in columns.emails)
    is_certain = is_certain or (columns.code is not None and bool(row.cell(columns.code)))
    says_more = is_certain or any(
        row.cell(column) for column in (*columns.positions, *columns.units, *columns.categories, *columns.emails)
    )
    if not is_numbered and not says_more and _is_a_remark(name):
        return None
    return Person(read_name(name), is_numbered, says_more, is_certain)


def _is_end(filled: list[tuple[int, str]], name: str) -> bool:
    if name:
        return ends_a_list(name) or all(is_signer(cell) or ends_a_list(cell) for _column, cell in filled)
    return any(ends_a_list(cell) for _column, cell in filled)


def _may_be_heading(row: Row) -> bool:
    """Tell whether nothing but a number and one text stands in the row."""
    others = [column for column, cell in enumerate(row.cells) if cell and not _is_count(cell)]
    return len(others) == 1


def _heading(filled: list[tuple[int, str]], columns: Columns, number: str, *, is_numbered: bool) -> Heading | None:
    """Return the heading that the row is: one text, and beside it at most its numbering and figures."""
    style = style_of(number.rstrip(".)")) if number else None
    texts = [
        (column, cell)
        for column, cell in filled
        if not _is_count(cell) and not (column == columns.number and style is not None)
    ]
    if len(texts) != 1 or len(texts[0][1]) > LONGEST_HEADING:
        return None
    column, cell = texts[0]
    mark, text = (number.rstrip(".)"), cell) if style is not None else split_mark(cell)
    if style is not None:
        inner, bare = split_mark(cell)
        mark, text = (inner, bare) if inner and style == "1" else (mark, bare if inner else cell)
    if not any(map(str.isalpha, text)):
        return None
    if _is_heading(text, mark, column, columns, is_numbered=is_numbered):
        # A number that only counts on is no level of its own.
        return Heading(text, mark, column)
    return None


def _is_heading(text: str, mark: str, column: int, columns: Columns, *, is_numbered: bool) -> bool:
    if _CONTACT.match(text):
        return False
    if unit_rank(text) is not None or is_category(text):
        return column <= columns.names[-1]
    if style_of(mark) not in (None, "1"):
        # "1.1 Nguyễn Văn An" is a person; so is "Y Blô Niê", whose first word looks like a letter's numbering.
        is_name = is_like_a_name(text) and not text.isupper()
        return column <= columns.names[-1] and not is_name and not _is_initial(text, mark)
    if column < columns.names[0]:
        return True
    if is_numbered or column > columns.names[-1] or not columns.says_more_than_names:
        return False
    return not is_like_a_name(text) and len(text.split()) > 1 and ":" not in text


def _is_initial(text: str, mark: str) -> bool:
    """Tell whether what looks like a letter's numbering is a short name ("Y Blô Êban")."""
    return mark in ("Y", "H") and is_like_a_name(f"{mark} {text}")

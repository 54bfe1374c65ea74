"""Reading a staff list: a CSV text in UTF-8 becomes rows and problems."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ceremony.core.refusal import msgid
from ceremony.core.text import clean, name_sort_key, slug
from ceremony.people.rules.units import find_address

LARGEST_FILE = 20 * 1024 * 1024
_SEPARATORS = (",", ";", "\t")
_HEADINGS = {
    "full_name": ("HO-VA-TEN", "HO-TEN"),
    "position": ("CHUC-VU", "CHUC-DANH"),
    "unit": ("DON-VI", "PHONG-BAN"),
    "category": ("DOI-TUONG",),
    "email": ("THU-DIEN-TU", "EMAIL", "E-MAIL"),
    "staff_code": ("MA-SO", "MA-CAN-BO", "MA-NHAN-VIEN"),
}
_FIELDS = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
# How the content of a file begins that people take for a staff list.
_OTHER_KINDS = (
    (b"PK\x03\x04", "XLSX/ODS"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"%PDF", "PDF"),
)


class ProblemKind(StrEnum):
    """What may be wrong with a staff list."""

    NO_NAME_COLUMN = "no-name-column"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    AMBIGUOUS = "ambiguous"
    BAD_EMAIL = "bad-email"
    DUPLICATE = "duplicate"
    TWO_UNITS = "two-units"
    NO_UNIT = "no-unit"
    NO_NAME = "no-name"


_ERRORS = frozenset(
    {
        ProblemKind.NO_NAME_COLUMN,
        ProblemKind.UNREADABLE,
        ProblemKind.DAMAGED,
        ProblemKind.TOO_LARGE,
        ProblemKind.AMBIGUOUS,
    }
)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a list: `row` and `column` as Excel counts them (5, "C"), None for the whole file.

    `sentence` is an English msgid with `%(name)s` places for `values`.
    """

    kind: ProblemKind
    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    row: int | None = None
    column: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether nothing may be written because of it."""
        return self.kind in _ERRORS


@dataclass(frozen=True)
class StaffRow:
    """One person of a list; what the list does not say is None."""

    row: int
    full_name: str
    sort_key: str
    position: str | None = None
    unit: str | None = None
    category: str | None = None
    email: str | None = None
    staff_code: str | None = None


@dataclass(frozen=True)
class StaffList:
    """What a file said: its persons, the column letter of each field, and what is wrong with it."""

    rows: list[StaffRow] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def letter(index: int) -> str:
    """Return the column's letters in Excel for its index from 0: A, …, Z, AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_staff_list(content: bytes) -> StaffList:
    """Read *content*: CSV in UTF-8 (with or without BOM), comma, semicolon or tab, a header row first."""
    fault = _fault_of(content)
    if fault is not None:
        return StaffList(problems=[fault])
    text = content.decode("utf-8-sig")
    records = _records(text, _separator(text))
    columns: dict[str, int] = {}
    rows: list[StaffRow] = []
    problems: list[Problem] = []
    try:
        for number, record in records:
            if not columns:
                columns = _columns(record)
                if "full_name" not in columns:
                    return StaffList(problems=[_no_name_column()])
                continue
            row, found = _read_row(number, record, columns)
            rows.extend([row] if row else [])
            problems.extend(found)
    except csv.Error:
        sentence = msgid("The file ends or breaks inside a quoted cell. Export the list anew as CSV UTF-8.")
        return StaffList(problems=[Problem(ProblemKind.DAMAGED, sentence)])
    if not columns:
        return StaffList(problems=[_no_name_column()])
    letters = {name: letter(index) for name, index in columns.items()}
    return StaffList(rows, letters, _no_unit_column(letters, rows) + problems)


def _fault_of(content: bytes) -> Problem | None:
    if len(content) > LARGEST_FILE:
        sentence = msgid("The file is larger than %(megabytes)s MB. Divide the list by units and import each part.")
        return Problem(ProblemKind.TOO_LARGE, sentence, {"megabytes": LARGEST_FILE // 1024 // 1024})
    for beginning, name in _OTHER_KINDS:
        if content.startswith(beginning):
            sentence = msgid("The file is %(kind)s, not CSV in UTF-8. Save it as CSV UTF-8 and import that.")
            return Problem(ProblemKind.UNREADABLE, sentence, {"kind": name})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end >= len(content) and error.reason == "unexpected end of data":
            sentence = msgid("The file is cut off in the middle of a character. Copy or export it anew.")
            return Problem(ProblemKind.DAMAGED, sentence)
        return _not_text()
    return _not_text() if "\0" in text else None


def _not_text() -> Problem:
    sentence = msgid("The file is no text in UTF-8. Save it as CSV UTF-8 and import that.")
    return Problem(ProblemKind.UNREADABLE, sentence)


def _no_name_column() -> Problem:
    sentence = msgid("The first row has no column 'Họ và tên'. Name the columns in the first row and import again.")
    return Problem(ProblemKind.NO_NAME_COLUMN, sentence)


def _no_unit_column(letters: dict[str, str], rows: list[StaffRow]) -> list[Problem]:
    if "unit" in letters or not rows:
        return []
    sentence = msgid("The list has no column 'Đơn vị': new persons are placed directly under the host.")
    return [Problem(ProblemKind.NO_UNIT, sentence)]


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, numbered as Excel does."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number, record in enumerate(reader, start=1):
        if any(cell and not cell.isspace() for cell in record):
            yield number, record


def _separator(text: str) -> str:
    """Return the separator by which the header row shows the most columns that we know."""

    def known(separator: str) -> int:
        try:
            return len(_columns(next(_records(text, separator), (0, []))[1]))
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=known)


def _columns(header: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, heading in enumerate(header):
        name = _FIELDS.get(slug(heading))
        if name is not None:
            columns.setdefault(name, index)
    return columns


def _read_row(number: int, record: list[str], columns: dict[str, int]) -> tuple[StaffRow | None, list[Problem]]:
    cells = {name: clean(record[index]) or None for name, index in columns.items() if index < len(record)}
    problems = [
        Problem(
            ProblemKind.DAMAGED,
            msgid("The text '%(text)s' lost characters when it was saved. Export the list anew as CSV UTF-8."),
            {"text": text},
            number,
            letter(columns[name]),
        )
        for name, text in cells.items()
        if text and "\ufffd" in text
    ]
    full_name = cells.pop("full_name", None)
    if full_name is None:
        if cells.get("email") or cells.get("staff_code"):
            sentence = msgid("This row has no name and is left out. Add the name and import again.")
            problems.append(Problem(ProblemKind.NO_NAME, sentence, {}, number, letter(columns["full_name"])))
        return None, problems
    row = StaffRow(number, full_name, name_sort_key(full_name), **cells)
    if row.email is not None and find_address(row.email) is None:
        sentence = msgid("'%(text)s' is no e-mail address; it is not taken over. Correct it and import again.")
        problems.append(Problem(ProblemKind.BAD_EMAIL, sentence, {"text": row.email}, number, letter(columns["email"])))
        row = replace(row, email=None)
    if row.unit is None and "unit" in columns:
        sentence = msgid("%(name)s has no unit and is placed directly under the host.")
        problems.append(Problem(ProblemKind.NO_UNIT, sentence, {"name": full_name}, number, letter(columns["unit"])))
    return row, problems

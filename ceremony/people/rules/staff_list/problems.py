"""What may be wrong with a staff list, and where."""

from dataclasses import dataclass, field
from enum import StrEnum


class ProblemKind(StrEnum):
    """What may be wrong with a staff list."""

    NO_NAME_COLUMN = "no-name-column"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    AMBIGUOUS = "ambiguous"
    BAD_EMAIL = "bad-email"
    DUPLICATE = "duplicate"
    TWO_UNITS = "two-units"
    NO_UNIT = "no-unit"
    NO_NAME = "no-name"
    NO_PEOPLE = "no-people"


_ERRORS = frozenset(
    {
        ProblemKind.NO_NAME_COLUMN,
        ProblemKind.UNREADABLE,
        ProblemKind.ENCRYPTED,
        ProblemKind.TOO_LARGE,
        ProblemKind.DAMAGED,
        ProblemKind.AMBIGUOUS,
    }
)
# A sheet's name (None where the file has no sheets) and the row as Excel counts it.
Place = tuple[str | None, int]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a list: `row` and `column` as Excel counts them (5, "C"), None for the whole file.

    `sentence` is an English msgid with `%(name)s` places for `values`; `said` is what stands in the cell.
    """

    kind: ProblemKind
    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    row: int | None = None
    column: str | None = None
    sheet: str | None = None
    said: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether nothing may be written because of it."""
        return self.kind in _ERRORS

    @property
    def place(self) -> Place | None:
        """The row that is meant; None where the whole file is."""
        return None if self.row is None else (self.sheet, self.row)


def cell_key(sheet: str | None, row: int, column: str) -> str:
    """Return a cell's address with its sheet, as "Văn phòng!B5"."""
    return f"{sheet or ''}!{column}{row}"


@dataclass(frozen=True)
class Converted:
    """A cell that stood in an old encoding: its text before and after."""

    sheet: str | None
    row: int
    column: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """The cell's address, as `as_it_is` names it: "Văn phòng!B5"."""
        return cell_key(self.sheet, self.row, self.column)


@dataclass(frozen=True)
class StaffRow:
    """One person of a list; what the list does not say is None.

    `unit` is the innermost unit, `above` names those above it from the outside in; `columns` are the
    letters of the columns by field.
    """

    row: int
    full_name: str
    sort_key: str
    position: str | None = None
    unit: str | None = None
    category: str | None = None
    email: str | None = None
    staff_code: str | None = None
    # What the program itself wrote into the list that it gave out.
    check_in_code: str | None = None
    above: tuple[str, ...] = ()
    # What the columns of units say, until `place_in_units` has put it together with the headings.
    said_units: tuple[str, ...] = ()
    sheet: str | None = None
    columns: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def place(self) -> Place:
        """Where the row stands in the file."""
        return self.sheet, self.row

    @property
    def path(self) -> tuple[str, ...]:
        """The units from the outermost to the person's own; empty where the list names none."""
        return (*self.above, self.unit) if self.unit is not None else ()


@dataclass(frozen=True)
class StaffList:
    """What a file said: its persons, the cells that were converted, and what is wrong with it.

    `titles` holds what stands above the table of sheets that name no unit, by sheet.
    """

    rows: list[StaffRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    converted: list[Converted] = field(default_factory=list)
    titles: dict[str | None, list[str]] = field(default_factory=dict)

"""What a brought table is made of, and which files are none."""

from dataclasses import dataclass, field
from enum import StrEnum

LARGEST_FILE = 20 * 1024 * 1024
# Of a packed workbook. 55,000 people in fourteen columns unpack to about 30 MB.
LARGEST_UNPACKED = 64 * 1024 * 1024
# No cell of a list is longer; whatever is, is cut.
LONGEST_CELL = 1_000
MOST_CHARACTERS = 64 * 1024 * 1024


class Fault(StrEnum):
    """Why a file cannot be read at all."""

    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"


class NotRead(Exception):  # noqa: N818 - an answer, not a fault of the program
    """A file cannot be read: `fault` says why, `detail` names its kind where that is known ("PDF")."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault, detail)
        self.fault, self.detail = fault, detail


@dataclass(frozen=True)
class Row:
    """A row that holds something: `number` as Excel counts it, `cells` from column A on, as text."""

    number: int
    cells: list[str]

    def cell(self, column: int) -> str:
        """Return the text in *column* (from 0); "" behind the row's end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Merge:
    """Cells joined to one: the first and last row as Excel counts them, the first and last column from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet; `name` is None where the file has no sheets, `merges` None where its format does not tell."""

    name: str | None
    rows: list[Row]
    merges: list[Merge] | None = field(default=None)
    hidden: bool = False


def letter(index: int) -> str:
    """Return the column's letters in Excel for its index from 0: A, …, Z, AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How the content of a file begins that people take for a staff list.
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"<", "HTML"),
)


def is_workbook(content: bytes) -> bool:
    """Tell whether *content* begins like a workbook (a ZIP or an OLE2 file); raises NotRead for what is no table."""
    if len(content) > LARGEST_FILE:
        raise NotRead(Fault.TOO_LARGE)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE[:4])):
        return True
    beginning = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, name in _OTHERS:
        if beginning.startswith(mark):
            raise NotRead(Fault.UNREADABLE, name)
    return False

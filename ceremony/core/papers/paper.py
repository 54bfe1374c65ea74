"""What stands on an office paper, apart from how it looks: the one value that both writers take."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
# Left for the pen: the number and the day are given where the paper is entered.
_PEN = "\u2026"


class Style(StrEnum):
    """How a paragraph stands."""

    TEXT = "text"
    # A part's own line, bold.
    HEADING = "heading"
    CENTRED = "centred"


class Align(StrEnum):
    """Where a column's cells stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Letterhead:
    """Who writes: the body above (may be missing), the body itself, and its place."""

    parent_body: str
    body: str
    place_name: str


@dataclass(frozen=True)
class Paragraph:
    """Some text in one style."""

    text: str
    style: Style = Style.TEXT


@dataclass(frozen=True)
class Column:
    """A column of a table; `share` is its part of the width beside the others', `group` a head over several."""

    title: str
    share: float = 1
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table; of one that spans, the first cell goes over all columns."""

    cells: tuple[str, ...]
    is_bold: bool = False
    spans: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its head repeats on every page, its rows do not split."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs: title in capitals (with TM., KT., TL. where due) and name; between them room for the pen."""

    title: str
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper with a kind (Mẫu 1.4 and its like).

    `symbol` follows the number, which is left for the pen, as the day is where `dated` is None; then
    `year` says which year. `bases` are the legal bases, one line each, without their marks. One
    signature stands at the right beside the recipients, two stand side by side.
    """

    letterhead: Letterhead
    symbol: str
    kind: str
    subject: str
    year: int
    blocks: tuple[Paragraph | Table, ...]
    dated: date | None = None
    bases: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    is_landscape: bool = False
    # What a reader of the file shows as its title; by default kind and subject.
    title: str = field(default="")

    @property
    def number_line(self) -> str:
        """The number, left for the pen, with its symbol; "" for a paper that bears none."""
        return f"Số: {_PEN * 3}/{self.symbol}" if self.symbol else ""

    @property
    def place_and_date(self) -> str:
        """Place and day; day < 10 and months 1 and 2 with a nought."""
        place = f"{self.letterhead.place_name}, " if self.letterhead.place_name else ""
        if self.dated is None:
            return f"{place}ngày {_PEN * 2} tháng {_PEN * 2} năm {self.year}"
        month = f"{self.dated.month:02d}" if self.dated.month < 3 else f"{self.dated.month}"
        return f"{place}ngày {self.dated.day:02d} tháng {month} năm {self.dated.year}"

    @property
    def basis_lines(self) -> tuple[str, ...]:
        """The legal bases with their marks: each ends with ";", the last with "."."""
        last = len(self.bases) - 1
        return tuple(f"{basis}{'.' if at == last else ';'}" for at, basis in enumerate(self.bases))

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """The recipients with their marks; the last is the archive."""
        last = len(self.recipients) - 1
        return tuple(f"- {one}{'.' if at == last else ';'}" for at, one in enumerate(self.recipients))

    @property
    def file_title(self) -> str:
        """The title in the file's properties."""
        return self.title or f"{self.kind.capitalize()} {self.subject}"

"""Reading a paper register that was typed as a table: one person a line, with what was noted."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ceremony.attendance.rules import Invited, Said
from ceremony.core.refusal import BadInput, NotFound, Refusal, msgid
from ceremony.core.text import clean, fold, parse_wall


class UnknownValue(BadInput):
    """What was said of a person is not understood."""

    sentence = msgid("“%(text)s” is no value of the roll.")
    cure = msgid("Write present, late, excused or absent (or có mặt, muộn, có phép, vắng; or c, m, p, v).")


class UnreadableRegister(BadInput):
    """The file is no table of the roll."""

    sentence = msgid("%(file)s cannot be read as a roll.")
    cure = msgid("Save it as CSV in UTF-8 with the columns code, value and, where known, time.")


class NoSuchFile(UnreadableRegister):
    """There is no such file, or it may not be opened."""

    sentence = msgid("%(file)s cannot be opened.")
    cure = msgid("Check the name of the file and whether you may read it.")


class EmptyRegister(UnreadableRegister):
    """The file has no lines."""

    sentence = msgid("%(file)s is empty.")


class NotUtf8(UnreadableRegister):
    """The file is written in another encoding, or is no text."""

    sentence = msgid("%(file)s is not written in UTF-8.")


class ColumnMissing(UnreadableRegister):
    """A heading has not what a roll needs."""

    sentence = msgid("%(file)s has no column “%(column)s”.")


class LinesRefused(Refusal):
    """Some lines have problems, so none is entered."""

    sentence = msgid("Nothing of %(file)s was entered: problems in it: %(count)s.")
    cure = msgid("Correct the lines listed and import the file again.")


class UnreadableTime(BadInput):
    """A time of arrival is not understood."""

    sentence = msgid("“%(text)s” is no time of day.")
    cure = msgid("Write it as 07:05 or 07h05.")


class UnknownCode(NotFound):
    """Nobody on the roll is called so."""

    sentence = msgid("Nobody on this roll has the staff code, check-in code or e-mail address “%(text)s”.")
    cure = msgid("See the codes with: ceremony people list")
    page_cure = msgid("Look at the codes on the roll.")


class SharedCode(BadInput):
    """Several people on the roll have this address."""

    sentence = msgid("“%(text)s” belongs to several people: %(names)s.")
    cure = msgid("Name them by staff code or check-in code (ceremony people list shows both).")
    page_cure = msgid("Write the staff code or check-in code instead.")


class NamedTwice(BadInput):
    """Two lines say different things of one person."""

    sentence = msgid("%(who)s stands in row %(row)s too, with something else.")
    cure = msgid("Keep the line that is true.")


_WORDS = {
    Said.PRESENT: ("present", "co mat", "c", "x"),
    Said.LATE: ("late", "muon", "di muon", "den muon", "m"),
    Said.EXCUSED: ("excused", "co phep", "vang co phep", "vang co ly do", "phep", "p"),
    Said.ABSENT: ("absent", "vang", "vang khong phep", "vang khong ly do", "khong phep", "v"),
}
_SAID = {word: said for said, words in _WORDS.items() for word in words}
_CODE, _VALUE, _TIME = "code", "value", "time"
_HEADINGS = {
    _CODE: ("code", "staff code", "check-in code", "e-mail", "email", "ma", "ma so", "ma can bo", "ma diem danh"),
    _VALUE: ("value", "mark", "gia tri", "diem danh", "ket qua", "trang thai"),
    _TIME: ("time", "at", "gio", "gio den", "luc", "thoi gian"),
}
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_COLUMN_OF |= {"thu dien tu": _CODE}
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Line:
    """One person's line: its row as Excel counts it, and the cells with their column letters."""

    row: int
    code: str
    value: str
    time: str
    columns: dict[str, str]


@dataclass(frozen=True)
class Matched:
    """A line that is understood: the person, what was said, and the time of arrival ("07:05") where given."""

    who: Invited
    said: Said
    time: str
    row: int


@dataclass(frozen=True)
class Problem:
    """A line that is not understood: its row and column as Excel counts them, and why."""

    row: int
    column: str | None
    refusal: Refusal


def parse_time(text: str) -> str:
    """Read "7h05" or "07:05" as "07:05"; raises UnreadableTime."""
    try:
        return parse_wall(text)
    except ValueError as error:
        raise UnreadableTime(text=text) from error


def parse_said(text: str) -> Said:
    """Read a value in the words of commands, of people or of a paper register; raises UnknownValue."""
    said = _SAID.get(fold(text))
    if said is None:
        raise UnknownValue(text=text.strip())
    return said


def read_register(content: bytes, file: str) -> list[Line]:
    """Return the lines of a CSV in UTF-8 (UTF-16 with a byte order mark) with comma, semicolon or tab.

    A heading line is understood in English and Vietnamese; without one the columns are code, value,
    time. Empty lines are passed over. Raises UnreadableRegister.
    """
    rows = list(_rows(_decode(content, file), file))
    if not rows:
        raise EmptyRegister(file=file)
    places = _heading(rows[0][1])
    if places is None:
        places = {_CODE: 0, _VALUE: 1, _TIME: 2}
    else:
        rows = rows[1:]
    if missing := {_CODE, _VALUE} - places.keys():
        raise ColumnMissing(file=file, column=min(missing))
    letters = {column: chr(ord("A") + place) for column, place in places.items()}
    return [_line(row, cells, places, letters) for row, cells in rows]


def _decode(content: bytes, file: str) -> str:
    encoding = "utf-16" if content.startswith(_BYTE_ORDER_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotUtf8(file=file) from error
    if "\0" in text:
        raise NotUtf8(file=file)
    return text


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            cleaned = [clean(cell) for cell in cells]
            if any(cleaned):
                yield row, cleaned
    except csv.Error as error:
        raise UnreadableRegister(file=file) from error


def _heading(cells: list[str]) -> dict[str, int] | None:
    """Return where each column is; None where the line is no heading."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells[:26]):
        column = _COLUMN_OF.get(fold(cell))
        if column is not None:
            places.setdefault(column, place)
    return places or None


def _line(row: int, cells: list[str], places: dict[str, int], letters: dict[str, str]) -> Line:
    def cell(column: str) -> str:
        place = places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    return Line(row, cell(_CODE), cell(_VALUE), cell(_TIME), letters)


def match_lines(lines: Iterable[Line], people: Sequence[Invited]) -> tuple[list[Matched], list[Problem]]:
    """Return who is meant by each line, each person once, and all problems."""
    named = _names(people)
    matched: dict[int, Matched] = {}
    problems = []
    for line in lines:
        column = _CODE
        try:
            who = _who(line.code, named)
            column = _VALUE
            said = parse_said(line.value)
            column = _TIME
            one = Matched(who, said, parse_time(line.time) if line.time else "", line.row)
            column = _CODE
            _require_agreement(matched.setdefault(who.person_id, one), one)
        except Refusal as refusal:
            problems.append(Problem(line.row, line.columns.get(column), refusal))
    return list(matched.values()), problems


Names = dict[str, list[Invited]]


def _names(people: Iterable[Invited]) -> Sequence[Names]:
    """Map what people are called by, in lower case: staff codes before check-in codes before addresses."""
    by_staff_code: Names = defaultdict(list)
    by_check_in_code: Names = defaultdict(list)
    by_address: Names = defaultdict(list)
    for who in people:
        by_check_in_code[who.check_in_code.lower()].append(who)
        if who.staff_code:
            by_staff_code[who.staff_code.lower()].append(who)
        if who.email:
            by_address[who.email.lower()].append(who)
    return by_staff_code, by_check_in_code, by_address


def _who(text: str, named: Sequence[Names]) -> Invited:
    found = next((names[text.lower()] for names in named if text.lower() in names), [])
    if not found:
        raise UnknownCode(text=text)
    if len(found) > 1:
        raise SharedCode(text=text, names=", ".join(who.name for who in found))
    return found[0]


def _require_agreement(first: Matched, second: Matched) -> None:
    if (first.said, first.time) != (second.said, second.time):
        raise NamedTwice(who=first.who.name, row=first.row)

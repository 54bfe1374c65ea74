"""Headings between people: a unit's name as a row of its own, inside others."""

import re
from dataclasses import dataclass

from ceremony.people.rules.staff_list.words import PLAIN_RANK, is_category, unit_rank

_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
_MARK = re.compile(
    r"(?P<dots>[IVX\d]{1,4}(?:\.\d{1,2})+)\s*[.)/:–-]?\s+|"
    r"(?P<word>[IVX]{1,5}|[A-ZĐa-zđ]|\d{1,2})\s*(?:[.)/:–-]+\s*)|"
    r"(?P<roman>[IVX]{1,5})\s+(?=\S)|"
    r"(?P<bullet>[-–*+•])\s*"
)
_PEOPLE = r"(?:người|đ/c|đồng chí|cán bộ|cb|biên chế|nv|nhân viên|công chức|viên chức)"
# "(12)", ": 12 người", "12 người" behind a heading; a bare figure belongs to the name ("Tổ 12").
_COUNT = re.compile(
    rf"\s*(?:[(\[]\s*(?:có|tổng số:?|gồm)?\s*\d+\s*{_PEOPLE}?\s*[)\]]|[:;–-]\s*(?:có\s*)?\d+\s*{_PEOPLE}?|"
    rf"\s(?:có\s*)?\d+\s*{_PEOPLE})\.?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:đơn vị|cơ quan|phòng,? ban)\s*:\s*", re.IGNORECASE)
Style = str | tuple[str, int]


@dataclass
class _Entry:
    style: Style
    rank: int
    text: str
    is_unit: bool
    row: int
    has_people: bool = False


def style_of(mark: str) -> Style | None:
    """Return the kind of numbering that *mark* is ("IV" is roman, "1.2" the second level); None for none."""
    if re.fullmatch(r"\d{1,3}", mark):
        return "1"
    if re.fullmatch(r"[IVX\d]+(\.\d{1,2})+", mark):
        return "dots", mark.count(".")
    if _ROMAN.fullmatch(mark):
        return "I"
    if re.fullmatch(r"[A-ZĐ]", mark):
        return "A"
    return "a" if re.fullmatch(r"[a-zđ]", mark) else None


def split_mark(text: str) -> tuple[str, str]:
    """Part a heading from its numbering: "II. Văn phòng" is ("II", "Văn phòng")."""
    match = _MARK.match(text)
    if match is None or not text[match.end() :].strip():
        return "", text
    # "P. Lãnh sự" is short for a division.
    if match["word"] in ("P", "p"):
        return "", text
    mark = match["dots"] or match["word"] or match["roman"] or ""
    return mark, text[match.end() :].strip()


def bare(text: str) -> str:
    """Return a heading without the count of its people, without a label and without what closes it."""
    return _COUNT.sub("", _LABEL.sub("", text).strip(" :.;")).strip(" :.;-–") or text


class Outline:
    """The headings that stand above the row being read, the outermost first."""

    def __init__(self, base: str | None = None) -> None:
        self.entries: list[_Entry] = []
        self._last_letter = ""
        if base is not None:
            self.entries.append(_Entry("base", -1, base, is_unit=True, row=0, has_people=True))

    @property
    def units(self) -> tuple[str, ...]:
        """The units from the outermost in."""
        return tuple(entry.text for entry in self.entries if entry.is_unit)

    @property
    def category(self) -> str | None:
        """The kind of employment that a heading gives, if one does."""
        return next((entry.text for entry in reversed(self.entries) if not entry.is_unit), None)

    def note_person(self) -> None:
        """Remember that people stand below the headings of now."""
        for entry in self.entries:
            entry.has_people = True

    def add(self, text: str, mark: str, row: int) -> None:
        """Take a heading in: *mark* is its numbering ("" for none), *row* where it stands."""
        name = bare(text)
        rank = unit_rank(name)
        style = self._style(mark, name)
        entry = _Entry(
            style, PLAIN_RANK if rank is None else rank, name, rank is not None or not is_category(name), row
        )
        if mark:
            self._drop_to(style)
        else:
            self._make_room(entry)
        self.entries.append(entry)

    def _style(self, mark: str, name: str) -> Style:
        if not mark:
            return "capitals" if name.isupper() else "plain"
        style = style_of(mark)
        # "I" follows "H", else it is one; C and D are letters unless a roman number says otherwise.
        if style == "I" and len(mark) == 1 and self._last_letter and ord(mark) == ord(self._last_letter) + 1:
            style = "A"
        if style == "A":
            self._last_letter = mark
        return style or "plain"

    def _drop_to(self, style: Style) -> None:
        """Leave everything down to the last heading of the same kind, itself too."""
        for place in range(len(self.entries) - 1, -1, -1):
            if self.entries[place].style == style:
                del self.entries[place:]
                return

    def _make_room(self, new: _Entry) -> None:
        """Leave the headings that end where *new*, which has no numbering, begins."""
        if not self.entries or self._lies_in(new, self.entries[-1]):
            return
        self._drop_to(new.style)
        while self.entries and self._ends(self.entries[-1], new):
            self.entries.pop()

    def _ends(self, last: _Entry, new: _Entry) -> bool:
        return last.style != "base" and last.has_people and last.rank >= new.rank and not self._lies_in(new, last)

    @staticmethod
    def _lies_in(new: _Entry, last: _Entry) -> bool:
        """Tell whether a heading without numbering stands inside the *last* one."""
        if last.style == "base":
            return True
        if not new.is_unit:
            return last.is_unit
        smaller = new.rank > last.rank
        if last.style not in ("capitals", "plain"):
            return smaller
        if not last.has_people:
            return smaller or (new.rank == last.rank and (last.style, new.style) == ("capitals", "plain"))
        return smaller and (last.style, new.style) == ("capitals", "plain")

"""What stands in one cell of a staff list: names, addresses and codes as people type them."""

import re
import unicodedata

from ceremony.core.text import clean
from ceremony.people.rules.staff_list.words import unit_rank
from ceremony.people.rules.units import find_address

_HONORIFIC = re.compile(r"(?:đ/c|đ\.c|đc|đồng chí|d/c)[.:]?\s+", re.IGNORECASE)
_MR_MRS = re.compile(r"(?:ông|bà)[.:]?\s+", re.IGNORECASE)
# Degrees and honours before a name; none of them is a syllable of one.
_DEGREE = (
    r"(?:gs|pgs|tskh|ts|th\.?s|bs(?:\.?\s?ck)?|ck|dsck|ds|ks|cn|ls|ngưt|ngnd|nsưt|nsnd|ttưt|ttnd)(?:\.?\s?(?:ii?|[12]))?|"
    r"phó giáo sư|giáo sư|tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|bác sĩ|bác sỹ|dược sĩ|dược sỹ|kỹ sư|cử nhân|luật sư"
)
_DEGREES = re.compile(rf"(?:(?:{_DEGREE})(?:[.,/-]\s*|\s+))+", re.IGNORECASE)
# "(*)", "¹", "(nghỉ thai sản)", "- biệt phái": a note begins small, what tells namesakes apart ("(A)") does not.
_NOTE = re.compile(r"\s*(?:\(\*+\)|[*¹²³⁴-⁹]+|\(([^\W\d_])[^()]*\)|\s[-–]\s+([^\W\d_]).*)$")
_LEADING_NUMBER = re.compile(r"\d{1,4}\s*[.)/–-]\s*")
_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0+")
_NOTHING = frozenset(("", "-", "--", "–", "—", "x", "0", "…", "...", "n/a", "na", "none", "null", "#n/a")) | frozenset(
    ("không", "không có", "ko", "k", "chưa có", "chưa")
)
_DITTO = frozenset(('"', "''", "”", "“", "〃", "//", "nt", "-nt-", "- nt -", "n.t", "như trên", "(nt)", "-“-", '-"-'))
_PARTS = re.compile(r"\s*[,;–]\s*|\s+-\s+")
_BETWEEN_ADDRESSES = re.compile(r"[;,/\s]+")


def read_name(text: str) -> str:
    """Return a person's name without number, honorific, degree, note and footnote mark."""
    name = _LEADING_NUMBER.sub("", text, count=1) if text[:1].isdigit() else text
    if name[:1] in "đĐdD":
        name = _HONORIFIC.sub("", name, count=1) if _HONORIFIC.match(name) else name
    name = _DEGREES.sub("", name, count=1) if _DEGREES.match(name) else name
    note = _NOTE.search(name)
    if note and not (note[1] or note[2] or "").isupper():
        name = name[: note.start()]
    return name.strip(" *.,;:")


def without_mr_mrs(name: str) -> str | None:
    """Return the name behind "Ông" or "Bà"; None where neither stands before it."""
    match = _MR_MRS.match(name)
    return name[match.end() :] if match and " " in name[match.end() :] else None


def split_position(text: str) -> tuple[str, str | None]:
    """Part "Trưởng phòng, Phòng Lãnh sự" into a position and a unit; the unit None where none is named."""
    for match in _PARTS.finditer(text):
        if unit_rank(text[match.end() :]) is not None:
            return text[: match.start()].strip(), text[match.end() :].strip()
    return text, None


def says_nothing(text: str) -> bool:
    """Tell whether the cell says that there is nothing to say ("-", "không có")."""
    return text.lower() in _NOTHING


def repeats(text: str) -> bool:
    """Tell whether the cell says "as above"."""
    return text.lower() in _DITTO


def read_code(text: str) -> str | None:
    """Return a staff code as it was typed: a number that a sheet made of it loses its ",0"."""
    match = _WHOLE_NUMBER.fullmatch(text)
    code = match[1] if match else text.lstrip("'").strip()
    return None if code in ("", "-", "–", "…", "...") else code


def read_email(text: str) -> str | None:
    """Return the first address of the cell, mended where its meaning is plain; None where there is none."""
    said = unicodedata.normalize("NFKC", text).strip(" .,;:'\"()[]<>")
    said = re.sub(r"^mailto\s*:\s*([^?]*)(\?.*)?$", r"\1", said, flags=re.IGNORECASE)
    in_brackets = re.search(r"<\s*(?:mailto:)?([^<>]+@[^<>]+?)\s*>?$", said)
    if in_brackets:
        said = in_brackets[1]
    together = re.sub(r"\s+", "", said)
    if together.count("@") == 1 and (address := find_address(together.strip(".,;"))):
        return address
    # "a@x.vn; b@y.vn": the first that is one.
    parts = [part.strip(".,;:'\"()<>") for part in _BETWEEN_ADDRESSES.split(clean(said))]
    return next((address for part in parts if (address := find_address(part))), None)

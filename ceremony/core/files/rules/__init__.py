"""Which files are kept: told by their content, never by their name."""

from typing import NamedTuple

from ceremony.core.files.rules.formats import DOCX, JPEG, LARGEST_UNPACKED, PDF, PNG, SUFFIXES, XLSX, Unfit, sniff
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.text import clean

__all__ = [
    "DOCX",
    "JPEG",
    "LARGEST",
    "LARGEST_UNPACKED",
    "PDF",
    "PNG",
    "SUFFIXES",
    "XLSX",
    "FileDamaged",
    "FileEmpty",
    "FileOfOtherType",
    "FileTooLarge",
    "FileWithMacros",
    "Upload",
    "media_type_of",
    "name_of",
    "require_size",
]
LARGEST = 20 * 1024 * 1024
_LONGEST_NAME = 150


class FileEmpty(Refusal):
    """There is nothing in it."""

    sentence = msgid("The file %(name)s is empty.")
    cure = msgid("Choose the document's PDF or Word file (.docx).")


class FileTooLarge(Refusal):
    """It is larger than what is kept, packed or unpacked."""

    sentence = msgid("The file %(name)s is larger than %(megabytes)s MB.")
    cure = msgid("Scan it at a lower resolution, or split it.")


class FileOfOtherType(Refusal):
    """It is none of the types that are kept."""

    sentence = msgid("The file %(name)s is neither PDF, Word (.docx), Excel (.xlsx) nor an image (PNG, JPEG).")
    cure = msgid("Save it as PDF and try again.")


class FileDamaged(Refusal):
    """It begins like a file that is kept and does not end like one, or cannot be opened."""

    sentence = msgid("The file %(name)s is damaged or was cut off.")
    cure = msgid("Open it in its program, save it anew and try again.")


class FileWithMacros(Refusal):
    """It holds a program."""

    sentence = msgid("The file %(name)s holds macros or scripts.")
    cure = msgid("Save it as PDF, or as a Word file without macros.")


class Upload(NamedTuple):
    """A file as it comes in: its name, its content and what can be read in it, read before any transaction begins."""

    name: str
    content: bytes
    text: str = ""


def require_size(name: str, size: int) -> None:
    """Refuse a file of *size* bytes that is too large or empty; raises FileTooLarge or FileEmpty."""
    if size > LARGEST:
        raise FileTooLarge(name=name, megabytes=LARGEST // 2**20)
    if size == 0:
        raise FileEmpty(name=name)


def media_type_of(name: str, content: bytes) -> str:
    """Return the media type of *content*; *name* is only for the refusal.

    Raises FileEmpty, FileTooLarge, FileOfOtherType, FileDamaged or FileWithMacros.
    """
    require_size(name, len(content))
    try:
        return sniff(content)
    except Unfit as unfit:
        if unfit.why == "large":
            raise FileTooLarge(name=name, megabytes=LARGEST_UNPACKED // 2**20) from unfit
        refusals = {"damaged": FileDamaged, "macros": FileWithMacros}
        raise refusals.get(unfit.why, FileOfOtherType)(name=name) from unfit


def name_of(given: str, media_type: str) -> str:
    """Return the name under which a file is kept: the last part of what was given, with the suffix of its type."""
    last = clean(given.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    last = "".join(letter for letter in last if letter not in '<>:"|?*')
    stem, dot, suffix = last.rpartition(".")
    right = SUFFIXES[media_type]
    if f".{suffix.lower()}" == right or (right == ".jpg" and suffix.lower() == "jpeg"):
        right = f".{suffix}"
    elif not dot or len(suffix) > len("docx") or " " in suffix:
        stem = last
    return f"{stem[:_LONGEST_NAME] or 'tep'}{right}"

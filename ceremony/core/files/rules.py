"""Which files are kept: told by their content, never by their name."""

import io
import zipfile
from typing import NamedTuple

from ceremony.core.refusal import Refusal, msgid

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ZIP = b"PK\x03\x04"
_WORD = "word/document.xml"


class FileEmpty(Refusal):
    """There is nothing in it."""

    sentence = msgid("The file %(name)s is empty.")
    cure = msgid("Choose the document's PDF or Word file (.docx).")


class FileTooLarge(Refusal):
    """It is larger than what is kept, packed or unpacked."""

    sentence = msgid("The file %(name)s is larger than %(megabytes)s MB.")
    cure = msgid("Scan it at a lower resolution, or split it.")


class FileOfOtherType(Refusal):
    """It is no PDF and no Word file."""

    sentence = msgid("The file %(name)s is neither a PDF nor a Word file (.docx).")
    cure = msgid("Save it as PDF and try again.")


class FileDamaged(Refusal):
    """It begins like a Word file and cannot be opened."""

    sentence = msgid("The file %(name)s is damaged.")
    cure = msgid("Open it in Word, save it anew and try again.")


class FileWithMacros(Refusal):
    """It holds a program."""

    sentence = msgid("The file %(name)s holds macros.")
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
    if content.startswith(b"%PDF-"):
        return PDF
    if not content.startswith(_ZIP):
        raise FileOfOtherType(name=name)
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileDamaged(name=name) from error
    names = {member.filename for member in members}
    if _WORD not in names:
        raise FileOfOtherType(name=name)
    if any(one.endswith("vbaProject.bin") for one in names):
        raise FileWithMacros(name=name)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise FileTooLarge(name=name, megabytes=LARGEST_UNPACKED // 2**20)
    return DOCX

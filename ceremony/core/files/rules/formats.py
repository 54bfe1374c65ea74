"""What a file is, told by all of its content: its beginning, its end, and for packed ones every part.

A file that is two things at once, or only the beginning of one, is none.
"""

import io
import re
import zipfile
import zlib

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG, JPEG = "image/png", "image/jpeg"
SUFFIXES = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", PNG: ".png", JPEG: ".jpg"}
LARGEST_UNPACKED = 50 * 1024 * 1024
_MOST_PARTS = 5_000
_ZIP, _END_OF_ZIP, _LENGTH_OF_END = b"PK\x03\x04", b"PK\x05\x06", 22
_PNG, _END_OF_PNG = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG, _END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"
_TAIL = 2_048
_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_PROGRAMS = re.compile(r"(?:vbaproject|vbadata|activex|macrosheets|customui)", re.IGNORECASE)
# Scripts, started programs and films in a PDF; an /OpenAction that only turns to a page is common and harmless.
_ACTIVE_PDF = re.compile(rb"/JavaScript\b|/S\s*/Launch\b|/RichMedia\b|/S\s*/(?:ImportData|SubmitForm)\b")
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|body|iframe|\?xml|\?php)", re.IGNORECASE)


class Unfit(Exception):  # noqa: N818 - it becomes one of the refusals, which name the file
    """The content is not kept; `why` is other, damaged, macros or large."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def sniff(content: bytes) -> str:
    """Return the media type of *content*; raises Unfit."""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(_ZIP):
        return _packed(content)
    if content.startswith(_PNG):
        return _image(content, PNG, _END_OF_PNG)
    if content.startswith(_JPEG):
        return _image(content, JPEG, _END_OF_JPEG)
    raise Unfit("other")


def _pdf(content: bytes) -> str:
    tail = content[-_TAIL:]
    if b"%%EOF" not in tail:
        raise Unfit("damaged")
    if _MARKUP.search(content[:1_024]) or _MARKUP.search(tail.rpartition(b"%%EOF")[2]):
        raise Unfit("other")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Unfit("other")
    if _ACTIVE_PDF.search(content):
        raise Unfit("macros")
    return PDF


def _image(content: bytes, media_type: str, end: bytes) -> str:
    # Some cameras fill the last block up.
    if not content.rstrip(b"\0\r\n ").endswith(end.rstrip(b"\0\r\n ")):
        raise Unfit("damaged")
    return media_type


def _packed(content: bytes) -> str:
    end = content.rfind(_END_OF_ZIP)
    if end < 0:
        raise Unfit("damaged")
    if end + _LENGTH_OF_END != len(content):
        raise Unfit("other")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _office(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, RuntimeError, EOFError) as error:
        raise Unfit("damaged") from error


def _office(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    media_type = next((kind for name, kind in _MAIN_PARTS.items() if name in names), None)
    if media_type is None or "[Content_Types].xml" not in names:
        raise Unfit("other")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unfit("large")
    if len(set(map(str.casefold, names))) != len(names) or any(map(_leads_out, names)):
        raise Unfit("damaged")
    if any(_PROGRAMS.search(name) for name in names) or b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Unfit("macros")
    if archive.testzip() is not None:
        raise Unfit("damaged")
    return media_type


def _leads_out(name: str) -> bool:
    """Whether a part's name would be written outside of its folder."""
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name

"""The text of kept files: of Word and Excel files at once, of a PDF by a process under limits."""

import html
import io
import re
import subprocess
import zipfile

from ceremony.core.child import run_child
from ceremony.core.files.rules import DOCX, PDF, XLSX, Upload, media_type_of

LONGEST = 400_000
_PATIENCE = 15
# What Word writes: a run of text, a tab, and the ends of lines and paragraphs. No parser, so no bomb of entities.
_WORD_TEXT = re.compile(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>|(<w:tab\s*/>)|(</w:p>|<w:br\s*/>)")

_CELL_TEXT = re.compile(r"<t(?:\s[^<>]*)?>([^<]*)</t>|(<t\s*/>)|(</si>)")


def take_in(name: str, content: bytes) -> Upload:
    """Return a file with its text; call it before a transaction begins, for it may take seconds.

    Raises what `media_type_of` raises.
    """
    return Upload(name, content, text_of(media_type_of(name, content), content))


def text_of(media_type: str, content: bytes) -> str:
    """Return what can be read in a file that was taken in, at most LONGEST letters; empty where there is nothing."""
    if media_type == DOCX:
        return _text_of_part(content, "word/document.xml", _WORD_TEXT)
    if media_type == XLSX:
        return _text_of_part(content, "xl/sharedStrings.xml", _CELL_TEXT)
    # A scan, or no more than a head: nothing to start a process for.
    if media_type == PDF and (b"/Page" in content or b"/ObjStm" in content):
        return _text_of_pdf(content)
    return ""


def _text_of_part(content: bytes, name: str, pattern: re.Pattern[str]) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if name not in archive.namelist():
            return ""
        with archive.open(name) as part:
            xml = part.read(20 * LONGEST).decode("utf-8", "replace")
    pieces = (text or ("\t" if tab else "\n") for text, tab, _ in pattern.findall(xml))
    return html.unescape("".join(pieces))[:LONGEST].replace("\0", " ").strip()


def _text_of_pdf(content: bytes) -> str:
    try:
        read = run_child("ceremony.core.files.read_pdf", content, patience=_PATIENCE).stdout
    except subprocess.TimeoutExpired as late:
        read = late.stdout or b""
    return read.decode("utf-8", "replace").replace("\0", " ")[:LONGEST].strip()

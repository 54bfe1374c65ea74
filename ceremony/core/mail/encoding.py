"""Text as it stands in a mail: header words, quoted-printable, folded calendar lines.

Every function returns ASCII with CRLF line ends, no line longer than 76 characters (RFC 2045, 2047),
and never a character that could end a header.
"""

import base64
import binascii
import re
from urllib.parse import quote

_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_LINE_ENDS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/^_{|}~-]*")
_PRINTABLE = re.compile(r"[ -~]*")
_WORD_BYTES = 39  # 52 base64 characters: with "Subject: " and the marks a line of 73
_PLAIN_WIDTH = 64
_FOLD_OCTETS = 75  # RFC 5545 section 3.1
_QP_WIDTH = 75  # one less than allowed: a soft break may follow


def one_line(text: str) -> str:
    """Return *text* as one line: runs of blanks, line ends and control characters become one space."""
    return _CONTROL.sub(" ", text).strip()


def header_text(text: str) -> str:
    """Return *text* as the value of an unstructured header such as Subject (RFC 2047 where needed)."""
    line = one_line(text)
    if len(line) <= _PLAIN_WIDTH and _PRINTABLE.fullmatch(line) and "=?" not in line:
        return line
    return _encoded_words(line)


def phrase(text: str) -> str:
    """Return *text* as the display name before an address (RFC 5322 section 3.2.5)."""
    line = one_line(text)
    if len(line) > _PLAIN_WIDTH or not _PRINTABLE.fullmatch(line) or "=?" in line:
        return _encoded_words(line)
    if _ATOMS.fullmatch(line):
        return line
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mailbox(name: str, address: str) -> str:
    """Return `name <address>` as a header's value; without a name the bare address."""
    words = phrase(name)
    if not words:
        return address
    return f"{words}{_BREAK if len(words) > _PLAIN_WIDTH - 2 or _BREAK in words else ' '}<{address}>"


_BREAK = "\r\n "


def _encoded_words(line: str) -> str:
    parts = _chunks(line.encode("utf-8", "replace"), _WORD_BYTES, at_blanks=True)
    return _BREAK.join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in parts)


def _chunks(data: bytes, size: int, *, at_blanks: bool = False) -> list[bytes]:
    """Cut *data* into parts of at most *size* bytes, never within a character, behind a blank where there is one."""
    parts = []
    start = 0
    while start < len(data):
        end = min(start + size, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        # Some readers show a blank between two encoded words of a name: it may not fall within a word.
        if at_blanks and end < len(data):
            end = data.rfind(b" ", start, end) + 1 or end
        parts.append(data[start:end])
        start = end
    return parts


def quoted_printable(text: str) -> str:
    """Return *text* quoted-printable, its line ends as CRLF; a soft line break may follow it anywhere."""
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    encoded = binascii.b2a_qp(data).decode("ascii").replace("\n", "\r\n")
    last = encoded.rfind("\n") + 1
    if len(encoded) - last > _QP_WIDTH:
        cut = last + _QP_WIDTH - 3
        # Not within an escape such as =C3.
        cut -= next((back for back in (1, 2) if encoded[cut - back] == "="), 0)
        encoded = f"{encoded[:cut]}=\r\n{encoded[cut:]}"
    return encoded


def folded_line(line: str) -> str:
    """Return one iCalendar content line, folded to 75 octets, with its line end."""
    octets = _LINE_ENDS.sub(" ", line).encode("utf-8", "replace")
    if len(octets) <= _FOLD_OCTETS:
        return octets.decode() + "\r\n"
    return _BREAK.join(part.decode() for part in _chunks(octets, _FOLD_OCTETS - 1)) + "\r\n"


def base64_lines(content: bytes) -> str:
    """Return *content* in base64, 76 characters a line."""
    return base64.encodebytes(content).decode("ascii").replace("\n", "\r\n")


def file_name(name: str) -> str:
    """Return the `filename` parameters of a Content-Disposition (RFC 2231 where the name is not ASCII)."""
    clean = one_line(name)[-60:] or "file"
    if re.fullmatch(r"[A-Za-z0-9 !#$&+.^_~()-]+", clean):
        return f'filename="{clean}"'
    return f"filename*=utf-8''{quote(clean, safe='', errors='replace')}"

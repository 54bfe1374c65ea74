"""A staff list on its way from the trial to the writing: it travels in the page, kept nowhere."""

import base64
import binascii
import zlib

from ceremony.core.refusal import BadInput, msgid
from ceremony.core.sheets.rules import LARGEST_FILE
from ceremony.desk.versions import version_of
from ceremony.people.actions import ImportResult


class ListLost(BadInput):
    """What came back is not the list that was tried."""

    sentence = msgid("The staff list did not come back whole from the page.")
    cure = msgid("Choose the file once more.")


def pack(content: bytes) -> str:
    """Return *content* as text for a hidden field."""
    return base64.b64encode(zlib.compress(content, 9)).decode()


def unpack(text: str) -> bytes:
    """Return the content again, never more than the largest file; raises ListLost."""
    machine = zlib.decompressobj()
    try:
        content = machine.decompress(base64.b64decode(text, validate=True), LARGEST_FILE + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ListLost from error
    if not machine.eof:
        raise ListLost
    return content


def mark_of(result: ImportResult) -> str:
    """Return a mark of what a trial said: written is only what was shown."""
    counts = {name: getattr(result, name) for name in ("rows", "new", "changed", "unchanged", "units_new")}
    # Whether those who are missing stay or leave is decided on the page itself.
    return version_of({**counts, "absent": len(result.absent)})

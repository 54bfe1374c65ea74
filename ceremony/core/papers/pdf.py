"""Writes a paper as PDF, by typst in a child process."""

import json
import logging
import subprocess
from dataclasses import asdict

from ceremony.core.child import run_child
from ceremony.core.layout import PACKAGE
from ceremony.core.papers.layout import FREE_TYPEFACE, LAYOUT
from ceremony.core.papers.paper import MOTTO, NATION, Paper, Table
from ceremony.core.refusal import Refusal, msgid

log = logging.getLogger(__name__)
FONTS = PACKAGE / "static" / "vendor" / "liberation-serif-2.1.5"
_PATIENCE = 60


class PaperNotMade(Refusal):
    """The child did not bring a PDF."""

    sentence = msgid("The paper could not be written as PDF.")
    cure = msgid("Take it as a Word file, or tell who keeps the program: its log says why.")


def write_pdf(paper: Paper) -> bytes:
    """Return the paper as a PDF file with its fonts inside; raises PaperNotMade."""
    value = json.dumps(_value(paper), ensure_ascii=False).encode()
    try:
        done = run_child("ceremony.core.papers.typeset", value, str(FONTS), patience=_PATIENCE)
        done.check_returncode()
    except (subprocess.SubprocessError, OSError) as error:
        log.exception("typst: %s", getattr(error, "stderr", None) or error)
        raise PaperNotMade from error
    return done.stdout


def _value(paper: Paper) -> dict[str, object]:
    return asdict(paper) | {
        "nation": NATION,
        "motto": MOTTO,
        "number_line": paper.number_line,
        "place_and_date": paper.place_and_date,
        "basis_lines": paper.basis_lines,
        "recipient_lines": paper.recipient_lines,
        "file_title": paper.file_title,
        "dated": None,
        "blocks": [
            asdict(block) | {"block": "table" if isinstance(block, Table) else "paragraph"} for block in paper.blocks
        ],
        "layout": asdict(LAYOUT),
        "typeface": FREE_TYPEFACE,
    }

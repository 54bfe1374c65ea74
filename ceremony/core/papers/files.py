"""Which writer a file's name asks for."""

from collections.abc import Callable

from ceremony.core.papers.paper import Paper
from ceremony.core.papers.pdf import write_pdf
from ceremony.core.refusal import BadInput, Refusal, msgid

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


class PaperKindUnknown(BadInput):
    """A paper is written as one of two kinds of file."""

    sentence = msgid("A paper is no %(suffix)s file.")
    cure = msgid("Name the file .docx to work on it in Word, or .pdf to print it.")


class FileNotWritten(Refusal):
    """The disk does not take the file."""

    sentence = msgid("%(file)s cannot be written: %(words)s.")
    cure = msgid("Name a file in a folder that you may write in.")


def _write_docx(paper: Paper) -> bytes:
    # python-docx takes 0.2 s to load, and few commands write a paper.
    from ceremony.core.papers.word import write_docx  # noqa: PLC0415

    return write_docx(paper)


_WRITERS: dict[str, Callable[[Paper], bytes]] = {".docx": _write_docx, ".pdf": write_pdf}


def paper_writer(suffix: str) -> Callable[[Paper], bytes]:
    """Return the writer for a file whose name ends with *suffix*; raises PaperKindUnknown."""
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        raise PaperKindUnknown(suffix=suffix or "-")
    return writer

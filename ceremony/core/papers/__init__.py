"""An office's papers in the layout of Nghị định 30/2020/NĐ-CP: one value, written as DOCX and as PDF."""

from ceremony.core.papers.files import FileNotWritten, PaperKindUnknown, paper_writer
from ceremony.core.papers.paper import (
    Align,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    Row,
    Signature,
    Style,
    Table,
)
from ceremony.core.papers.pdf import PaperNotMade, write_pdf

__all__ = [
    "Align",
    "Column",
    "FileNotWritten",
    "Letterhead",
    "Paper",
    "PaperKindUnknown",
    "PaperNotMade",
    "Paragraph",
    "Row",
    "Signature",
    "Style",
    "Table",
    "paper_writer",
    "write_pdf",
]

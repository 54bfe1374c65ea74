"""Files are kept once, told by their content."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from flask import Flask

from ceremony.core.db import transaction
from ceremony.core.files import rules
from ceremony.core.files.actions import store_file
from ceremony.core.files.rules import media_type_of

NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n%%EOF\n"


def word_file(*more: str, content: str = "<w:document/>") -> bytes:
    """Return a Word file with one part of *content* and others of the names in *more*."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", content)
        for name in more:
            archive.writestr(name, "x")
    return written.getvalue()


def test_pdf_and_word_are_told_by_content_whatever_the_name() -> None:
    assert media_type_of("a.docx", PDF) == rules.PDF
    assert media_type_of("a.pdf", word_file()) == rules.DOCX


def test_other_types_are_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("notes.xml", "<notes/>")
    for content in (b"MZ\x90", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b" %PDF-1.7", written.getvalue()):
        with pytest.raises(rules.FileOfOtherType):
            media_type_of("a.pdf", content)


def test_empty_damaged_and_macro_files_are_refused() -> None:
    with pytest.raises(rules.FileEmpty):
        media_type_of("a.pdf", b"")
    with pytest.raises(rules.FileDamaged):
        media_type_of("a.docx", word_file()[:40])
    with pytest.raises(rules.FileWithMacros):
        media_type_of("a.docx", word_file("word/vbaProject.bin"))


def test_files_too_large_are_refused_packed_and_unpacked() -> None:
    with pytest.raises(rules.FileTooLarge):
        media_type_of("a.pdf", PDF + bytes(rules.LARGEST))
    with pytest.raises(rules.FileTooLarge):
        media_type_of("a.docx", word_file(content=" " * (rules.LARGEST_UNPACKED + 1)))


def test_the_same_bytes_are_kept_once(app: Flask) -> None:
    with transaction():
        first = store_file("C:\\Văn bản\\76.pdf", PDF, NOW)
        again = store_file("copy.pdf", PDF, NOW)
        other = store_file("b/76.docx", word_file(), NOW)
        assert (first.id, first.name, first.size, first.media_type) == (again.id, "76.pdf", len(PDF), rules.PDF)
        assert (other.name, other.media_type) == ("76.docx", rules.DOCX)
        assert first.sha256 != other.sha256
        assert first.content == PDF

"""A corpus of uploads: all that mean harm or are cut are refused, all that offices have are accepted."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.core.files.rules import DOCX, JPEG, PDF, PNG, XLSX, media_type_of, name_of
from ceremony.core.files.text import text_of
from ceremony.core.refusal import Refusal

TYPES = "<Types/>"


def packed(parts: dict[str, str | bytes], comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a packed file of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return written.getvalue()


def word(**more: str | bytes) -> bytes:
    """Return a Word file with further parts."""
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": "<w:t>Kế hoạch</w:t>", **more})


def png() -> bytes:
    """Return an image of one white point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def pdf(text: str = "Ke hoach", extra: bytes = b"") -> bytes:
    """Return a PDF of one page with a line of *text*."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


XLSX_FILE = packed(
    {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": "<si><t>Số, ký hiệu</t></si>",
    }
)
JPEG_FILE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20) + b"\xff\xd9"
GOOD = [
    *((pdf(), PDF), (pdf(extra=b"/OpenAction [3 0 R /Fit] "), PDF), (pdf() + b"\r\n\r\n", PDF), (word(), DOCX)),
    *((word(**{"word/media/image1.png": png(), "word/embeddings/a.xlsx": XLSX_FILE}), DOCX), (XLSX_FILE, XLSX)),
    *((png(), PNG), (JPEG_FILE, JPEG), (JPEG_FILE + bytes(64), JPEG)),
    (packed({"[Content_Types].xml": TYPES, "word/document.xml": "<a/>"}, method=zipfile.ZIP_STORED), DOCX),
]
BAD = {
    "a web page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "a web page called a PDF": b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n",
    "a PDF with a web page behind it": pdf() + b"<html><script>alert(1)</script>",
    "a PDF that is a Word file too": pdf() + word(),
    "a PDF with a script": pdf(extra=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "),
    "a PDF that starts a program": pdf(extra=b"/OpenAction << /S /Launch /F (cmd.exe) >> "),
    "a PDF behind other bytes": b"MZ" + pdf(),
    "a cut PDF": pdf()[:-20],
    "half a PDF": pdf()[:200],
    "a program": b"MZ\x90\x00" + bytes(200),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a picture that is a program": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a cut picture": png()[:-8],
    "a picture with a packed file behind it": png() + packed({"a": "b"}),
    "a cut photo": JPEG_FILE[:-2],
    "a Word file with macros": word(**{"word/vbaProject.bin": b"x"}),
    "a Word file with macros under another name": word(**{"word/VBAPROJECT.BIN": b"x"}),
    "a Word file with controls": word(**{"word/activeX/activeX1.bin": b"x"}),
    "a Word file that says it has macros": packed(
        {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": "<a/>"}
    ),
    "an Excel file with old macros": packed(
        {"[Content_Types].xml": TYPES, "xl/workbook.xml": "<a/>", "xl/macrosheets/sheet1.xml": "<a/>"}
    ),
    "a name that leads out": word(**{"../../etc/cron.d/x": "x"}),
    "a name from the root": word(**{"/etc/passwd": "x"}),
    "a name of Windows": word(**{"C:\\\\x.exe": "x"}),
    "a bomb": word(**{"word/media/big.bin": bytes(51 * 1024 * 1024)}),
    "too many parts": word(**{f"word/media/{number}": b"" for number in range(5_001)}),
    "a cut Word file": word()[:-10],
    "half a Word file": word()[:60],
    "a Word file with something behind it": word() + b"<script>",
    "a Word file with a comment": packed(
        {"[Content_Types].xml": TYPES, "word/document.xml": "<a/>"}, comment=b"<html>"
    ),
    "any packed file": packed({"a.txt": "x"}),
    "nothing": b"",
}


@pytest.mark.parametrize(("content", "media_type"), GOOD)
def test_what_offices_have_is_accepted(content: bytes, media_type: str) -> None:
    assert media_type_of("x.pdf", content) == media_type


@pytest.mark.parametrize("what", BAD)
def test_what_means_harm_or_is_cut_is_refused(what: str) -> None:
    with pytest.raises(Refusal):
        media_type_of("76.pdf", BAD[what])


def test_a_changed_byte_in_a_packed_part_is_noticed() -> None:
    good = packed({"[Content_Types].xml": TYPES, "word/document.xml": "a" * 500}, method=zipfile.ZIP_STORED)
    with pytest.raises(Refusal):
        media_type_of("76.docx", good.replace(b"aaaa", b"aaab", 1))


@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_no_bytes_break_the_check(content: bytes, start: bytes) -> None:
    with suppress(Refusal):
        media_type_of("x", start + content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        *(("C:\\Văn bản\\76.pdf", "76.pdf"), ("../../etc/passwd", "passwd.pdf"), ("a.exe", "a.pdf")),
        *(("76/NQ-CP.PDF", "NQ-CP.PDF"), ("Nghị quyết số 76.NQ CP", "Nghị quyết số 76.NQ CP.pdf"), ("..", "tep.pdf")),
        *(("a\u202egpj.pdf", "agpj.pdf"), ("x" * 400 + ".pdf", "x" * 150 + ".pdf"), ('<b>".pdf', "b.pdf")),
    ],
)
def test_a_file_is_kept_under_a_plain_name_with_the_suffix_of_its_type(given: str, kept: str) -> None:
    assert name_of(given, PDF) == kept


def test_the_text_of_pdf_word_and_excel_is_read() -> None:
    assert text_of(PDF, pdf("Ke hoach chao co")) == "Ke hoach chao co"
    assert text_of(DOCX, word()) == "Kế hoạch"
    assert text_of(XLSX, XLSX_FILE) == "Số, ký hiệu"
    assert text_of(PNG, png()) == ""


def test_a_pdf_that_cannot_be_read_has_no_text() -> None:
    assert text_of(PDF, b"%PDF-1.4\n1 0 obj << /Type /Pages /Kids [1 0 R] >>\n%%EOF") == ""

"""Brought tables: told by their content; whatever a file is, the program answers, and soon."""

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceremony.core.sheets.child import Budget
from ceremony.core.sheets.reader import read_sheets
from ceremony.core.sheets.rules import LARGEST_FILE, LARGEST_UNPACKED, MOST_CHARACTERS, Fault, NotRead, Sheet
from tests.people.files import csv, ods, xls, xlsx

ROWS = [["Họ và tên", "Mã số"], ["Trần Minh Họa", 3], ["", ""], ["Võ Thị Hướng Dương", 2.5]]


def fault_of(content: bytes) -> Fault:
    with pytest.raises(NotRead) as refused:
        read_sheets(content)
    return refused.value.fault


def cells(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in sheet.rows]


@pytest.mark.parametrize("write", [xlsx, xls, ods, csv])
def test_all_formats_give_the_same_rows_counted_as_excel_counts_them(write) -> None:  # type: ignore[no-untyped-def]
    (sheet,) = read_sheets(write(ROWS))
    assert cells(sheet) == [
        (1, ["Họ và tên", "Mã số"]),
        (2, ["Trần Minh Họa", "3"]),
        (4, ["Võ Thị Hướng Dương", "2.5"]),
    ]


def test_sheets_tell_their_names_and_what_is_merged() -> None:
    (sheet,) = read_sheets(xlsx({"Văn phòng": [["Họ và tên", ""], ["a", "b"]]}, merges=["A1:B1"]))
    assert sheet.name == "Văn phòng"
    assert [(one.top, one.left, one.bottom, one.right) for one in sheet.merges or []] == [(1, 0, 1, 1)]


def zipped(members: dict[str, bytes], **options: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bomb_is_refused_at_once() -> None:
    bomb = zipped({**members(xlsx(ROWS)), "xl/worksheets/sheet1.xml": b" " * (96 * 1024 * 1024)})
    assert len(bomb) < 300_000
    began = time.process_time()
    assert fault_of(bomb) is Fault.TOO_LARGE
    assert time.process_time() - began < 2


def test_a_directory_that_lies_about_its_sizes_is_damaged() -> None:
    content = bytearray(zipped({**members(xlsx(ROWS)), "xl/media/a.bin": b"\0" * (LARGEST_UNPACKED + 1)}))
    true, lie = (LARGEST_UNPACKED + 1).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert fault_of(bytes(content.replace(true, lie))) is Fault.DAMAGED


def test_a_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory() -> None:
    parts = members(xlsx(ROWS))
    end = b"</sheetData>"
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    far = parts["xl/worksheets/sheet1.xml"].replace(end, row + end)

    assert fault_of(zipped({**parts, "xl/worksheets/sheet1.xml": far})) is Fault.TOO_LARGE


def test_a_file_that_says_more_than_any_list_is_too_large() -> None:
    budget = Budget()
    budget.spend(["x"] * 1000)
    with pytest.raises(NotRead):
        budget.spend(["x" * MOST_CHARACTERS])


def test_more_bytes_than_a_list_has_are_not_even_looked_at() -> None:
    assert fault_of(b"x" * (LARGEST_FILE + 1)) is Fault.TOO_LARGE


def test_a_locked_workbook_is_told_from_a_damaged_one() -> None:
    # [MS-OFFCRYPTO]: a locked XLSX is an OLE2 file with a stream of this name.
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    assert fault_of(locked) is Fault.ENCRYPTED
    assert fault_of(ods(ROWS, manifest="<manifest:encryption-data/>")) is Fault.ENCRYPTED


def test_a_locked_workbook_of_excel_97_is_told_too() -> None:
    content = bytearray(xls(ROWS))
    # [MS-XLS] 2.4.117: FILEPASS behind the first BOF says that what follows is encrypted.
    begin = content.index(b"\x09\x08\x10\x00") + 20
    content[begin : begin + 2] = b"\x2f\x00"
    assert fault_of(bytes(content)) is Fault.ENCRYPTED


@pytest.mark.parametrize("write", [xlsx, xls, ods])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_workbook_cut_off_is_damaged(write, share: float) -> None:  # type: ignore[no-untyped-def]
    content = write(ROWS)
    assert fault_of(content[: int(len(content) * share)]) is Fault.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n",
        b"<html><table><tr><td>H\xe1\xbb\x8d</td></tr></table>",
        b"\0\1\2\3\4",
        b"\xff\xfa\xfb\xf0\xef" * 40,
        zipped({"word/document.xml": b"<w/>"}),
        zipped({"photo.jpg": b"x"}),
    ],
)
def test_what_is_no_table_is_unreadable(content: bytes) -> None:
    assert fault_of(content) is Fault.UNREADABLE


def test_text_cut_off_inside_a_letter_is_damaged() -> None:
    assert fault_of("Họ và tên\nTrần Minh Họ".encode()[:-1]) is Fault.DAMAGED


def test_a_few_lost_bytes_do_not_make_text_unreadable() -> None:
    content = ("Họ và tên;Đơn vị\n" + "Trần Minh Họa;Văn phòng\n" * 5).encode() + b"Tr\xe1n;\xc4\n"
    (sheet,) = read_sheets(content)
    assert sheet.rows[-1].cells[0] == "Tr\ufffdn"


@settings(max_examples=10)
@given(st.binary(max_size=300))
def test_whatever_a_workbook_is_changed_to_an_answer_comes(noise: bytes) -> None:
    content = bytearray(xls(ROWS))
    content[700 : 700 + len(noise)] = noise
    with suppress(NotRead):
        read_sheets(bytes(content))

"""Old encodings of Vietnamese: recognised by what can be a syllable, converted without loss."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.core.text.legacy import (
    Converter,
    Legacy,
    from_tcvn3,
    from_utf_8,
    from_vni,
    from_windows_1258,
    is_vietnamese,
    readings,
)
from ceremony.core.text.syllables import is_syllable

LOWER = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ"
VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
)
NAMES = (
    """
    Nguyễn Thị Hướng Dương, Trần Quốc Khánh, Đặng Quỳnh Như, Huỳnh Thúc Kháng, Lý Thường Kiệt, Vũ Trọng Phụng, Đỗ Khuê,
    Phạm Nguyễn Ngọc Tuyết, Bùi Xuân Huyên, Hoàng Thị Thạch Hãn, Phó Trưởng phòng, Giám đốc, Thủ quỹ, Ngô Quyền, Ỷ Lan,
    Trung tâm Phục vụ đối ngoại, Ủy ban nhân dân, Nghiêm Gia Giỏi, Chuyên viên, Người lái xe
""".strip()
    .replace("\n   ", "")
    .split(", ")
)


def to_tcvn3(text: str) -> str:
    """Return *text* as a TCVN3 font shows it; its toned capitals are small letters."""
    table = dict(zip(LOWER, TCVN3, strict=True)) | dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
    return "".join(table.get(one) or table.get(one.lower(), one) for one in text)


def to_vni(text: str) -> str:
    """Return *text* as VNI writes it."""
    table = dict(zip(LOWER, VNI.split(), strict=True))
    return "".join(
        table[one.lower()].upper() if one.lower() in table and one.isupper() else table.get(one, one) for one in text
    )


def to_1258(text: str) -> str:
    """Return *text* in Windows-1258, as it looks when it is taken for Latin-1."""
    out = b""
    for one in text:
        parts = unicodedata.normalize("NFD", one)
        tone = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(part for part in parts if part not in tone)).encode("cp1258")
        out += tone.encode("cp1258")
    return out.decode("cp1252")


@pytest.mark.parametrize("name", NAMES)
def test_names_come_back_from_every_old_encoding(name: str) -> None:
    assert from_tcvn3(to_tcvn3(name)).lower() == name.lower()
    assert from_vni(to_vni(name)) == name
    assert from_vni(to_vni(name.upper())) == name.upper()
    assert from_windows_1258(to_1258(name)) == name
    assert from_utf_8(name.encode().decode("cp1252", errors="latin_1_instead")) == name


@pytest.mark.parametrize("name", NAMES)
def test_an_old_encoding_is_told_by_its_syllables(name: str) -> None:
    for encoding, written in ((Legacy.TCVN3, to_tcvn3(name)), (Legacy.VNI, to_vni(name))):
        if not written.isascii():
            assert readings(written)[encoding].lower() == name.lower()


@pytest.mark.parametrize("name", [*NAMES, "H'Niê Êban", "Y Blô", "Müller", "José", "André Menras"])
def test_unicode_is_left_alone(name: str) -> None:
    assert Converter([[name]]).convert([name]) == {}


@pytest.mark.parametrize(
    "word", ["nguyễn", "quỳnh", "khuếch", "giếng", "gì", "ỷ", "tuyết", "ngoẻo", "Đặng", "hoà", "hòa"]
)
def test_syllables_are_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nguyÔn", "thÞ", "bát2", "cãt", "ngh", "éinh", "hoµ", "zô", "mỹller", "cácá"])
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)


def test_capitals_that_a_font_drew_come_back() -> None:
    assert from_tcvn3("NGUYÔN V¡N ¢N") == "NGUYỄN VĂN ÂN"
    assert from_tcvn3("A¸nh") == "Ánh"
    assert from_tcvn3("Hµ") == "Hà"


def test_utf_8_read_as_latin_is_mended_though_some_bytes_have_no_letter() -> None:
    assert from_utf_8("Nguyá»…n VÄƒn Ä\u0090á»©c") == "Nguyễn Văn Đức"


def test_a_word_that_could_be_both_follows_its_row_and_then_its_column() -> None:
    rows = [["Vò Mai", "Nh©n viªn"], ["Bé", ""], ["Lò Mai", "Nhân viên"], ["NguyÔn An", ""]]
    converter = Converter(rows)
    assert [converter.convert(row).get(0) for row in rows] == ["Vũ Mai", "Bộ", None, "Nguyễn An"]


@pytest.mark.parametrize("name", ["Nguyeãn Thò Böôûi", "Lª V¨n §øc"], ids=["VNI", "TCVN3"])
def test_a_sound_word_beside_an_old_name_stays_as_it_is(name: str) -> None:
    rows = [[name, "Phòng A"], ["Trần Thị Cúc", "Phòng A"]]
    converter = Converter(rows)
    assert [sorted(converter.convert(row)) for row in rows] == [[0], []]


@given(st.text(max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    for said in readings(text).values():
        assert is_vietnamese(said)
    Converter([[text, text]]).convert([text, text])

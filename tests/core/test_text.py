"""Vietnamese text: one written form, the order of names, search without marks."""

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ceremony.core.text import clean, fold, initials, name_sort_key, slug, sort_key

# In the order of a Vietnamese staff list: given name, then family name and the rest.
IN_ORDER = [
    "Nguyễn Văn An",
    "Nguyễn Thị Ảnh",
    "Trần Thị Ân",
    "Hồ Sĩ Bà",
    "Cao Thị Dung",
    "Võ Thị Đào",
    "Lê Thị Hà",
    "Nguyễn Thị Hoa",
    "Nguyễn Thị Hương",
    "Trương Vĩnh Kỳ",
    "Ngô Quang Oanh",
    "Nguyễn Ngọc Trường Sơn",
    "Phan Thị Uyên",
    "Lý Thị Ý",
]


def test_people_stand_by_given_name_in_vietnamese_order() -> None:
    shuffled = random.Random(2).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=name_sort_key) == IN_ORDER


def test_people_of_one_given_name_stand_by_family_name() -> None:
    names = ["Võ Thị Hoa", "Đặng Thị Hoa", "Đặng An Hoa", "Dương Thị Hoa"]
    assert sorted(names, key=name_sort_key) == ["Dương Thị Hoa", "Đặng An Hoa", "Đặng Thị Hoa", "Võ Thị Hoa"]


def test_letters_come_before_tones_within_a_syllable_and_tones_before_the_next() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mã an", "má an", "mai", "mă", "mâ", "mo", "mô", "mơ"]
    in_order = ["ma", "mà", "mả", "mã", "mã an", "má", "má an", "mạ", "mai", "mă", "mâ", "mo", "mô", "mơ"]
    assert sorted(words, key=sort_key) == in_order


def test_a_shorter_name_stands_before_the_longer_that_it_begins() -> None:
    assert sort_key("An") < sort_key("An Bình") < sort_key("Anh")


def test_all_written_forms_of_a_name_have_one_place() -> None:
    composed, decomposed = "Nguyễn Thị Ảnh", unicodedata.normalize("NFD", "Nguyễn Thị Ảnh")
    assert name_sort_key(composed) == name_sort_key(decomposed) == name_sort_key("  NGUYỄN\u00a0thị ảnh ")
    assert sort_key("Hoà") == sort_key("Hòa")


@given(st.text())
def test_clean_text_is_composed_single_spaced_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once == unicodedata.normalize("NFC", once) == " ".join(once.split())
    assert "\x00" not in once


@given(st.text(alphabet="aăâeêioôơuưyđ bcdghklmnpqrstvx" + "\u0300\u0301\u0303\u0309\u0323"))
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


def test_search_finds_without_marks() -> None:
    assert fold("Đặng Thị Hoà") == fold("dang thi hòa") == "dang thi hoa"


def test_invisible_characters_are_dropped() -> None:
    assert clean("\ufeffSở\u200b\u00a0 Ngoại\tvụ\u200e\x00\n") == "Sở Ngoại vụ"


def test_bytes_that_were_no_text_stay_visible_and_can_be_stored() -> None:
    assert clean(b"S\xff".decode(errors="surrogateescape")).encode() == "S\ufffd".encode()


def test_an_icelandic_eth_is_read_as_the_vietnamese_letter() -> None:
    assert clean("NÐ-CP") == "NĐ-CP"


def test_codes_and_initials_are_made_from_names() -> None:
    assert slug("Phòng Hợp tác quốc tế") == "PHONG-HOP-TAC-QUOC-TE"
    assert slug(" – ") == ""
    assert initials("Võ Thị Hướng Dương") == "VTHD"

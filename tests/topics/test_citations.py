"""Citations in the forms in which offices write them: alone, in sentences, spoilt, and in texts that mean harm."""

import textwrap
import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.topics.rules import Found, read

_DATA = Path(__file__).parent / "data"
FIELDS = ("type", "number", "year_in_symbol", "symbol", "date", "issuers", "subject")


def _said(found: Found) -> list[str]:
    """Return the fields as the data has them."""
    values = (
        *(found.type, found.number, found.year_in_symbol, found.symbol),
        *(found.date and found.date.isoformat(), "; ".join(found.issuers), found.subject),
    )
    return [str(value) if value else "-" for value in values]


def _examples() -> list[tuple[str, list[str]]]:
    examples = []
    for block in (_DATA / "citations.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        text, fields = (line for line in block.splitlines() if not line.startswith("#"))
        examples.append((text, [field.strip() for field in fields.split(" | ")]))
    return examples


def _sentences() -> list[tuple[str, list[str]]]:
    examples = []
    for block in (_DATA / "sentences.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        text = "\n".join(line for line in lines if not line.startswith("> "))
        examples.append((text, [line[2:] for line in lines if line.startswith("> ")]))
    return examples


@pytest.mark.parametrize(("text", "fields"), _examples())
def test_a_citation_says_its_seven_fields(text: str, fields: list[str]) -> None:
    assert _said(next(read(text))) == fields


def test_the_goals_are_reached_for_each_field() -> None:
    examples = _examples()
    right = dict.fromkeys(FIELDS, 0)
    for text, fields in examples:
        for name, said, meant in zip(FIELDS, _said(next(read(text))), fields, strict=True):
            right[name] += said == meant
    shares = {name: count / len(examples) for name, count in right.items()}
    assert len(examples) >= 150
    assert min(shares["type"], shares["number"], shares["symbol"]) >= 0.99
    assert shares["date"] >= 0.98
    assert shares["issuers"] >= 0.95
    assert shares["subject"] >= 0.90


@pytest.mark.parametrize(("text", "cited"), _sentences())
def test_a_sentence_gives_what_it_cites_and_nothing_else(text: str, cited: list[str]) -> None:
    assert [("in " if one.inside else "") + " | ".join(_said(one)) for one in read(text)] == cited


def _first(text: str) -> list[str]:
    found = next(read(text), None)
    return [] if found is None else _said(found)


PLACES = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "no-break": lambda text: text.replace(" ", "\u00a0"),
    "in lines": lambda text: textwrap.fill(text, 60, break_long_words=False, break_on_hyphens=False),
    "in a list": lambda text: f"- {text};",
    "as a basis": lambda text: f"Căn cứ {text};\nCăn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
    "in a sentence": lambda text: f"Thực hiện {text}, Sở Ngoại vụ đã tổ chức hội nghị.",
    "for somebody": lambda text: f"Phổ biến {text} để cán bộ, công chức nắm bắt.",
    "to somebody": lambda text: f"quán triệt {text} đến toàn thể cán bộ, công chức, viên chức.",
    "named short": lambda text: f"Theo {text} (sau đây gọi tắt là Văn bản A).",
    "before an article": lambda text: f"{text}\nĐiều 1. Phạm vi điều chỉnh",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_citation_says_the_same_wherever_it_stands(place: str) -> None:
    examples = [text for text, _ in _examples()]
    same = sum(_first(PLACES[place](text)) == _first(text) for text in examples)
    assert same / len(examples) >= 0.97


def test_the_place_of_a_citation_is_its_place_in_the_text_as_given() -> None:
    decomposed = (
        "Theo\u00a0Nghi\u0323 quyê\u0301t sô\u0301 76/NQ\u2013CP\r\n"
        "ngày\u200b 15/7/2021 cu\u0309a Chính phu\u0309, đã nêu."
    )
    (found,) = read(decomposed)
    assert (found.symbol, str(found.date), found.issuers) == ("NQ-CP", "2021-07-15", ("Chính phủ",))
    assert decomposed[found.start : found.end] == found.text
    assert found.text.startswith("Nghi\u0323")
    assert found.text.endswith("phu\u0309")


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    for found in read(text):
        assert text[found.start : found.end] == found.text


_PIECES = st.sampled_from(
    [
        *("Nghị quyết", "Luật", "sửa đổi", "số", "76", "/", "-", "NQ-CP", "2021/", "QH15", "ngày", "15/7/2021", "của"),
        *(
            "Chính phủ",
            "Bộ",
            "và",
            ",",
            " ",
            "\n",
            "về",
            "(",
            ")",
            "“",
            "”",
            '"',
            ".",
            ";",
            "năm 2021",
            "khóa",
            "do",
            "ban hành",
        ),
        *(
            "Hiến pháp",
            "được",
            "\u0301",
            "\u200b",
            "CT/TW",
            "05-",
            "tháng",
            "Đ",
            "I",
            "O1",
            "l",
            "\ud800",
            "…",
            ":",
            "|",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_heap_of_the_right_words_breaks_it(text: str) -> None:
    ends = [0]
    for found in read(text):
        assert text[found.start : found.end] == found.text != ""
        if not found.inside:
            assert found.start >= ends[-1]
            ends.append(found.end)


@pytest.mark.parametrize(
    "piece",
    [
        *("số ", "1", "1 ", "của ", "và ", "/", "1/", "(", "“", "\n", "a", "Luật ", "Luật A, ", "Nghị quyết ", "NQ "),
        *("Nghị quyết số 1/NQ-CP ", "1/NQ-CP của Bộ A, ", "Nghị quyết số 1/NQ-CP về a ", "Luật sửa đổi Luật ", "1-A-"),
        *("ngày ", "của Chính phủ ", "về ", "1/NQ-CP ", "số 1/NQ-CP ngày ", "“Nghị quyết số 1/NQ-CP về “", "A&B "),
    ],
)
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * length)[:length]
        costs = []
        for _ in range(3):
            begun = time.process_time()
            list(read(text))
            costs.append(time.process_time() - begun)
        return min(costs)

    assert cost(32_000) < max(10 * cost(8_000), 0.05)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Nghị định 30/2020 của Chính phủ", ("Nghị định", "30", 2020, None)),
        ("theo Nghị định 100/2019, người lái xe", ("Nghị định", "100", 2019, None)),
        ("Nghị định 30/2020-NĐ-CP", ("Nghị định", "30", 2020, "NĐ-CP")),
    ],
)
def test_a_number_with_its_year_is_a_citation_where_symbols_hold_years(text: str, fields: tuple[object, ...]) -> None:
    assert [(one.type, one.number, one.year_in_symbol, one.symbol) for one in read(text)] == [fields]


def test_a_month_is_no_number_with_its_year() -> None:
    assert list(read("Kế hoạch 7/2021 của Sở, Báo cáo 6/2021 về thi đua")) == []


def test_a_year_in_words_ends_at_the_end_of_its_word() -> None:
    year = "hai nghìn không trăm mười bảy"
    (found,) = read(f"Nghị quyết số 18-NQ/TW ngày hai mươi lăm tháng mười năm {year} của Ban Chấp hành Trung ương")
    assert found.date == date(2017, 10, 25)

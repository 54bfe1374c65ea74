"""What a citation must say to be kept, its canonical form, and what makes two citations one document."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.topics.rules import (
    TYPES,
    Citation,
    ImpossibleDate,
    IncompleteCitation,
    NoCitation,
    SecretDocument,
    SecretFile,
    SeveralCitations,
    parse_citation,
    print_citation,
    require_file_not_secret,
)

SEED = (
    "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính nhà nước "
    "giai đoạn 2021-2030"
)


def _fields(text: str) -> tuple[str, str, int | None, str]:
    found = parse_citation(text)
    return found.type, found.number, found.year_in_symbol, found.symbol


def test_the_seeds_citation_is_read_and_printed_as_it_was() -> None:
    assert parse_citation(SEED) == Citation(
        type="Nghị quyết",
        number="76",
        year_in_symbol=None,
        symbol="NQ-CP",
        date=date(2021, 7, 15),
        issuers=("Chính phủ",),
        subject="Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030",
    )
    assert print_citation(parse_citation(SEED)) == SEED


@pytest.mark.parametrize(
    ("start", "fields"),
    [
        ("Nghị định số 30/2020/NĐ-CP", ("Nghị định", "30", 2020, "NĐ-CP")),
        ("Nghị định số 30/2020/NÐ-CP", ("Nghị định", "30", 2020, "NĐ-CP")),
        ("Luật số 91/2025/QH15", ("Luật", "91", 2025, "QH15")),
        ("Nghị quyết số 653/2019/UBTVQH14", ("Nghị quyết", "653", 2019, "UBTVQH14")),
        ("Chỉ thị số 05-CT/TW", ("Chỉ thị", "05", None, "CT/TW")),
        ("Hướng dẫn số 24-HD/BTGTU", ("Hướng dẫn", "24", None, "HD/BTGTU")),
        ("Công văn số 1214/SNgV-VP", ("Công văn", "1214", None, "SNgV-VP")),
        ("Công văn số 2180/SGD&ĐT-KTKĐCLGD", ("Công văn", "2180", None, "SGD&ĐT-KTKĐCLGD")),
        ("Nghị quyết số 66.25/2026/NQ-CP", ("Nghị quyết", "66.25", 2026, "NQ-CP")),
        ("Nghị quyết số 30a/2008/NQ-CP", ("Nghị quyết", "30a", 2008, "NQ-CP")),
        ("Thông tư liên tịch số 02/2015/TTLT-BNG-BNV", ("Thông tư liên tịch", "02", 2015, "TTLT-BNG-BNV")),
        ("QUYẾT ĐỊNH số: 1439/QĐ-BNN-TCLN", ("Quyết định", "1439", None, "QĐ-BNN-TCLN")),
    ],
)
def test_numbers_and_symbols_of_state_and_party_are_told_apart(
    start: str, fields: tuple[str, str, int | None, str]
) -> None:
    text = f"{start} ngày 05/01/2021 của Bộ Nội vụ về việc ban hành Quy chế"
    assert _fields(text) == fields
    assert parse_citation(print_citation(parse_citation(text))) == parse_citation(text)


@pytest.mark.parametrize(
    ("words", "issuers"),
    [
        ("Bộ Văn hóa, Thể thao và Du lịch", ("Bộ Văn hóa, Thể thao và Du lịch",)),
        ("Bộ Thông tin và Truyền thông", ("Bộ Thông tin và Truyền thông",)),
        ("Bộ Chính trị, Ban Bí thư", ("Bộ Chính trị", "Ban Bí thư")),
        ("Bộ trưởng Bộ Ngoại giao và Bộ trưởng Bộ Nội vụ", ("Bộ trưởng Bộ Ngoại giao", "Bộ trưởng Bộ Nội vụ")),
        ("Đảng ủy các cơ quan tỉnh Bắc Kạn", ("Đảng ủy các cơ quan tỉnh Bắc Kạn",)),
    ],
)
def test_issuers_are_divided_where_the_next_one_begins(words: str, issuers: tuple[str, ...]) -> None:
    text = f"Kết luận số 126-KL/TW ngày 14/02/2025 của {words} về một số nội dung, nhiệm vụ"
    found = parse_citation(text)
    assert (found.issuers, found.subject) == (issuers, "một số nội dung, nhiệm vụ")


def test_the_subject_begins_behind_the_words_that_lead_to_it() -> None:
    text = "Quy định số 85-QĐ/TW ngày 07/10/2022 của Ban Bí thư về việc cán bộ, đảng viên sử dụng Internet"
    assert parse_citation(text).subject == "cán bộ, đảng viên sử dụng Internet"


@pytest.mark.parametrize("text", ["", "x", "Nghị quyết Đại hội Đảng toàn quốc lần thứ XIII", "Nghị quyết này", "2021"])
def test_what_cites_nothing_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NoCitation) as refused:
        parse_citation(text)
    assert SEED in refused.value.args[1]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("76/NQ-CP", "the day that it was signed and its subject"),
        ("Nghị quyết số 76/NQ-CP của Chính phủ về Chương trình tổng thể", "the day that it was signed"),
        ("Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ", "its subject"),
    ],
)
def test_what_says_too_little_is_refused_with_what_is_missing(text: str, missing: str) -> None:
    with pytest.raises(IncompleteCitation) as refused:
        parse_citation(text)
    assert f"does not say {missing}." in refused.value.args[0]
    assert SEED in refused.value.args[1]


def test_of_several_documents_none_is_chosen_silently() -> None:
    other = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về đẩy mạnh học tập và làm theo Bác"
    with pytest.raises(SeveralCitations) as refused:
        parse_citation(f"{SEED}; {other}")
    assert "2 documents" in refused.value.args[0]


def test_a_document_named_twice_in_one_text_is_one() -> None:
    text = f"Phổ biến {SEED}. Nghị quyết số 76/NQ-CP nêu sáu nội dung."
    assert parse_citation(text) == parse_citation(SEED)


def test_who_issued_it_follows_from_the_symbol_where_only_one_body_has_it() -> None:
    assert parse_citation(SEED.replace(" của Chính phủ", "")).issuers == ("Chính phủ",)
    assert parse_citation("Quyết định số 5/QĐ-UBND ngày 5/1/2021 về chào cờ").issuers == ()
    assert print_citation(parse_citation("QĐ 5/QĐ-UBND ngày 5/1/2021 về chào cờ")) == (
        "Quyết định số 5/QĐ-UBND ngày 5/1/2021 về chào cờ"
    )


@pytest.mark.parametrize("day", ["31/2/2021", "0/7/2021", "15/13/2021", "15/7/0000"])
def test_a_day_that_is_in_no_calendar_is_refused(day: str) -> None:
    with pytest.raises(ImpossibleDate):
        parse_citation(SEED.replace("15/7/2021", day))


@pytest.mark.parametrize("stamped", ["MẬT {}", "{} (Mật)", "Tối mật: {}", "{} TUYỆT MẬT", "Mật. {}", "{} - Mật"])
def test_a_document_with_the_stamp_of_a_secret_is_refused(stamped: str) -> None:
    with pytest.raises(SecretDocument):
        parse_citation(stamped.format(SEED))


def test_documents_about_secrets_are_no_secrets() -> None:
    for subject in ("bảo vệ bí mật nhà nước", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "nghề nuôi ong lấy mật"):
        assert parse_citation(f"Luật số 29/2018/QH14 ngày 15/11/2018 của Quốc hội về {subject}").subject == subject


@pytest.mark.parametrize(
    "text",
    ["UBND TỈNH MẪU\nMẬT\nSố: 12/KH-UBND", "TUYỆT MẬT Số: 1/BC-UBND", "SỞ MẪU\n\nTỐI MẬT\n", "Độ mật: Tối mật"],
)
def test_a_file_with_the_stamp_on_its_first_page_is_refused(text: str) -> None:
    with pytest.raises(SecretFile):
        require_file_not_secret(text)


def test_a_file_about_secrets_is_no_secret() -> None:
    require_file_not_secret("LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC\nĐiều 2. Bí mật nhà nước … độ Tuyệt mật, độ Tối mật và độ Mật")
    require_file_not_secret("Trang đầu. " * 300 + "MẬT")


def test_one_document_has_one_key_however_it_is_written() -> None:
    same = {
        parse_citation(SEED).key,
        parse_citation(SEED.replace("15/7/2021", "15/07/2021").replace("số 76", "số 076")).key,
        parse_citation(SEED.replace("Nghị quyết", "NGHỊ QUYẾT").replace("Chương trình", "chương trình") + ".").key,
        parse_citation("Quán triệt NQ 76/NQ–CP, ngày 15 tháng 7 năm 2021, về cải cách hành chính").key,
    }
    assert len(same) == 1


def test_the_strokes_of_the_other_system_change_no_key() -> None:
    wrong = "Chỉ thị số 22/CT-TW ngày 23/01/2018 của Ban Bí thư về thi đua"
    assert parse_citation(wrong).key == parse_citation(wrong.replace("22/CT-TW", "22-CT/TW")).key
    assert print_citation(parse_citation(wrong)).startswith("Chỉ thị số 22-CT/TW ngày 23/1/2018 ")


def test_a_law_without_a_number_is_known_by_its_name_and_day() -> None:
    law = parse_citation("Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001")
    assert (law.number, law.subject) == ("", "Tổ chức Chính phủ")
    assert print_citation(law) == "Luật Tổ chức Chính phủ ngày 25/12/2001"
    assert parse_citation(print_citation(law)) == law
    assert law.key != parse_citation("Luật Đất đai ngày 25/12/2001").key


def test_type_number_symbol_and_date_each_make_another_document() -> None:
    changes = [
        ("Nghị quyết", "Quyết định"),
        ("76/", "77/"),
        ("76/", "76/2021/"),
        ("NQ-CP", "NQ-HĐND"),
        ("2021 ", "2022 "),
    ]
    keys = {parse_citation(SEED.replace(*change)).key for change in changes}
    assert len(keys | {parse_citation(SEED).key}) == len(changes) + 1


@given(
    st.sampled_from(TYPES),
    st.integers(1, 99_999),
    st.sampled_from([(None, "NQ-CP"), (2020, "NĐ-CP"), (2025, "QH15"), (None, "CT/TW"), (None, "SGD&ĐT-VP")]),
    st.dates(min_value=date(1945, 9, 2), max_value=date(2100, 12, 31)),
    st.lists(st.sampled_from(["Chính phủ", "Bộ Văn hóa, Thể thao và Du lịch", "UBND tỉnh"]), min_size=1, unique=True),
    st.sampled_from(["cải cách hành chính", "sửa đổi, bổ sung Nghị định số 1/2020/NĐ-CP của Chính phủ về thuế"]),
)
def test_what_is_printed_is_read_back(
    kind: str, number: int, symbol: tuple[int | None, str], day: date, issuers: list[str], subject: str
) -> None:
    citation = Citation(kind, str(number), symbol[0], symbol[1], day, tuple(issuers), subject)
    assert parse_citation(print_citation(citation)) == citation

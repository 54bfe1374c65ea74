"""Searching the library without marks, over everything that a document says."""

import time_machine

from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.people.queries import get_root
from ceremony.topics.actions import add_cited, set_points
from ceremony.topics.queries.search import search_documents
from ceremony.topics.rules import Place, excerpt_of, holds_all, pieces_of, searched, words_of_text
from tests.cast import Cast
from tests.conftest import Run
from tests.core.test_files import word_file
from tests.topics.test_rules import SEED

OTHER = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về đẩy mạnh học tập và làm theo Bác"


def test_words_are_without_marks_and_strokes() -> None:
    assert words_of_text("Nghị quyết số 76/NQ–CP, Đề án") == ["nghi", "quyet", "so", "76", "nq", "cp", "de", "an"]


def test_all_words_are_asked_for_and_the_last_may_be_a_beginning() -> None:
    assert holds_all("cai cach hanh chinh", searched("hành cá"))
    assert not holds_all("cai cach hanh chinh", searched("hàn cách"))
    assert not holds_all("cai cach", searched("cải tiến"))


def test_an_excerpt_shows_the_words_as_they_were_written() -> None:
    text = "Mở đầu dài dòng. " * 30 + "Bộ phận một cửa giải quyết thủ tục." + " Phần cuối." * 30
    words = searched("mot cua")
    excerpt = excerpt_of(text, words)
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")
    assert [piece.text for piece in pieces_of(excerpt, words) if piece.hit] == ["một", "cửa"]
    assert "".join(piece.text for piece in pieces_of(excerpt, words)) == excerpt


def test_documents_are_found_by_citation_and_file(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller, tmp_path: object
) -> None:
    file = f"{tmp_path}/76.docx"
    with open(file, "wb") as written:
        text = "<w:p><w:r><w:t>Bộ phận một cửa &amp; liên thông</w:t></w:r></w:p>"
        written.write(word_file(content=f"<w:document>{text}</w:document>"))
    first = ceremony("topics", "add", SEED, "--file", file).json["id"]
    second = ceremony("topics", "add", OTHER).json["id"]

    def found(text: str) -> list[tuple[int, str]]:
        return [(row["id"], row["found_in"]) for row in ceremony("topics", "search", text).json]

    assert found("76/NQ-CP") == [(first, "symbol")]
    assert found("hoc tap lam theo bac") == [(second, "title")]
    assert found("HÀNH CHÍNH nhà nước 2021") == [(first, "title")]
    assert found("mot cua") == [(first, "file")]
    assert [row["excerpt"] for row in ceremony("topics", "search", "một cửa").json] == ["Bộ phận một cửa & liên thông"]
    assert sorted(found("chính")) == [(first, "title"), (second, "title")]
    assert found("không có gì như thế") == found("'\") OR *") == found("") == []
    row = ceremony("topics", "search", "76").json[0]
    assert set(row) == {"id", "citation", "presented", "state", "found_in", "excerpt"}


def test_a_page_of_hits_is_read_and_all_are_counted(cast: Cast, clock: time_machine.Traveller) -> None:
    with transaction():
        for number in range(1, 26):
            add_cited(
                get_root(), f"Kế hoạch số {number}/KH-UBND ngày {number}/7/2021 của UBND tỉnh về lễ tân", None, now()
            )
        last = "Quyết định số 9/QĐ-LETAN ngày 1/1/2020 của Sở Mẫu về lễ tân và quy chế"
        add_cited(get_root(), last, None, now())
    first, second = (search_documents(get_root(), "le tan", begin, 20) for begin in (0, 20))
    assert (first.count, len(first.hits), second.count, len(second.hits)) == (26, 20, 26, 6)
    numbers = [hit.document.number for hit in (*first.hits, *second.hits)]
    assert numbers == [*(str(number) for number in range(25, 0, -1)), "9"]
    assert [hit.document.number for hit in search_documents(get_root(), "letan").hits] == ["9"]
    assert len(search_documents(get_root(), "lễ tân").hits) == 26
    assert search_documents(get_root(), "le tan", 40, 20).hits == []


def test_the_nearest_place_comes_before_the_newest_day(cast: Cast, clock: time_machine.Traveller) -> None:
    with transaction():
        old = add_cited(get_root(), "Quyết định số 5/QĐ-LETAN ngày 1/1/2020 của Sở Mẫu về quy chế", None, now())[0]
        new = add_cited(get_root(), "Kế hoạch số 1/KH-UBND ngày 1/7/2021 của UBND tỉnh về letan", None, now())[0]
        set_points(new, ["5 điều"])
    found = [(hit.document.id, hit.found_in) for hit in search_documents(get_root(), "letan").hits]
    assert found == [(old.id, Place.SYMBOL), (new.id, Place.TITLE)]
    assert [hit.found_in for hit in search_documents(get_root(), "5 letan").hits] == [Place.SYMBOL, Place.TITLE]

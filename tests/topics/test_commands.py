"""`ceremony topics …`, as a clerk and a program meet it."""

import io
from pathlib import Path

import pytest
import time_machine

from tests.cast import Cast
from tests.conftest import Run
from tests.topics.test_rules import SEED

THEME = "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021-2030"


def test_a_topic_is_added_and_becomes_the_ceremonys_theme(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    ceremony("schedule", "plan", "2021")
    file = tmp_path / "76.pdf"
    file.write_bytes(b"%PDF-1.7\n%%EOF\n")
    added = ceremony("topics", "add", SEED, "--file", str(file), "--month", "2021-08").json
    assert added == {"id": added["id"], "citation": SEED, "new": True}
    shown = ceremony("schedule", "show", "2021").json[7]
    assert (shown["theme"], shown["documents"], shown["revision"]) == (THEME, [SEED], 0)
    assert ceremony("topics", "add", SEED, "--month", "2021-08").json == {**added, "new": False}
    assert ceremony("schedule", "show", "2021").json[7] == shown


def test_the_library_tells_what_is_unused_planned_and_presented(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    other = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về đẩy mạnh học tập"
    ceremony("topics", "add", other)
    ceremony("topics", "add", SEED, "--month", "2021-08")
    ceremony("topics", "add", SEED, "--month", "2021-10")

    def listed() -> list[tuple[str, list[str], str]]:
        rows = ceremony("topics", "list").json
        assert all(set(row) == {"id", "citation", "presented", "state"} for row in rows)
        return [(row["citation"], row["presented"], row["state"]) for row in rows]

    assert listed() == [(SEED, ["2021-08", "2021-10"], "planned"), (other, [], "unused")]
    ceremony("schedule", "cancel", "2021-10", "--reason", "Quốc tang")
    clock.move_to("2021-08-02T07:00:00+07:00")
    assert listed()[0] == (SEED, ["2021-08"], "presented")


def test_what_a_text_cites_is_told_field_by_field_with_its_place(ceremony: Run) -> None:
    text = f"Phổ biến {SEED} để công chức nắm bắt, và 05-CT/TW."
    first, second = ceremony("topics", "cite", text).json
    assert first == {
        "type": "Nghị quyết",
        "number": "76",
        "year_in_symbol": None,
        "symbol": "NQ-CP",
        "date": "2021-07-15",
        "issuers": ["Chính phủ"],
        "subject": THEME,
        "text": SEED,
        "start": 9,
        "end": 9 + len(SEED),
        "inside": False,
    }
    assert text[second["start"] : second["end"]] == second["text"] == "05-CT/TW"
    assert (second["type"], second["date"], second["issuers"], second["subject"]) == ("Chỉ thị", None, [], None)
    assert ceremony("topics", "cite", "Nghị quyết này").json == []


def test_each_line_of_standard_input_is_a_text_of_its_own(ceremony: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = f"{SEED}\r\n\nkhông có gì \n76/NQ-CP và 30/2020/NĐ-CP".encode() + b" \xff\xfe"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines), encoding="utf-8"))
    answer = ceremony("topics", "cite", "-").json
    assert [[one["number"] for one in found] for found in answer] == [["76"], [], [], ["76", "30"]]


def test_a_document_is_added_in_any_form_and_known_again_in_another(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    pasted = f"phổ biến NGHỊ QUYẾT  số: 76/NQ–CP, ngày 15 tháng 7 năm 2021 về {THEME} (sau đây gọi là Nghị quyết 76)"
    added = ceremony("topics", "add", pasted).json
    assert (added["citation"], added["new"]) == (SEED, True)
    for again in (SEED, "76/NQ-CP", "Nghị quyết số 76 ngày 15/7/2021", "NQ 076/NQ-CP ngày 15-7-2021 của CP"):
        assert ceremony("topics", "add", again).json == {**added, "new": False}
    assert ceremony("topics", "add", "Nghị quyết số 76/NQ-CP ngày 16/7/2021").code == 2


def test_what_waits_to_be_presented_is_listed_with_its_age(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    number = ceremony("topics", "add", SEED).json["id"]
    row = {"id": number, "citation": SEED, "days": 11, "basis": [], "planned": []}
    assert ceremony("topics", "waiting").json == [row]
    ceremony("topics", "add", SEED, "--month", "2021-08")
    assert ceremony("topics", "waiting").json == [{**row, "planned": ["2021-08"]}]
    clock.move_to("2021-08-02T08:00:00+07:00")
    assert ceremony("topics", "waiting").json == []
    again = ceremony("topics", "add", SEED, "--month", "2021-10")
    assert "It was presented on 02/08/2021 already" in again.err


def test_a_list_of_documents_is_taken_in_whole_or_not_at_all(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    file = tmp_path / "danh-muc.csv"
    head = "Loại;Số, ký hiệu;Ngày ban hành;Cơ quan ban hành;Trích yếu"
    first = f"Nghị quyết;76/NQ-CP;2021-07-15;Chính phủ;Về {THEME}"
    second = "Chỉ thị;05-CT/TW;15/5/2016;Bộ Chính trị;đẩy mạnh học tập"
    file.write_text(f"\ufeff{head}\n{first}\n\n{second}\n", encoding="utf-8")
    assert ceremony("topics", "import", str(file), "--dry-run").json == {
        "rows": 2,
        "new": 2,
        "known": 0,
        "problems": [],
    }
    assert ceremony("topics", "list").json == []
    assert ceremony("topics", "import", str(file)).json == {"rows": 2, "new": 2, "known": 0, "problems": []}
    assert ceremony("topics", "import", str(file)).json == {"rows": 2, "new": 0, "known": 2, "problems": []}
    assert ceremony("topics", "list").json[0]["citation"] == SEED
    file.write_text(f"{head}\n{first.replace('76', '77')}\nQuyết định;12/QĐ-TTg;;;không ngày\n", encoding="utf-16")
    answer = ceremony("topics", "import", str(file))
    assert (answer.code, answer.json["new"], [one["row"] for one in answer.json["problems"]]) == (1, 1, [3])
    assert len(ceremony("topics", "list").json) == 2
    file.write_bytes(b"\0\1\2")
    assert ceremony("topics", "import", str(file)).code == 1


def test_what_is_missing_is_said(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> None:
    answer = ceremony("topics", "add", "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ")
    assert (answer.code, answer.out) == (2, "")
    assert "does not say its subject" in answer.err


def test_refusals_exit_1_wrong_input_exits_2_and_neither_leaves_a_trace(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("schedule", "cancel", "2021-10", "--reason", "Quốc tang")
    sheet = tmp_path / "a.pdf"
    sheet.write_bytes(b"PK\x03\x04 no more")
    large = tmp_path / "large.pdf"
    with large.open("wb") as opened:
        opened.truncate(21 * 1024 * 1024)
    cases = [
        (1, SEED, "--month", "2021-10"),
        (1, f"MẬT {SEED}"),
        (1, SEED, "--file", str(sheet)),
        (1, SEED, "--file", str(large)),
        (2, "Nghị quyết số 76/NQ-CP"),
        (2, SEED.replace("15/7", "31/2")),
        (2, SEED, "--month", "2031-07"),
        (2, SEED, "--month", "July"),
        (2, SEED, "--file", str(tmp_path / "nope.pdf")),
        (2, SEED, "--file", str(tmp_path)),
        (2, SEED, "--unit", "NOPE"),
        (2,),
    ]
    for code, *arguments in cases:
        answer = ceremony("topics", "add", *arguments)
        assert (answer.code, answer.out) == (code, ""), arguments
        assert len(answer.err.strip().splitlines()) == 1, arguments
    assert ceremony("topics", "list").json == []

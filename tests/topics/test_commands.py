"""`ceremony topics …`, as a clerk and a program meet it."""

from pathlib import Path

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
    file.write_bytes(b"%PDF-1.7\n")
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

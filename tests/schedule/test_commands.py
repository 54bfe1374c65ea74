"""`ceremony schedule …`, as a clerk and a program meet it."""

import time_machine

from tests.cast import Cast
from tests.conftest import Run

ROW = {
    *("key", "month", "slot", "date", "start", "place", "state", "moved"),
    *("reason", "revision", "theme", "documents"),
}


def test_a_preview_shows_the_real_case(cast: Cast, ceremony: Run) -> None:
    found = ceremony("schedule", "preview", "--rule", "first-monday", "--when-off", "next-monday", *_months("2024-09"))
    assert found.json == [
        {
            "month": "2024-09",
            "slot": "2024-09-02",
            "date": "2024-09-09",
            "moved": True,
            "reason": "dời từ 02/09: Quốc khánh",
        }
    ]


def _months(month: str) -> list[str]:
    return ["--from", month, "--to", month]


def test_a_skipped_preview_has_a_null_date(cast: Cast, ceremony: Run) -> None:
    [row] = ceremony("schedule", "preview", "--when-off", "skip", *_months("2024-09")).json
    assert (row["date"], row["moved"]) == (None, False)


def test_a_year_is_planned_shown_and_approved(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> None:
    planned = ceremony("schedule", "plan", "2021", "--start", "7h05", "--place", "Sân cơ quan").json
    assert planned == ceremony("schedule", "show", "2021").json
    assert all(set(row) == ROW for row in planned)
    assert planned[7] == {
        "key": "SNV-2021-08",
        "month": "2021-08",
        "slot": "2021-08-02",
        "date": "2021-08-02",
        "start": "07:05",
        "place": "Sân cơ quan",
        "state": "planned",
        "moved": False,
        "reason": "",
        "revision": 0,
        "theme": "",
        "documents": [],
    }
    assert ceremony("schedule", "plan", "2021").code == 1
    assert ceremony("schedule", "plan", "2021", "--approve").code == 0
    assert ceremony("schedule", "plan", "2021", "--approve").code == 1


def test_a_ceremony_goes_through_all_its_changes(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> None:
    ceremony("schedule", "plan", "2021")
    moved = ceremony("schedule", "move", "2021-08", "2021-08-03", "--reason", "Mưa").json
    assert (moved["date"], moved["moved"], moved["reason"], moved["revision"]) == ("2021-08-03", True, "Mưa", 1)
    postponed = ceremony("schedule", "postpone", "2021-08-02", "--reason", "Covid").json
    assert (postponed["date"], postponed["state"], postponed["revision"]) == (None, "postponed", 2)
    cancelled = ceremony("schedule", "cancel", "2021-08", "--reason", "Covid").json
    assert (cancelled["state"], cancelled["revision"]) == ("cancelled", 3)
    assert ceremony("schedule", "cancel", "2021-08", "--reason", "Covid").code == 1
    assert ceremony("schedule", "move", "2021-08", "2021-08-09", "--reason", "Covid").code == 1
    restored = ceremony("schedule", "restore", "2021-08").json
    assert (restored["date"], restored["state"], restored["revision"]) == ("2021-08-03", "planned", 4)
    assert ceremony("schedule", "restore", "2021-08").code == 1
    assert ceremony("schedule", "show", "2021").json[7] == restored


def test_refusals_exit_1_and_wrong_input_exits_2(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> None:
    ceremony("schedule", "plan", "2021")
    refused = [
        ("move", "2021-08", "2021-08-07", "--reason", "x"),
        ("move", "2021-08", "2021-07-01", "--reason", "x"),
        ("move", "2021-08", "2021-09-06", "--reason", "x"),
        ("cancel", "2021-07", "--reason", "x"),
        ("guest", "SNV-VP"),
    ]
    wrong = [
        ("move", "2021-08", "mai", "--reason", "x"),
        ("move", "2021-08", "2021-02-30", "--reason", "x"),
        ("move", "2021-08", "2021-08-03", "--reason", " "),
        ("move", "2021-08", "2021-08-03"),
        ("move", "2021-08", "2101-08-03", "--reason", "x"),
        ("move", "8/2021", "2021-08-03", "--reason", "x"),
        ("move", "2025-08", "2025-08-05", "--reason", "x"),
        ("cancel", "2021-08", "--series", "nope", "--reason", "x"),
        ("plan", "abc"),
        ("plan", "2101"),
        ("plan", "2022", "--rule", "FREQ=HOURLY"),
        ("plan", "2022", "--rule", "nope"),
        ("plan", "2022", "--start", "25:00"),
        ("preview", "--from", "2021-00", "--to", "2021-01"),
        ("preview", "--from", "2021-02", "--to", "2021-01"),
        ("preview", "--from", "2021-01", "--to", "9999-12"),
        ("preview", "--from", "0000-01", "--to", "2021-01"),
        ("preview", "--from", "2021-01", "--to", "2021-12", "--rule", "FREQ=MONTHLY;BYDAY=9MO"),
        ("preview", "--from", "2021-01", "--to", "2021-12", "--rule", "FREQ=MONTHLY\nDTSTART:20210101"),
        ("days", "-1"),
        ("day", "2021-08-02", "off", "--name", "", "--document", "x"),
        ("guest", "NOPE"),
        ("guest", "LHHN", "--heads", "0"),
        ("guest", "LHHN", "--remove"),
        ("show", "2021", "--unit", "NOPE"),
    ]
    for arguments, code in [*((one, 1) for one in refused), *((one, 2) for one in wrong)]:
        answer = ceremony("schedule", *arguments)
        assert (answer.code, answer.out) == (code, ""), arguments
        assert len(answer.err.strip().splitlines()) == 1, arguments


def test_an_unplanned_year_shows_nothing_and_tells_how_to_plan_it(cast: Cast, ceremony: Run) -> None:
    answer = ceremony("schedule", "show", "2022")
    assert answer.json == []
    assert "2022" in answer.err


def test_a_guest_is_invited_counted_and_removed(cast: Cast, ceremony: Run) -> None:
    assert ceremony("schedule", "guest", "LHHN").json == [{"unit": "LHHN", "heads": 1}]
    assert ceremony("schedule", "guest", "lhhn", "--heads", "3").json == [{"unit": "LHHN", "heads": 3}]
    assert ceremony("schedule", "guest", "LHHN", "--remove").json == []


def test_a_corrected_day_is_listed_and_names_the_ceremony_that_stays(
    cast: Cast, ceremony: Run, clock: time_machine.Traveller
) -> None:
    ceremony("schedule", "plan", "2021")
    said = ceremony("schedule", "day", "2021-09-06", "off", "--name", "Nghỉ bão", "--document", "1/CĐ")
    row = {"date": "2021-09-06", "kind": "off", "name": "Nghỉ bão", "document": "1/CĐ", "announced": True}
    assert said.json == [row]
    assert "SNV-2021-09" in said.err
    assert ceremony("schedule", "show", "2021").json[8]["date"] == "2021-09-06"
    listed = ceremony("schedule", "days", "2021").json
    assert row in listed
    assert listed[0] == {
        "date": "2021-01-01",
        "kind": "off",
        "name": "Tết Dương lịch",
        "document": None,
        "announced": True,
    }


def test_two_series_are_told_apart_by_name_or_slot(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> None:
    ceremony("schedule", "plan", "2021")
    ceremony("schedule", "plan", "2021", "--series", "giao-ban", "--rule", "FREQ=MONTHLY;BYDAY=3FR")
    asked = ceremony("schedule", "postpone", "2021-08", "--reason", "x")
    assert asked.code == 2
    assert "SNV-GIAO-BAN-2021-08" in asked.err
    assert ceremony("schedule", "postpone", "2021-08", "--series", "giao-ban", "--reason", "x").json["key"] == (
        "SNV-GIAO-BAN-2021-08"
    )
    assert ceremony("schedule", "postpone", "2021-08-02", "--reason", "x").json["key"] == "SNV-2021-08"

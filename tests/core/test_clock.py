"""The office's clock, and a rehearsal's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from ceremony.core import clock
from ceremony.core.clock import Clock, Rehearsal
from ceremony.core.text import parse_wall


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    """The process's clock is put back after each test."""
    before = clock.installed()
    clock.install(Clock())
    yield
    clock.install(before)


@time_machine.travel("2021-08-01T18:30:00Z", tick=False)
def test_the_office_day_begins_at_its_own_midnight() -> None:
    assert clock.today() == date(2021, 8, 2)
    assert clock.local(clock.now()).isoformat() == "2021-08-02T01:30:00+07:00"


def test_a_wall_time_is_a_moment_in_utc() -> None:
    assert clock.at(date(2021, 8, 2), "07:00") == datetime(2021, 8, 2, 0, 0, tzinfo=UTC)


def test_a_day_of_the_office_is_bounded_by_its_midnights() -> None:
    first, after = clock.office_day_bounds(date(2021, 8, 2))
    assert first == datetime(2021, 8, 1, 17, 0, tzinfo=UTC)
    assert after - first == timedelta(days=1)


def test_an_anchored_rehearsal_shows_the_same_in_every_process_however_late_it_starts() -> None:
    text = "2021-07-26T08:00+07:00@2026-11-24T09:00+07:00"
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False) as traveller:
        clock.install(Clock(rehearsal=Rehearsal.parse(text)))
        assert clock.now() == datetime(2021, 7, 26, 1, 0, tzinfo=UTC)
        traveller.shift(timedelta(days=7))
        clock.install(Clock(rehearsal=Rehearsal.parse(text)))
        assert clock.now() == datetime(2021, 8, 2, 1, 0, tzinfo=UTC)
        assert clock.today() == date(2021, 8, 2)


def test_a_rehearsal_without_anchor_starts_with_the_process_and_runs_on() -> None:
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False) as traveller:
        clock.install(Clock(rehearsal=Rehearsal.parse("2021-07-26T08:00+07:00")))
        traveller.shift(timedelta(minutes=90))
        assert clock.now() == datetime(2021, 7, 26, 2, 30, tzinfo=UTC)


def test_leases_use_real_time_in_a_rehearsal() -> None:
    with time_machine.travel("2026-11-24T02:00:00Z", tick=False):
        clock.install(Clock(rehearsal=Rehearsal.parse("2021-07-26T08:00+07:00")))
        assert clock.real_now() == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2021-07-26T08:00", "2021-07-26T08:00+07:00@", "2021-07-26T08:00+07:00@x", "0001-01-01T00:00+07"],
)
def test_an_unreadable_rehearsal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Rehearsal.parse(text)


@pytest.mark.parametrize(("text", "wall"), [("7:00", "07:00"), (" 07h30 ", "07:30"), ("23H59", "23:59")])
def test_a_time_of_day_is_read_as_people_write_it(text: str, wall: str) -> None:
    assert parse_wall(text) == wall


@pytest.mark.parametrize("text", ["", "7", "24:00", "07:60", "07:00:00", "07-00", "٠٧:٠٠"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        parse_wall(text)

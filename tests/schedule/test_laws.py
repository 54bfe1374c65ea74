"""Laws of the plan, over all years that have a calendar and all zones that an office may live in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from ceremony.core import clock
from ceremony.core.clock import Clock
from ceremony.schedule.calendar import Entry, feed_text
from ceremony.schedule.rules import DayFact, DayKind, Occurrence, WhenOff, WorkDays, occurrences

YEARS = range(2019, 2101)
MONTHLY = ["first-monday", "first-working-day", "FREQ=MONTHLY;BYDAY=2WE", "FREQ=MONTHLY;BYDAY=-1FR"]
ZONES = ["Asia/Ho_Chi_Minh", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"]


def _year(rule: str, when_off: WhenOff, year: int, days: WorkDays) -> list[Occurrence]:
    return occurrences(rule, when_off, days, date(year, 1, 1), date(year, 12, 1))


@pytest.mark.parametrize("rule", MONTHLY)
@pytest.mark.parametrize("when_off", WhenOff)
def test_every_month_until_2100_has_one_date_or_an_explained_gap(rule: str, when_off: WhenOff) -> None:
    days = WorkDays()
    for year in YEARS:
        found = _year(rule, when_off, year, days)
        assert [one.slot.month for one in found] == list(range(1, 13))
        for one in found:
            assert one.date is not None or one.reason.startswith("không tổ chức: ")
            assert one.date is None or days.is_working(one.date)
            assert one.date is None or f"{one.date:%Y-%m}" == one.month or "sang tháng" in one.reason


@given(
    st.sampled_from(MONTHLY),
    st.sampled_from(list(WhenOff)),
    st.sampled_from(YEARS),
    st.sets(st.integers(0, 365), max_size=30),
)
def test_moving_what_has_been_moved_moves_nothing(rule: str, when_off: WhenOff, year: int, off: set[int]) -> None:
    closed = [DayFact(date(year, 1, 1) + timedelta(days=n), DayKind.OFF, "Nghỉ", "1/QĐ") for n in off]
    days = WorkDays.corrected(closed)
    for one in _year(rule, when_off, year, days):
        if one.date is None or one.date.year != year:
            continue
        again = f"FREQ=YEARLY;BYMONTH={one.date.month};BYMONTHDAY={one.date.day}"
        [met] = _year(again, when_off, year, days)
        assert (met.date, met.reason) == (one.date, "")


@given(st.sampled_from(ZONES), st.dates(date(2019, 1, 1), date(2035, 12, 31)), st.sampled_from(["07:00", "13:30"]))
def test_a_calendar_shows_the_offices_own_wall_clock(zone: str, day: date, wall: str) -> None:
    before = clock.installed()
    clock.install(Clock(ZoneInfo(zone)))
    try:
        entry = Entry(
            uid="snv-2021-08@example.gov.vn",
            sequence=0,
            stamp=datetime(2021, 7, 26, 1, 0, tzinfo=UTC),
            start=clock.at(day, wall),
            minutes=30,
            summary="Lễ chào cờ",
            location="Sân trụ sở",
            description="",
        )
        (event,) = IcsCalendarStream.calendar_from_ics(feed_text("Sở Mẫu", [entry])).events
        assert isinstance(event.dtstart, datetime)
        assert f"{event.dtstart:%Y-%m-%d %H:%M}" == f"{day} {wall}"
        assert event.dtstart.astimezone(UTC) == clock.at(day, wall)
    finally:
        clock.install(before)

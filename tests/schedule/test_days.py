"""Working days: public holidays, swaps, make-up Saturdays, and what an office corrected."""

from datetime import date

import pytest

from ceremony.schedule.rules import DayFact, DayKind, WhenOff, WorkDays, list_year, occurrences
from ceremony.schedule.rules.days import knows_culture_day

VIETNAM = WorkDays()
EXCHANGE = "12729/VPCP-KGVX"
# First Mondays outside of 2019-2024 that are days off; 2014-09-01 by a swap, 2012-04-02 in the place of a Saturday.
FIRST_MONDAYS_OFF = {
    2007: ("2007-01-01", "2007-09-03"),
    2008: (),
    2009: ("2009-04-06",),
    2010: ("2010-05-03",),
    2011: ("2011-01-03", "2011-02-07", "2011-05-02"),
    2012: ("2012-01-02", "2012-04-02", "2012-09-03"),
    2013: ("2013-09-02",),
    2014: ("2014-02-03", "2014-09-01"),
    2015: (),
    2016: ("2016-05-02",),
    2017: ("2017-01-02", "2017-05-01", "2017-09-04"),
    2018: ("2018-01-01", "2018-09-03"),
    2025: ("2025-04-07", "2025-09-01"),
    2026: (),
    2027: ("2027-05-03",),
    2028: ("2028-01-03", "2028-05-01", "2028-09-04"),
}


@pytest.mark.parametrize("year", FIRST_MONDAYS_OFF)
def test_the_first_mondays_that_are_off_are_known_for_other_years_too(year: int) -> None:
    found = occurrences("first-monday", WhenOff.SKIP, VIETNAM, date(year, 1, 1), date(year, 12, 1))
    assert tuple(f"{one.slot}" for one in found if one.date is None) == FIRST_MONDAYS_OFF[year]


def test_the_calendar_knows_the_culture_day_from_2026_on() -> None:
    assert knows_culture_day()
    assert VIETNAM.is_working(date(2025, 11, 24))
    for year in range(2026, 2101):
        assert "Ngày Văn hóa Việt Nam" in VIETNAM.reason_off(date(year, 11, 24))


def test_the_swap_that_the_calendar_misses_is_known_with_its_document() -> None:
    by_date = {fact.date: fact for fact in list_year(2026, [])}
    off, worked = by_date[date(2026, 1, 2)], by_date[date(2026, 1, 10)]
    assert (off.kind, off.document, off.announced) == (DayKind.OFF, EXCHANGE, True)
    assert (worked.kind, worked.document, worked.announced) == (DayKind.WORKING, EXCHANGE, True)
    assert not VIETNAM.is_working(date(2026, 1, 2))
    assert VIETNAM.is_working(date(2026, 1, 10))


def test_an_office_may_say_otherwise_than_the_known_swap() -> None:
    days = WorkDays.corrected([DayFact(date(2026, 1, 2), DayKind.WORKING, "Làm việc", "2/TB")])
    assert days.is_working(date(2026, 1, 2))


def test_a_move_names_the_document_of_the_day_off() -> None:
    closed = DayFact(date(2021, 8, 2), DayKind.OFF, "Nghỉ bão", "1/CĐ-UBND")
    august = date(2021, 8, 1)
    [moved] = occurrences("first-monday", WhenOff.NEXT_MONDAY, WorkDays.corrected([closed]), august, august)
    assert moved.reason == "dời từ 02/08: Nghỉ bão (theo 1/CĐ-UBND)"
    second = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=2"
    [skipped] = occurrences(second, WhenOff.SKIP, VIETNAM, date(2026, 1, 1), date(2026, 1, 1))
    assert EXCHANGE in skipped.reason


def test_a_make_up_saturday_is_worked_but_never_a_monday() -> None:
    january = date(2026, 1, 1)
    second = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=10"
    [held] = occurrences(second, WhenOff.SKIP, VIETNAM, january, january)
    assert (held.date, held.moved) == (date(2026, 1, 10), False)
    friday_off = WorkDays.corrected([DayFact(date(2026, 1, 9), DayKind.OFF, "Nghỉ bão", "1/CĐ")])
    ninth = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=9"
    for policy, day in ((WhenOff.NEXT_WORKING_DAY, 10), (WhenOff.NEXT_MONDAY, 12)):
        [moved] = occurrences(ninth, policy, friday_off, january, january)
        assert moved.date == date(2026, 1, day)


@pytest.mark.parametrize("day", ["2019-04-29", "2024-04-29", "2025-05-02", "2026-08-31", "2026-11-24", "2018-12-31"])
def test_swapped_and_new_holidays_are_off(day: str) -> None:
    assert VIETNAM.reason_off(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-08-22"])
def test_make_up_saturdays_are_worked(day: str) -> None:
    assert VIETNAM.is_working(date.fromisoformat(day))


def test_weekends_are_off_by_their_names() -> None:
    assert VIETNAM.reason_off(date(2021, 8, 7)) == "Thứ Bảy"
    assert VIETNAM.reason_off(date(2021, 8, 8)) == "Chủ nhật"


def test_a_correction_wins_over_holiday_and_weekend() -> None:
    days = WorkDays.corrected(
        [
            DayFact(date(2026, 1, 2), DayKind.OFF, "Nghỉ hoán đổi", "12729/VPCP-KGVX"),
            DayFact(date(2026, 1, 10), DayKind.WORKING, "Làm bù", "12729/VPCP-KGVX"),
            DayFact(date(2026, 9, 1), DayKind.WORKING, "Trực", "1/TB"),
        ]
    )
    assert days.reason_off(date(2026, 1, 2)) == "Nghỉ hoán đổi"
    assert days.is_working(date(2026, 1, 10))
    assert days.is_working(date(2026, 9, 1))


def test_a_years_list_holds_holidays_swaps_and_corrections_in_order() -> None:
    correction = DayFact(date(2024, 9, 3), DayKind.WORKING, "Làm việc", "1/TB")
    facts = list_year(2024, [correction, DayFact(date(2025, 1, 2), DayKind.OFF, "Nghỉ", "2/TB")])
    assert [fact.date for fact in facts] == sorted({fact.date for fact in facts})
    by_date = {fact.date: fact for fact in facts}
    assert by_date[date(2024, 5, 4)] == DayFact(date(2024, 5, 4), DayKind.WORKING, "Làm bù cho ngày 29/04/2024")
    assert by_date[date(2024, 9, 3)] == correction
    assert all(fact.date.year == 2024 and fact.announced for fact in facts)


def test_years_that_nobody_announced_yet_are_only_expected() -> None:
    assert not any(fact.announced for fact in list_year(2030, []))
    correction = DayFact(date(2030, 2, 4), DayKind.OFF, "Tết", "1/TB")
    assert [fact.date for fact in list_year(2030, [correction]) if fact.announced] == [date(2030, 2, 4)]

"""Working days, the rule, and what happens to a date that is a day off."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.core.refusal import BadInput
from ceremony.schedule.rules import (
    DayFact,
    DayKind,
    Occurrence,
    WhenOff,
    WorkDays,
    ceremony_keys,
    occurrences,
    parse_rule,
)
from ceremony.schedule.rules.days import NoCalendar
from ceremony.schedule.rules.occurrences import MonthsReversed
from ceremony.schedule.rules.recurrence import RuleNeverFalls, RuleTooFine, UnreadableRule

VIETNAM = WorkDays()

# The first Mondays of 2019-2024 that were days off, and why; all others were worked.
FIRST_MONDAYS_OFF = {
    "2019-02": "Giao thừa Tết Nguyên Đán",
    "2019-09": "Quốc khánh",
    "2021-05": "Ngày Quốc tế Lao động (nghỉ bù)",
    "2022-01": "Tết Dương lịch (nghỉ bù)",
    "2022-05": "Ngày Chiến thắng (nghỉ bù)",
    "2023-01": "Tết Dương lịch (nghỉ bù)",
    "2023-05": "Ngày Quốc tế Lao động",
    "2023-09": "Quốc khánh (nghỉ bù)",
    "2024-01": "Tết Dương lịch",
    "2024-09": "Quốc khánh",
}
# The day of each month's first Monday, January to December.
FIRST_MONDAYS = {
    2019: (7, 4, 4, 1, 6, 3, 1, 5, 2, 7, 4, 2),
    2020: (6, 3, 2, 6, 4, 1, 6, 3, 7, 5, 2, 7),
    2021: (4, 1, 1, 5, 3, 7, 5, 2, 6, 4, 1, 6),
    2022: (3, 7, 7, 4, 2, 6, 4, 1, 5, 3, 7, 5),
    2023: (2, 6, 6, 3, 1, 5, 3, 7, 4, 2, 6, 4),
    2024: (1, 5, 4, 1, 6, 3, 1, 5, 2, 7, 4, 2),
}
# The day of each month's first working day.
FIRST_WORKING_DAYS = {
    2019: (2, 1, 1, 1, 2, 3, 1, 1, 3, 1, 1, 2),
    2020: (2, 3, 2, 1, 4, 1, 1, 3, 1, 1, 2, 1),
    2021: (4, 1, 1, 1, 4, 1, 1, 2, 1, 1, 1, 1),
    2022: (4, 7, 1, 1, 4, 1, 1, 1, 5, 3, 1, 1),
    2023: (3, 1, 1, 3, 4, 1, 3, 1, 5, 2, 1, 1),
    2024: (2, 1, 1, 1, 2, 3, 1, 1, 4, 1, 1, 2),
}


def _year(rule: str, year: int, when_off: WhenOff = WhenOff.SKIP) -> list[Occurrence]:
    return occurrences(rule, when_off, VIETNAM, date(year, 1, 1), date(year, 12, 1))


def _month(rule: str, month: str, when_off: WhenOff, days: WorkDays = VIETNAM) -> list[Occurrence]:
    first = date.fromisoformat(f"{month}-01")
    return occurrences(rule, when_off, days, first, first)


@pytest.mark.parametrize("year", FIRST_MONDAYS)
def test_every_first_monday_of_the_table_is_found_and_known_as_worked_or_off(year: int) -> None:
    found = _year("first-monday", year)
    assert tuple(one.slot.day for one in found) == FIRST_MONDAYS[year]
    for one in found:
        why = FIRST_MONDAYS_OFF.get(one.month, "")
        assert VIETNAM.reason_off(one.slot) == why
        assert (one.date is None) == bool(why)


@pytest.mark.parametrize("year", FIRST_WORKING_DAYS)
def test_every_first_working_day_of_the_table_is_found(year: int) -> None:
    found = _year("first-working-day", year)
    assert tuple(one.slot.day for one in found) == FIRST_WORKING_DAYS[year]
    assert all(one.date == one.slot and not one.moved and one.reason == "" for one in found)


def test_the_national_day_of_2024_sends_the_ceremony_to_the_next_monday() -> None:
    [met] = _month("first-monday", "2024-09", WhenOff.NEXT_MONDAY)
    assert (met.slot, met.date, met.moved) == (date(2024, 9, 2), date(2024, 9, 9), True)
    assert met.reason == "dời từ 02/09: Quốc khánh"


def test_the_next_working_day_steps_over_a_second_holiday() -> None:
    [met] = _month("first-monday", "2024-09", WhenOff.NEXT_WORKING_DAY)
    assert met.date == date(2024, 9, 4)


def test_the_next_monday_walks_on_where_that_monday_is_off_too() -> None:
    days = WorkDays.corrected([DayFact(date(2024, 9, 9), DayKind.OFF, "Nghỉ bão", "1/CĐ-TTg")])
    [met] = _month("first-monday", "2024-09", WhenOff.NEXT_MONDAY, days)
    assert met.date == date(2024, 9, 16)


def test_the_working_day_before_is_taken_within_the_month() -> None:
    [met] = _month("first-monday", "2019-02", WhenOff.PREVIOUS_WORKING_DAY)
    assert (met.date, met.reason) == (date(2019, 2, 1), "dời từ 04/02: Giao thừa Tết Nguyên Đán")


def test_the_working_day_before_never_leaves_the_month() -> None:
    [met] = _month("first-monday", "2024-09", WhenOff.PREVIOUS_WORKING_DAY)
    assert met.date is None
    assert not met.moved
    assert "Quốc khánh" in met.reason


def test_skipping_leaves_no_date_and_says_why() -> None:
    [met] = _month("first-monday", "2024-09", WhenOff.SKIP)
    assert (met.date, met.moved) == (None, False)
    assert met.reason == "không tổ chức: 02/09 là ngày nghỉ (Quốc khánh)"


def test_a_date_in_another_month_says_so() -> None:
    [met] = _month("FREQ=MONTHLY;BYMONTHDAY=-1", "2024-03", WhenOff.NEXT_WORKING_DAY)
    assert (met.date, met.month) == (date(2024, 4, 1), "2024-03")
    assert met.reason == "dời từ 31/03 sang tháng 04/2024: Chủ nhật"


def test_two_slots_never_share_a_date_and_the_later_gives_way() -> None:
    first, second, *_ = _month("FREQ=WEEKLY;BYDAY=MO", "2024-09", WhenOff.NEXT_MONDAY)
    assert (first.slot, first.date) == (date(2024, 9, 2), date(2024, 9, 9))
    assert (second.slot, second.date, second.moved) == (date(2024, 9, 9), None, False)
    assert "09/09/2024" in second.reason


def test_a_slot_moved_into_the_span_from_the_month_before_counts() -> None:
    days = WorkDays.corrected([DayFact(date(2024, 9, 30), DayKind.OFF, "Nghỉ bão", "1/CĐ-TTg")])
    found = _month("FREQ=WEEKLY;BYDAY=MO", "2024-10", WhenOff.NEXT_MONDAY, days)
    assert (found[0].slot, found[0].date) == (date(2024, 10, 7), None)


def test_a_date_that_the_series_has_already_is_not_given_again() -> None:
    march = date(2021, 3, 1)
    [met] = occurrences("first-monday", WhenOff.SKIP, VIETNAM, march, march, taken=[march])
    assert met.date is None


@given(
    st.sampled_from(
        ["first-monday", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=1,-1"]
    ),
    st.sampled_from(list(WhenOff)),
    st.integers(2000, 2099),
    st.sets(st.integers(0, 365), max_size=20),
)
def test_whatever_the_calendar_dates_are_worked_and_unshared(
    rule: str, when_off: WhenOff, year: int, off: set[int]
) -> None:
    new_year = date(year, 1, 1)
    closed = [DayFact(new_year + timedelta(days=day), DayKind.OFF, "Nghỉ", "1/QĐ") for day in off]
    days = WorkDays.corrected(closed)
    found = occurrences(rule, when_off, days, new_year, date(year, 12, 1))
    dates = [one.date for one in found if one.date is not None]
    assert len(dates) == len(set(dates))
    assert all(map(days.is_working, dates))
    assert all(one.reason for one in found if one.date != one.slot)
    assert all(one.reason == "" for one in found if one.date == one.slot)
    elsewhere = [one for one in found if one.date and f"{one.date:%Y-%m}" != one.month]
    assert all("sang tháng" in one.reason for one in elsewhere)
    assert not (elsewhere and when_off is WhenOff.PREVIOUS_WORKING_DAY)


def test_a_rule_counts_anew_every_year() -> None:
    both = occurrences("FREQ=MONTHLY;INTERVAL=5;COUNT=2", WhenOff.SKIP, VIETNAM, date(2021, 1, 1), date(2022, 12, 1))
    assert [one.month for one in both] == ["2021-01", "2021-06", "2022-01", "2022-06"]


def test_a_rule_ends_with_its_until() -> None:
    assert len(_year("FREQ=MONTHLY;BYDAY=1MO;UNTIL=20210802", 2021)) == 8
    assert len(_year("FREQ=MONTHLY;BYDAY=1MO;UNTIL=20210801T170000Z", 2021)) == 7


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("First-Monday ", "first-monday"),
        ("rrule:freq=monthly;byday=+1mo", "FREQ=MONTHLY;BYDAY=+1MO"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"),
    ],
)
def test_a_rule_is_kept_in_one_form(text: str, kept: str) -> None:
    assert parse_rule(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", "second-monday", "FREQ", "FREQ=", "FREQ=FORTNIGHTLY", "BYDAY=MO", "FREQ=MONTHLY;BYDAY=1XX"),
        *("FREQ=MONTHLY;INTERVAL=0", "FREQ=MONTHLY;INTERVAL=-1", "FREQ=MONTHLY;COUNT=0", "FREQ=WEEKLY;BYDAY=2MO"),
        *("FREQ=MONTHLY;BYMONTH=13", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;WKST=X"),
        *("FREQ=MONTHLY;BYWEEKNO=2", "FREQ=WEEKLY;BYMONTHDAY=2", "FREQ=MONTHLY;UNTIL=20211301", "FREQ=DAILY;X=1"),
        *("FREQ=YEARLY;BYEASTER=0", "FREQ=DAILY;FREQ=DAILY", "FREQ=MONTHLY\nDTSTART:20210101", "DTSTART:20210101"),
        *("FREQ=MONTHLY;BYDAY=9MO", "FREQ=MONTHLY;BYDAY=-6FR", "FREQ=YEARLY;BYMONTH=12;BYDAY=6MO"),
        *("FREQ=MONTHLY;BYDAY=1MO;COUNT=2;UNTIL=20210802", "FREQ=MONTHLY;BYSETPOS=1"),
        *("FREQ=MONTHLY;INTERVAL=²", "FREQ=MONTHLY;BYSETPOS=1,,2", "FREQ=MONTHLY;BYMONTH=-1"),
    ],
)
def test_what_is_no_rule_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UnreadableRule) as refused:
        parse_rule(text)
    assert "FREQ=MONTHLY;BYDAY=1MO" in refused.value.args[1]


@pytest.mark.parametrize("text", ["FREQ=HOURLY", "FREQ=MINUTELY;BYDAY=MO", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=7"])
def test_a_rule_never_sets_the_time_of_day(text: str) -> None:
    with pytest.raises(RuleTooFine):
        parse_rule(text)


def test_a_rule_that_fits_no_day_is_refused() -> None:
    with pytest.raises(RuleNeverFalls):
        parse_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")


PARTS = st.tuples(
    st.sampled_from(["INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST", "BYHOUR"]),
    st.sampled_from(["1", "-1", "+2", "0", "99999", "MO", "1MO", "-1FR", "MO,TU", "20211231", "²", "", ",", "1=1"]),
)


@given(st.sampled_from(["MONTHLY", "YEARLY", "HOURLY", ""]), st.lists(PARTS, max_size=3))
def test_any_text_is_a_rule_or_refused_by_name(frequency: str, parts: list[tuple[str, str]]) -> None:
    text = ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts)])
    with contextlib.suppress(BadInput):
        assert parse_rule(parse_rule(text)) == parse_rule(text)
        assert all(slot.slot.year == 2021 for slot in _year(text, 2021))


def test_nothing_is_known_after_2100() -> None:
    with pytest.raises(NoCalendar) as refused:
        occurrences("first-monday", WhenOff.SKIP, VIETNAM, date(2100, 12, 1), date(2101, 1, 1))
    assert refused.value.values["year"] == 2101
    with pytest.raises(NoCalendar):
        VIETNAM.is_working(date(2101, 1, 3))


def test_the_last_known_month_can_be_planned() -> None:
    [met] = _month("first-monday", "2100-12", WhenOff.NEXT_MONDAY)
    assert met.date == date(2100, 12, 6)


def test_months_do_not_run_backwards() -> None:
    with pytest.raises(MonthsReversed):
        occurrences("first-monday", WhenOff.SKIP, VIETNAM, date(2021, 2, 1), date(2021, 1, 1))


def test_a_key_names_the_day_only_where_its_month_has_several() -> None:
    slots = [date(2021, 8, 2), date(2021, 8, 16), date(2021, 9, 6)]
    assert list(ceremony_keys("SNV", slots).values()) == ["SNV-2021-08-02", "SNV-2021-08-16", "SNV-2021-09"]

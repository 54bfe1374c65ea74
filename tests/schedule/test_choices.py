"""What an office decides about single dates before a year is planned; and until when the calendar is announced."""

from datetime import date

import pytest
from holidays.countries.vietnam import VietnamStaticHolidays

from ceremony.schedule.rules import Occurrence, WhenOff, WorkDays, occurrences
from ceremony.schedule.rules.changes import MissingReason, OntoDayOff
from ceremony.schedule.rules.choices import Choice, TooFarAway, TwoOnOneDay, decide
from ceremony.schedule.rules.days import LAST_ANNOUNCED_YEAR, public_days

DAYS = WorkDays()
BY_RULE = occurrences("first-monday", WhenOff.NEXT_MONDAY, DAYS, date(2021, 1, 1), date(2021, 12, 1))
MAY = date(2021, 5, 3)


def test_a_decided_day_takes_the_place_of_the_rule_s_and_the_others_stay() -> None:
    decided = decide(BY_RULE, {MAY: Choice(date(2021, 5, 4), "Đại hội")}, DAYS)
    assert decided[4] == Occurrence(MAY, date(2021, 5, 4), "Đại hội")
    assert [one for one in decided if one.slot != MAY] == [one for one in BY_RULE if one.slot != MAY]


def test_nothing_is_held_where_the_office_says_so() -> None:
    assert decide(BY_RULE, {MAY: Choice(None, "Bầu cử")}, DAYS)[4] == Occurrence(MAY, None, "Bầu cử")


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (Choice(date(2021, 5, 4), ""), MissingReason),
        (Choice(None, ""), MissingReason),
        (Choice(date(2021, 5, 8), "Đại hội"), OntoDayOff),
        (Choice(date(2021, 7, 2), "Đại hội"), TooFarAway),
    ],
)
def test_a_decision_needs_a_reason_and_a_working_day_nearby(choice: Choice, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(BY_RULE, {MAY: choice}, DAYS)


def test_a_day_off_is_refused_with_the_next_working_day() -> None:
    with pytest.raises(OntoDayOff) as refused:
        decide(BY_RULE, {MAY: Choice(date(2021, 5, 1), "Đại hội")}, DAYS)
    assert refused.value.values["next"] == date(2021, 5, 4)


def test_two_ceremonies_may_change_places_and_never_share_a_day() -> None:
    june, july = date(2021, 6, 7), date(2021, 7, 5)
    swapped = decide(BY_RULE, {june: Choice(july, "Đổi"), july: Choice(june, "Đổi")}, DAYS)
    assert [one.date for one in swapped[5:7]] == [july, june]
    with pytest.raises(TwoOnOneDay):
        decide(BY_RULE, {june: Choice(july, "Đổi")}, DAYS)
    with pytest.raises(TwoOnOneDay):
        decide(BY_RULE, {june: Choice(date(2021, 6, 8), "Đổi")}, DAYS, taken={date(2021, 6, 8)})


def test_a_year_counts_as_announced_only_where_the_calendar_holds_its_announcement() -> None:
    assert max(VietnamStaticHolidays.special_public_holidays) == LAST_ANNOUNCED_YEAR
    assert all(fact.announced for fact in public_days(LAST_ANNOUNCED_YEAR).values())
    assert not any(fact.announced for fact in public_days(LAST_ANNOUNCED_YEAR + 1).values())

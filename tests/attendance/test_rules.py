"""Outcomes, figures and the check-in time, without a database."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.attendance.rules import (
    Away,
    Figures,
    Held,
    Invited,
    Mark,
    MarkSource,
    Outcome,
    Taken,
    Verdict,
    closing_hash,
    outcome_of,
    words_for_leave,
)
from ceremony.attendance.rules.windows import Window, mark_for_arrival, opened_by_hand, window_for
from ceremony.leave.rules import LeaveKind

DAY = date(2021, 8, 2)
ZONE = timezone(timedelta(hours=7))
START = datetime(2021, 8, 2, 7, 0, tzinfo=ZONE)
HELD = Held(DAY, START + timedelta(minutes=30))
DUONG = Invited(2, 1, 1, "Võ Thị Hướng Dương", "CB02", "KCB02", None, date(2020, 1, 1), None)
SICK = Away(DAY, date(2021, 8, 4), LeaveKind.SICK)
DUTY = Away(DAY, DAY, LeaveKind.DUTY)


def taken(value: Mark, minute: int = 2) -> Taken:
    return Taken(value, MarkSource.OFFICE, "Đơn", START + timedelta(minutes=minute))


def judge(mark: Taken | None = None, *leaves: Away, recorded: bool = True, **who: object) -> Verdict:
    return outcome_of(DUONG._replace(**who), mark, leaves, HELD, unit_recorded=recorded)


def test_who_came_attended_with_the_time() -> None:
    assert judge(taken(Mark.PRESENT)) == Verdict(Outcome.ATTENDED, "có mặt lúc 07h02", "office")


def test_who_came_late_attended_too() -> None:
    assert judge(taken(Mark.LATE, 12)) == Verdict(Outcome.ATTENDED, "đi muộn, đến lúc 07h12", "office", late=True)


def test_an_entry_made_after_the_ceremony_claims_no_time_of_arrival() -> None:
    assert judge(taken(Mark.PRESENT, 180)).why == "có mặt"
    assert judge(taken(Mark.LATE, 60 * 24 * 30)).why == "đi muộn"


def test_who_came_although_on_leave_duty_or_gone_attended() -> None:
    assert judge(taken(Mark.PRESENT), SICK).outcome is Outcome.ATTENDED
    assert judge(taken(Mark.PRESENT), DUTY).outcome is Outcome.ATTENDED
    assert judge(taken(Mark.PRESENT), left=DAY).outcome is Outcome.ATTENDED


def test_a_granted_leave_excuses_even_where_absent_was_noted() -> None:
    assert judge(None, SICK).outcome is Outcome.EXCUSED
    assert judge(taken(Mark.ABSENT), SICK).outcome is Outcome.EXCUSED


def test_the_stored_words_of_a_leave_tell_no_kind_but_the_own_record_does() -> None:
    assert judge(None, SICK).why == "vắng có lý do, được duyệt từ 02/08/2021 đến 04/08/2021"
    assert words_for_leave(SICK, own=True) == "nghỉ ốm, được duyệt từ 02/08/2021 đến 04/08/2021"


def test_who_is_on_duty_or_has_left_is_not_obliged() -> None:
    assert judge(None, SICK, DUTY) == Verdict(Outcome.NOT_OBLIGED, "được phân công trực ngày 02/08/2021", "leave")
    assert judge(left=DAY) == Verdict(Outcome.NOT_OBLIGED, "đã rời đơn vị từ 02/08/2021", "staff-list")
    assert judge(left=DAY + timedelta(days=1)).outcome is Outcome.ABSENT
    assert judge(joined=DAY + timedelta(days=1)).outcome is Outcome.NOT_OBLIGED


def test_a_guest_is_never_obliged() -> None:
    verdict = outcome_of(DUONG, taken(Mark.PRESENT), (), HELD, unit_recorded=True, guest=True)
    assert verdict == Verdict(Outcome.NOT_OBLIGED, "khách mời")


def test_nobody_is_absent_where_no_roll_was_taken() -> None:
    assert judge(recorded=False) == Verdict(Outcome.NOT_RECORDED, "đơn vị chưa điểm danh")
    assert judge(None, SICK, recorded=False).outcome is Outcome.EXCUSED


def test_who_was_not_marked_in_a_unit_that_was_is_absent() -> None:
    assert judge().outcome is Outcome.ABSENT
    assert judge(taken(Mark.ABSENT)) == Verdict(Outcome.ABSENT, "được ghi vắng, không có đơn nghỉ được duyệt", "office")


def test_the_rate_leaves_out_excused_not_recorded_and_not_obliged() -> None:
    figures = Figures(attended=6, late=1, excused=5, absent=2, not_recorded=4, not_obliged=3)
    assert figures.obliged == 6 + 5 + 2 + 4
    assert figures.rate == 6 / (6 + 2)
    assert Figures(excused=3, not_recorded=1, not_obliged=2).rate is None


marks = st.none() | st.builds(taken, st.sampled_from(Mark), st.integers(min_value=-60, max_value=600))
aways = st.lists(st.builds(Away, st.just(DAY), st.just(DAY), st.sampled_from(LeaveKind)), max_size=3)
judged = st.builds(
    lambda mark, leaves, recorded, left: judge(mark, *leaves, recorded=recorded, left=left),
    marks,
    aways,
    st.booleans(),
    st.none() | st.dates(date(2021, 7, 30), date(2021, 8, 5)),
)


@given(st.lists(judged))
def test_the_counts_always_add_up_and_the_rate_lies_within_0_and_1(verdicts: list[Verdict]) -> None:
    figures = Figures.of(verdicts)
    assert figures.obliged + figures.not_obliged == len(verdicts)
    assert 0 <= figures.late <= figures.attended
    assert figures.rate is None or 0 <= figures.rate <= 1


@given(st.lists(judged), st.data())
def test_neither_the_order_of_people_nor_their_grouping_changes_figures(
    verdicts: list[Verdict], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(verdicts))
    cut = data.draw(st.integers(min_value=0, max_value=len(verdicts)))
    assert Figures.of(shuffled[:cut]) + Figures.of(shuffled[cut:]) == Figures.of(verdicts)


@given(marks, st.permutations([SICK, DUTY, Away(date(2021, 7, 1), DAY, LeaveKind.TRAVEL)]))
def test_the_order_of_leaves_changes_no_verdict(mark: Taken | None, leaves: list[Away]) -> None:
    assert judge(mark, *leaves) == judge(mark, *sorted(leaves))


def test_check_in_opens_an_hour_before_and_ends_half_an_hour_after_the_end() -> None:
    window = window_for(START, minutes=30, opens_before=60)
    assert (window.opens, window.closes) == (START - timedelta(hours=1), START + timedelta(hours=1))


def test_opening_by_hand_is_earlier_or_longer_but_never_shorter() -> None:
    usual = window_for(START, 30, 60)
    early, later = START - timedelta(hours=1, minutes=20), START + timedelta(minutes=90)
    assert opened_by_hand(usual, 30, early) == Window(early, usual.closes)
    assert opened_by_hand(usual, 30, START) == usual
    assert opened_by_hand(usual, 30, later) == Window(usual.opens, later + timedelta(minutes=60))


@pytest.mark.parametrize(
    ("minute", "second", "mark"), [(-30, 0, Mark.PRESENT), (5, 59, Mark.PRESENT), (6, 0, Mark.LATE), (40, 0, Mark.LATE)]
)
def test_late_begins_with_the_minute_after_the_grace(minute: int, second: int, mark: Mark) -> None:
    assert mark_for_arrival(START + timedelta(minutes=minute, seconds=second), START, late_after=5) is mark


def test_the_hash_of_a_closing_knows_no_order_and_no_zone_but_every_outcome() -> None:
    came, away = judge(taken(Mark.PRESENT)), judge(None, SICK)
    mark = taken(Mark.PRESENT)
    people = [(2, 1, mark, came), (3, 1, None, away)]
    link = closing_hash("SNV-2021-08", DAY, "", people)
    assert closing_hash("SNV-2021-08", DAY, "", people[::-1]) == link
    in_utc = mark._replace(at=mark.at.astimezone(UTC))
    assert closing_hash("SNV-2021-08", DAY, "", [(2, 1, in_utc, came), people[1]]) == link
    changed = [
        closing_hash("SNV-2021-09", DAY, "", people),
        closing_hash("SNV-2021-08", DAY, "f" * 64, people),
        closing_hash("SNV-2021-08", DAY, "", people[:1]),
        closing_hash("SNV-2021-08", DAY, "", [people[0], (3, 2, None, away)]),
        closing_hash("SNV-2021-08", DAY, "", [(2, 1, mark._replace(actor="ai đó"), came), people[1]]),
    ]
    assert len({link, *changed}) == 6

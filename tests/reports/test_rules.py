"""Rows of reports, without a database."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ceremony.attendance.rules import Figures, Outcome
from ceremony.reports.rules import FigureRow, month_names, value_of, with_sum

counts = st.integers(min_value=0, max_value=40)
figures = st.builds(Figures, attended=counts, excused=counts, absent=counts, not_recorded=counts, not_obliged=counts)


@given(st.lists(figures))
def test_the_sum_adds_counts_and_makes_its_own_rate(units: list[Figures]) -> None:
    rows = with_sum("2021-08", [FigureRow("2021-08", f"Phòng {n}", f"P{n}", one) for n, one in enumerate(units)])
    total = rows[-1]
    assert (total.unit, total.unit_code, len(rows)) == (None, None, len(units) + 1)
    attended, absent = sum(one.attended for one in units), sum(one.absent for one in units)
    assert total.figures.obliged == sum(one.obliged for one in units)
    assert total.figures.rate == (attended / (attended + absent) if attended + absent else None)
    assert total.reached == attended


def test_a_month_with_several_ceremonies_is_called_by_its_slots() -> None:
    first, second, september = date(2021, 8, 2), date(2021, 8, 9), date(2021, 9, 6)
    assert month_names([first, second, september]) == {
        first: "2021-08-02",
        second: "2021-08-09",
        september: "2021-09",
    }


def test_outcomes_are_told_in_the_words_of_marks() -> None:
    assert [value_of(outcome, late=False) for outcome in Outcome] == [
        "not_obliged",
        "present",
        "excused",
        "not_recorded",
        "absent",
    ]
    assert value_of(Outcome.ATTENDED, late=True) == "late"

"""Turns that go round: over any year no two units differ by more than one."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ceremony.programme.rules.rota import Turn, propose_turns

FIRST = date(2021, 1, 4)


def _months(number: int) -> list[date]:
    return [FIRST + relativedelta(months=month) for month in range(number)]


def _spread(served: list[int | None], units: int) -> int:
    counts = [served.count(unit) for unit in range(units)]
    return max(counts) - min(counts)


@given(st.integers(1, 15), st.integers(0, 14))
def test_over_any_year_no_two_units_differ_by_more_than_one(units: int, phase: int) -> None:
    months = _months(48)
    history = [Turn(place % units, day) for place, day in enumerate(months[:phase])]
    proposed = propose_turns(range(units), history, months[phase:], lambda _unit, _day: True)
    served: list[int | None] = [*(turn.who for turn in history), *proposed]
    for begin in range(len(served) - 11):
        assert _spread(served[begin : begin + 12], units) <= 1


@given(st.integers(2, 8), st.lists(st.integers(0, 7), max_size=12))
def test_turns_never_make_an_uneven_year_more_uneven(units: int, past: list[int]) -> None:
    months = _months(len(past) + 1)
    served = [one % units for one in past]
    history = [Turn(one, day) for one, day in zip(served, months[:-1], strict=True)]
    (chosen,) = propose_turns(range(units), history, months[-1:], lambda _unit, _day: True)
    counts = [
        sum(turn.who == unit and turn.day > months[-1] - relativedelta(months=12) for turn in history)
        for unit in range(units)
    ]
    assert chosen is not None
    others = [count for unit, count in enumerate(counts) if not served or unit != served[-1]]
    assert counts[chosen] == min(others)


@given(st.integers(2, 8), st.data())
def test_nobody_serves_on_a_day_off_and_nobody_twice_running_while_another_is_free(
    units: int, data: st.DataObject
) -> None:
    months = _months(18)
    away = data.draw(st.sets(st.tuples(st.integers(0, units - 1), st.sampled_from(months))))
    proposed = propose_turns(range(units), [], months, lambda unit, day: (unit, day) not in away)
    for place, (unit, day) in enumerate(zip(proposed, months, strict=True)):
        free = [one for one in range(units) if (one, day) not in away]
        assert (unit in free) if free else unit is None
        if place and unit is not None and unit == proposed[place - 1]:
            assert free == [unit]


def test_who_served_longest_ago_comes_first_and_what_is_decided_later_counts() -> None:
    history = [Turn(0, FIRST), Turn(1, FIRST + timedelta(days=28))]
    day = FIRST + timedelta(days=60)
    assert propose_turns([0, 1], history, [day], lambda *_: True) == [0]
    soon = Turn(0, day + timedelta(days=28))
    assert propose_turns([0, 1, 2], [*history, soon, Turn(2, FIRST)], [day], lambda *_: True) == [2]
    assert propose_turns([], history, [day], lambda *_: True) == [None]

"""Where a programme stands while it runs: what is under way, the time left, behind or ahead."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ceremony.programme.rules.running import Run, merged_notes, standing_of

START = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """An item as far as running it goes."""

    minutes: int
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    is_unreached: bool = False


def _at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def test_before_it_begins_the_first_item_waits_and_lateness_counts_from_the_start() -> None:
    items = [Item(3), Item(7)]
    early = standing_of(items, START, _at(-5))
    assert (early.run, early.current, early.next, early.minutes_behind) == (Run.WAITING, None, 0, 0)
    assert early.ends == _at(10)
    assert standing_of(items, START, _at(4)).minutes_behind == 4


def test_an_item_under_way_that_keeps_its_time_is_on_time() -> None:
    standing = standing_of([Item(3, _at(0), _at(3)), Item(7, _at(3))], START, _at(5))
    assert (standing.run, standing.current, standing.next) == (Run.UNDER_WAY, 1, None)
    assert standing.left == timedelta(minutes=5)
    assert (standing.ends, standing.minutes_behind) == (_at(10), 0)


def test_an_item_that_takes_too_long_pushes_the_end() -> None:
    standing = standing_of([Item(3, _at(0)), Item(7)], START, _at(5))
    assert standing.left == timedelta(minutes=-2)
    assert (standing.ends, standing.minutes_behind) == (_at(12), 2)


def test_what_is_left_out_brings_time_back() -> None:
    standing = standing_of([Item(3, _at(0)), Item(7, is_unreached=True), Item(2)], START, _at(1))
    assert (standing.next, standing.minutes_behind) == (2, -7)


def test_a_programme_is_over_when_nothing_waits() -> None:
    standing = standing_of([Item(3, _at(0), _at(4)), Item(7, is_unreached=True)], START, _at(60))
    assert (standing.run, standing.current, standing.next, standing.ends) == (Run.OVER, None, None, _at(4))


def test_nothing_is_over_before_anything_has_begun() -> None:
    assert standing_of([], START, _at(0)).run is Run.WAITING
    assert standing_of([Item(3, is_unreached=True)], START, _at(0)).run is Run.WAITING


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.data())
def test_going_through_every_item_is_behind_by_what_the_items_took_too_long(
    minutes: list[int], data: st.DataObject
) -> None:
    items = [Item(one) for one in minutes]
    moment = START
    for place, one in enumerate(minutes):
        items[place] = replace(items[place], begun_at=moment)
        standing = standing_of(items, START, moment)
        assert (standing.current, standing.left) == (place, timedelta(minutes=one))
        assert standing.ends == moment + timedelta(minutes=sum(minutes[place:]))
        moment += timedelta(minutes=data.draw(st.integers(0, 90)))
        items[place] = replace(items[place], ended_at=moment)
    standing = standing_of(items, START, moment)
    assert standing.run is Run.OVER
    assert standing.behind == moment - _at(sum(minutes))


def test_notes_of_two_people_are_both_kept() -> None:
    assert merged_notes("", "", "Ông Nam phát biểu") == "Ông Nam phát biểu"
    assert merged_notes("a", "a", "") == ""
    assert merged_notes("a", "a b", "a") == "a b"
    assert merged_notes("", "của người kia", "của tôi") == "của người kia\ncủa tôi"
    assert merged_notes("", "đã ghi", "đã ghi") == "đã ghi"


_SHORT = st.text("ab\n", max_size=6)


@given(_SHORT, _SHORT, _SHORT)
def test_no_word_that_two_people_added_is_lost(was: str, theirs: str, mine: str) -> None:
    kept = merged_notes(was, was + theirs, was + mine)
    assert mine in kept
    assert theirs in kept

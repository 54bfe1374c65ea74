"""Changing time, place, dress and who serves; the rain place; all that follow."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ceremony.core.db import transaction
from ceremony.people.queries import get_person, get_root
from ceremony.schedule import actions
from ceremony.schedule.actions import Details, PlanWish
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_ceremony, list_ceremonies, work_days
from ceremony.schedule.rules import CeremonyState, DayKind, WhenOff
from ceremony.schedule.rules import changes as may
from tests.cast import Cast

NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def planned(cast: Cast) -> Cast:
    """The office with its year 2021 planned by the usual rule."""
    _plan(2021, PlanWish(place="Sân trụ sở"))
    return cast


def _plan(year: int, wish: PlanWish, **values: Any) -> None:
    with transaction():
        actions.plan_year(get_root(), year, wish, domain="example.gov.vn", now=NOW, **values)


def _ceremony(month: str = "2021-08") -> Ceremony:
    return get_ceremony(get_root(), month)


def _change(reason: str = "", now: datetime = NOW, month: str = "2021-08", **values: Any) -> bool:
    with transaction():
        one = _ceremony(month)
        return actions.change_details(one, replace(Details.of(one), **values), reason, work_days(get_root()), now)


def _follow(new: date, month: str = "2021-08") -> list[str]:
    with transaction():
        moved = actions.move_following(_ceremony(month), new, "Theo lịch mới", work_days(get_root()), NOW)
        return [one.key for one in moved]


def _dates() -> list[str]:
    return [f"{one.date:%d/%m}" if one.date else "–" for one in list_ceremonies(get_root(), 2021)][7:]


def test_time_and_place_raise_the_revision_once_and_keep_the_reason_of_the_date(planned: Cast) -> None:
    assert _change(start="07:30", place=" Hội  trường ", month="2021-09")
    one = _ceremony("2021-09")
    assert (one.start, one.place, one.revision, one.changed_at) == ("07:30", "Hội trường", 1, NOW)
    assert not _change(start="07:30", month="2021-09")
    assert _ceremony("2021-09").revision == 1


def test_what_no_calendar_shows_raises_no_revision(planned: Cast) -> None:
    with transaction():
        don, duong = (get_person(get_root(), code).id for code in (planned.don, planned.duong))
    assert not _change(dress="Áo dài", rain_place="Hội trường", mc_id=don, secretary_id=duong)
    one = _ceremony()
    assert (one.revision, one.dress, one.rain_place) == (0, "Áo dài", "Hội trường")
    assert one.mc is not None
    assert one.secretary is not None
    assert (one.mc.full_name, one.secretary.full_name) == ("Hoàng Thị Mẫu Đơn", "Võ Thị Hướng Dương")


def test_a_new_date_comes_with_its_reason_and_all_else_at_once(planned: Cast) -> None:
    with pytest.raises(may.MissingReason):
        _change(date=date(2021, 8, 9))
    assert _change("Bão số 2", date=date(2021, 8, 9), start="08:00", place="Hội trường")
    one = _ceremony()
    assert (one.date, one.reason, one.revision) == (date(2021, 8, 9), "Bão số 2", 1)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"date": date(2021, 8, 8)}, may.OntoDayOff),
        ({"date": date(2021, 7, 1)}, may.IntoThePast),
        ({"date": date(2021, 9, 6)}, may.DateTaken),
        ({"date": None}, may.DateGone),
    ],
)
def test_an_impossible_date_is_refused_and_nothing_else_is_saved(values: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _change("Bão số 2", **values, dress="Áo dài")
    assert (_ceremony().revision, _ceremony().dress) == (0, "")


def test_what_has_begun_keeps_time_and_place_but_may_name_its_secretary(planned: Cast) -> None:
    begun = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)
    with pytest.raises(may.HeldAlready):
        _change(place="Hội trường", now=begun)
    with pytest.raises(may.IntoThePast):
        _change(start="06:00", now=datetime(2021, 8, 1, 23, 30, tzinfo=UTC))
    with transaction():
        duong = get_person(get_root(), planned.duong).id
    assert not _change(secretary_id=duong, now=begun)
    assert _ceremony().secretary_id == duong


def test_a_postponed_ceremony_takes_a_date_or_only_a_place(planned: Cast) -> None:
    with transaction():
        actions.postpone_ceremony(_ceremony(), "Dịch", NOW)
    assert not _change(place="Hội trường")
    assert (_ceremony().revision, _ceremony().state) == (1, CeremonyState.POSTPONED)
    assert _change("Hết dịch", date=date(2021, 8, 16))
    one = _ceremony()
    assert (one.state, one.revision, one.date_before) == (CeremonyState.PLANNED, 2, None)


def test_the_following_ones_take_time_places_and_dress_but_no_date(planned: Cast) -> None:
    _change(start="07:30", rain_place="Hội trường", dress="Áo dài")
    with transaction():
        changed = actions.pass_on(_ceremony(), work_days(get_root()), NOW)
        assert [one.key for one in changed] == ["SNV-2021-09", "SNV-2021-10", "SNV-2021-11", "SNV-2021-12"]
    assert (_ceremony("2021-12").start, _ceremony("2021-12").revision) == ("07:30", 1)
    assert (_ceremony("2021-12").date, _ceremony("2021-07").start) == (date(2021, 12, 6), "07:00")


def test_rain_changes_the_place_and_sun_changes_it_back(planned: Cast) -> None:
    with pytest.raises(may.NoRainPlace), transaction():
        actions.switch_place(_ceremony(), NOW)
    _change(rain_place="Hội trường")
    with transaction():
        actions.switch_place(_ceremony(), NOW)
    one = _ceremony()
    assert (one.place, one.rain_place, one.revision) == ("Hội trường", "", 1)
    with transaction():
        actions.switch_place(_ceremony(), NOW)
    one = _ceremony()
    assert (one.place, one.rain_place, one.revision) == ("Sân trụ sở", "Hội trường", 2)


def test_a_ceremony_that_is_over_or_called_off_changes_no_place(planned: Cast) -> None:
    _change(rain_place="Hội trường")
    with pytest.raises(may.HeldAlready), transaction():
        actions.switch_place(_ceremony(), datetime(2021, 8, 2, 0, 0, tzinfo=UTC))
    with transaction():
        actions.postpone_ceremony(_ceremony(), "Dịch", NOW)
    with pytest.raises(may.PostponedAlready), transaction():
        actions.switch_place(_ceremony(), NOW)


def test_all_that_follow_move_by_as_many_days_from_their_own_slots(planned: Cast) -> None:
    assert _follow(date(2021, 8, 4)) == [f"SNV-2021-{month:02d}" for month in range(8, 13)]
    assert _dates() == ["04/08", "08/09", "06/10", "03/11", "08/12"]
    assert {one.revision for one in list_ceremonies(get_root(), 2021)[7:]} == {1}
    assert _ceremony("2021-12").reason == "Theo lịch mới"


def test_a_following_one_whose_new_day_is_off_goes_where_the_policy_sends_it(planned: Cast) -> None:
    with transaction():
        actions.set_day(get_root(), date(2021, 9, 7), DayKind.OFF, "Nghỉ bão", "1/CĐ")
    _follow(date(2021, 8, 3))
    assert _dates() == ["03/08", "13/09", "05/10", "02/11", "07/12"]


def test_cancelled_and_postponed_ones_stay_where_they_are(planned: Cast) -> None:
    with transaction():
        actions.cancel_ceremony(_ceremony("2021-09"), "Dịch", NOW)
    _follow(date(2021, 8, 3))
    assert _dates()[:2] == ["03/08", "06/09"]


def test_a_whole_week_may_move_onto_the_days_that_it_leaves(planned: Cast) -> None:
    weekly = PlanWish("FREQ=WEEKLY;BYDAY=FR", WhenOff.SKIP)
    _plan(2021, weekly, series_name="giao-ban")
    with transaction():
        first = get_ceremony(get_root(), "2021-10-01", "giao-ban")
        moved = actions.move_following(first, date(2021, 10, 8), "Lùi một tuần", work_days(get_root()), NOW)
        assert all(one.date is not None and (one.date - one.slot).days == 7 for one in moved)


def test_the_last_of_the_year_moves_alone(planned: Cast) -> None:
    with pytest.raises(may.NobodyFollows):
        _follow(date(2021, 12, 7), "2021-12")

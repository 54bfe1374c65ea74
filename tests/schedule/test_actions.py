"""Planning years, changing ceremonies, guests and corrected days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session, transaction
from ceremony.people.actions import become_host
from ceremony.people.models import Office, Person
from ceremony.people.queries import get_person, get_root, get_unit, list_hosts
from ceremony.schedule import actions
from ceremony.schedule.actions import PlanWish
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import (
    get_ceremony,
    get_series,
    list_ceremonies,
    list_days,
    list_guests,
    work_days,
)
from ceremony.schedule.rules import CeremonyState, DayKind, WhenOff
from ceremony.schedule.rules import changes as may
from tests.cast import Cast, add_person, add_unit

# The morning of Monday 26/7/2021, a week before the ceremony.
NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The office with its year 2021 planned by the usual rule."""
    _plan(2021)
    return cast


def _plan(year: int, wish: PlanWish | None = None, unit: str = "SNV", **values: Any) -> list[Ceremony]:
    with transaction():
        return actions.plan_year(get_unit(unit), year, wish or PlanWish(), domain="example.gov.vn", now=NOW, **values)


def _ceremony(month: str = "2021-08") -> Ceremony:
    return get_ceremony(get_root(), month)


def _move(new: date, month: str = "2021-08", now: datetime = NOW, reason: str = "Mưa bão") -> None:
    with transaction():
        actions.move_ceremony(_ceremony(month), new, reason, work_days(get_root()), now)


def _postpone(month: str = "2021-08", now: datetime = NOW) -> None:
    with transaction():
        actions.postpone_ceremony(_ceremony(month), "Covid-19", now)


def _cancel(month: str = "2021-08", now: datetime = NOW) -> None:
    with transaction():
        actions.cancel_ceremony(_ceremony(month), "Quốc tang", now)


def _restore(month: str = "2021-08", now: datetime = NOW) -> None:
    with transaction():
        actions.restore_ceremony(_ceremony(month), work_days(get_root()), now)


def _close(day: date) -> None:
    with transaction():
        actions.set_day(get_root(), day, DayKind.OFF, "Nghỉ bão", "1/CĐ-UBND")


def _facts(month: str = "2021-08") -> tuple[date | None, CeremonyState, str, int]:
    one = _ceremony(month)
    return one.date, one.state, one.reason, one.revision


def test_a_year_is_planned_with_one_ceremony_a_month_on_first_mondays(planned: Cast) -> None:
    found = list_ceremonies(get_root(), 2021)
    assert [one.key for one in found] == [f"SNV-2021-{month:02d}" for month in range(1, 13)]
    assert _ceremony().uid == "snv-2021-08@example.gov.vn"
    assert (_ceremony().date, _ceremony().start, _ceremony().revision) == (date(2021, 8, 2), "07:00", 0)
    assert (_ceremony("2021-05").date, _ceremony("2021-05").slot) == (date(2021, 5, 10), date(2021, 5, 3))
    assert "Ngày Quốc tế Lao động" in _ceremony("2021-05").reason


def test_a_skipped_slot_keeps_its_row_without_a_date(cast: Cast) -> None:
    _plan(2021, PlanWish(when_off=WhenOff.SKIP))
    skipped = _ceremony("2021-05")
    assert (skipped.date, skipped.starts_at) == (None, None)
    assert skipped.reason


def test_a_planned_year_is_not_planned_again(planned: Cast) -> None:
    with pytest.raises(may.PlannedAlready):
        _plan(2021)


def test_a_draft_is_approved_once_and_only_as_it_is(planned: Cast) -> None:
    with pytest.raises(may.PlannedAlready):
        _plan(2021, PlanWish(start="08:00"), approve=True)
    _plan(2021, PlanWish(start="07h00"), approve=True)
    with pytest.raises(may.PlannedAlready):
        _plan(2021, approve=True)


def test_the_next_year_goes_on_as_the_series_was(cast: Cast) -> None:
    _plan(2021, PlanWish("first-working-day", WhenOff.SKIP, "7h30", " Sân  cơ quan "))
    _plan(2022)
    first = _ceremony("2022-01")
    assert (first.date, first.start, first.place) == (date(2022, 1, 4), "07:30", "Sân cơ quan")


def test_a_year_moved_into_the_next_leaves_no_shared_date(cast: Cast) -> None:
    weekly = PlanWish("FREQ=WEEKLY;BYDAY=MO", WhenOff.NEXT_MONDAY)
    _plan(2018, weekly)
    _plan(2019)
    dates = [one.date for year in (2018, 2019) for one in list_ceremonies(get_root(), year) if one.date]
    assert date(2019, 1, 7) in dates
    assert len(dates) == len(set(dates))


def test_another_series_has_its_name_in_its_keys(planned: Cast) -> None:
    found = _plan(2021, PlanWish("FREQ=MONTHLY;BYDAY=1FR,3FR", WhenOff.SKIP), series_name="Giao ban")
    assert found[0].key == "SNV-GIAO-BAN-2021-01-01"
    assert len(list_ceremonies(get_root(), 2021)) == 36
    assert len(list_ceremonies(get_root(), 2021, "giao-ban")) == 24
    assert get_series(get_root(), None).name == "main"


def test_an_address_is_never_given_twice(planned: Cast) -> None:
    _plan(2021, series_name="vp")
    with pytest.raises(may.KeyTaken):
        _plan(2021, unit="SNV-VP")


def test_a_series_name_needs_a_letter(planned: Cast) -> None:
    with pytest.raises(may.SeriesNameUnusable):
        _plan(2021, series_name="–")


def test_a_rule_without_a_slot_in_the_year_is_refused(cast: Cast) -> None:
    with pytest.raises(may.NoSlots):
        _plan(2021, PlanWish("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"))
    assert list_ceremonies(get_root(), 2021) == []


def test_a_unit_becomes_a_host_by_its_first_plan_and_its_people_follow(cast: Cast) -> None:
    with transaction():
        below = add_unit("SNV-VP-1", "Tổ Tin học", get_unit(cast.office))
        add_person(below, get_root(), "CB04", "Nguyễn Thị Sen", "Chuyên viên")
    _plan(2021, unit=cast.office)
    office = get_unit(cast.office)
    assert [host.code for host in list_hosts()] == ["SNV", "SNV-VP"]
    assert {get_person(office, code).host_id for code in (cast.don, cast.duong, "CB04")} == {office.id}
    assert get_person(get_root(), cast.hoa).host_id == get_root().id


def test_people_below_a_lower_host_stay_with_it(cast: Cast) -> None:
    with transaction():
        section = add_unit("SNV-VP-1", "Tổ Tin học", get_unit(cast.office))
        session().add(Office(unit_id=section.id))
        add_person(section, section, "CB04", "Nguyễn Thị Sen", "Chuyên viên")
    _plan(2021, unit=cast.office)
    sen = session().scalars(sa.select(Person).where(Person.staff_code == "CB04")).one()
    assert sen.host.code == "SNV-VP-1"


def test_moving_sets_the_date_and_raises_the_revision(planned: Cast) -> None:
    _move(date(2021, 8, 3))
    assert _facts() == (date(2021, 8, 3), CeremonyState.PLANNED, "Mưa bão", 1)
    assert (_ceremony().slot, _ceremony().key, _ceremony().changed_at) == (date(2021, 8, 2), "SNV-2021-08", NOW)
    acts = list(session().scalars(sa.select(AuditEntry.act).where(AuditEntry.subject == "ceremony:SNV-2021-08")))
    assert acts == ["move-ceremony"]


def test_a_moved_ceremony_is_never_moved_onto_a_day_off(planned: Cast) -> None:
    _close(date(2021, 8, 3))
    for day in (date(2021, 8, 3), date(2021, 8, 7), date(2021, 9, 2)):
        with pytest.raises(may.OntoDayOff):
            _move(day)
    assert _facts()[3] == 0


def test_a_ceremony_is_never_moved_into_the_past(planned: Cast) -> None:
    with pytest.raises(may.IntoThePast):
        _move(date(2021, 7, 23))
    with pytest.raises(may.IntoThePast):
        _move(date(2021, 7, 26))


def test_a_ceremony_may_be_moved_to_later_the_same_day(planned: Cast) -> None:
    _move(date(2021, 7, 26), now=datetime(2021, 7, 25, 23, 59, tzinfo=UTC))
    assert _facts()[0] == date(2021, 7, 26)


def test_a_ceremony_is_moved_to_another_date_than_its_own(planned: Cast) -> None:
    with pytest.raises(may.OnThatDayAlready):
        _move(date(2021, 8, 2))


def test_two_ceremonies_of_a_series_never_share_a_date(planned: Cast) -> None:
    with pytest.raises(may.DateTaken):
        _move(date(2021, 9, 6))
    _cancel("2021-09")
    _move(date(2021, 9, 6))
    with pytest.raises(may.DateTaken):
        _restore("2021-09")


def test_the_database_too_refuses_a_shared_date(planned: Cast) -> None:
    with pytest.raises(sa.exc.IntegrityError), transaction():
        _ceremony().date = date(2021, 9, 6)


def test_what_has_been_held_is_neither_moved_postponed_nor_cancelled(planned: Cast) -> None:
    begun = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)
    with pytest.raises(may.HeldAlready):
        _move(date(2021, 8, 9), now=begun)
    with pytest.raises(may.HeldAlready):
        _postpone(now=begun)
    with pytest.raises(may.HeldAlready):
        _cancel(now=begun)
    _cancel(now=begun - timedelta(seconds=1))


def test_a_postponed_ceremony_has_no_date_until_it_is_moved(planned: Cast) -> None:
    _postpone()
    assert _facts() == (None, CeremonyState.POSTPONED, "Covid-19", 1)
    assert _ceremony().date_before == date(2021, 8, 2)
    with pytest.raises(may.PostponedAlready):
        _postpone()
    _move(date(2021, 8, 9))
    assert _facts() == (date(2021, 8, 9), CeremonyState.PLANNED, "Mưa bão", 2)


def test_restoring_brings_date_and_reason_back(planned: Cast) -> None:
    _move(date(2021, 8, 3))
    _postpone()
    _cancel()
    assert _facts() == (date(2021, 8, 3), CeremonyState.CANCELLED, "Quốc tang", 3)
    _restore()
    assert _facts() == (date(2021, 8, 3), CeremonyState.PLANNED, "Mưa bão", 4)


def test_a_cancelled_ceremony_is_not_touched_but_restored(planned: Cast) -> None:
    _cancel()
    for change in (_cancel, _postpone, lambda: _move(date(2021, 8, 9))):
        with pytest.raises(may.CancelledAlready):
            change()
    _restore()
    with pytest.raises(may.NothingToRestore):
        _restore()


def test_nothing_is_restored_onto_a_day_that_is_over_or_off(planned: Cast) -> None:
    _postpone()
    with pytest.raises(may.IntoThePast):
        _restore(now=datetime(2021, 8, 2, 1, 0, tzinfo=UTC))
    _close(date(2021, 8, 2))
    with pytest.raises(may.OntoDayOff):
        _restore()


def test_a_skipped_slot_is_not_stopped_but_may_get_a_date(cast: Cast) -> None:
    _plan(2022, PlanWish(when_off=WhenOff.SKIP))
    for change in (_cancel, _postpone):
        with pytest.raises(may.NothingHeld):
            change("2022-05")
    _move(date(2022, 5, 9), "2022-05")
    assert _facts("2022-05") == (date(2022, 5, 9), CeremonyState.PLANNED, "Mưa bão", 1)


def test_every_change_needs_its_reason(planned: Cast) -> None:
    with pytest.raises(may.MissingReason):
        _move(date(2021, 8, 3), reason=" \u00a0")


def test_a_guest_is_a_unit_outside_with_a_mailbox(planned: Cast) -> None:
    series = get_series(get_root(), None)
    with transaction():
        add_unit("HOI", "Hội Mẫu")
    with transaction():
        actions.add_guest(series, get_unit(planned.guest), 3)
        actions.add_guest(series, get_unit(planned.guest), None)
        with pytest.raises(may.GuestInside):
            actions.add_guest(series, get_unit(planned.office), 1)
        with pytest.raises(may.GuestInside):
            actions.add_guest(series, get_root(), 1)
        with pytest.raises(may.GuestWithoutMailbox):
            actions.add_guest(series, get_unit("HOI"), 1)
        with pytest.raises(may.TooFewHeads):
            actions.add_guest(series, get_unit(planned.guest), 0)
    assert [(guest.unit.code, guest.heads) for guest in list_guests(series)] == [("LHHN", 3)]
    with transaction():
        actions.remove_guest(series, get_unit(planned.guest))
        with pytest.raises(may.NotAGuest):
            actions.remove_guest(series, get_unit(planned.guest))


def test_a_host_below_is_a_guest_as_its_people_are_its_own(planned: Cast) -> None:
    with transaction():
        become_host(get_unit(planned.office), NOW)
        get_unit(planned.office).email = "vp@example.gov.vn"
    with transaction():
        assert actions.add_guest(get_series(get_root(), None), get_unit(planned.office), 2).heads == 2


def test_correcting_a_day_leaves_planned_dates_and_changes_later_plans(planned: Cast) -> None:
    _close(date(2021, 8, 2))
    assert _facts() == (date(2021, 8, 2), CeremonyState.PLANNED, "", 0)
    _close(date(2022, 8, 1))
    _plan(2022)
    assert _facts("2022-08")[0] == date(2022, 8, 8)


def test_a_day_corrected_again_has_the_later_words(app: Flask, cast: Cast) -> None:
    _close(date(2026, 1, 2))
    with transaction():
        actions.set_day(get_root(), date(2026, 1, 2), DayKind.WORKING, "Làm việc", "2/TB")
    [fact] = [fact for fact in list_days(get_root(), 2026) if fact.date == date(2026, 1, 2)]
    assert (fact.kind, fact.name, fact.document, fact.announced) == (DayKind.WORKING, "Làm việc", "2/TB", True)


def test_a_corrected_day_names_what_announced_it(cast: Cast) -> None:
    with pytest.raises(may.DayWithoutDocument), transaction():
        actions.set_day(get_root(), date(2026, 1, 2), DayKind.OFF, "Nghỉ", " ")

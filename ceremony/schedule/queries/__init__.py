"""Questions about series and ceremonies."""

import re
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from ceremony.core.db import session
from ceremony.core.refusal import BadInput, NotFound, msgid
from ceremony.core.text import slug
from ceremony.people.models import Unit
from ceremony.schedule.models import Ceremony, Day, Guest, Series, YearPlan
from ceremony.schedule.rules import CeremonyState, DayFact, WorkDays, list_year
from ceremony.schedule.rules.changes import NotPlanned, UnknownSeries
from ceremony.schedule.rules.days import LAST_YEAR


class UnreadableMonth(BadInput):
    """What was given is no month."""

    sentence = msgid("%(text)s is no month.")
    cure = msgid("Write it as 2021-08, or as the slot's date 2021-08-02 where a month has several ceremonies.")


class NoCeremony(NotFound):
    """Nothing is planned there."""

    sentence = msgid("No ceremony of %(host)s is planned for %(text)s.")
    cure = msgid("Plan the year with: ceremony schedule plan %(year)s, or see: ceremony schedule show %(year)s")
    page_cure = msgid("Look at the board of the year.")


class NoSuchCeremony(NotFound):
    """No ceremony has this key."""

    sentence = msgid("There is no ceremony %(key)s.")
    cure = msgid("Open it from the year's plan.")


class SeveralCeremonies(BadInput):
    """A month alone does not say which."""

    sentence = msgid("Several ceremonies match %(text)s: %(keys)s.")
    cure = msgid("Name the slot's date, or the series with --series NAME.")
    page_cure = msgid("Open the one that is meant from the board of the year.")


_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def parse_month(text: str) -> tuple[date, date]:
    """Return the first day of the month *text* ("2021-08") and of the next; raises UnreadableMonth."""
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        raise UnreadableMonth(text=text)
    year, month = int(match[1]), int(match[2])
    try:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    except ValueError as error:
        raise UnreadableMonth(text=text) from error


def _slot_range(text: str) -> tuple[date, date] | date:
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) > len("2021-08") else parse_month(text)
    except ValueError as error:
        raise UnreadableMonth(text=text) from error


def get_ceremony(host: Unit, text: str, series_name: str | None = None) -> Ceremony:
    """Return the host's ceremony of the month "2021-08" or of the slot "2021-08-02".

    Raises UnreadableMonth, UnknownSeries, NoCeremony or SeveralCeremonies.
    """
    slots = _slot_range(text)
    matching = sa.select(Ceremony).where(Ceremony.host_id == host.id).order_by(Ceremony.slot)
    if isinstance(slots, date):
        matching = matching.where(Ceremony.slot == slots)
    else:
        matching = matching.where(Ceremony.slot >= slots[0], Ceremony.slot < slots[1])
    if series_name is not None:
        matching = matching.where(Ceremony.series_id == get_series(host, series_name).id)
    found = list(session().scalars(matching))
    if not found:
        raise NoCeremony(host=host.name, text=text, year=text[:4])
    if len(found) > 1:
        raise SeveralCeremonies(text=text, keys=", ".join(one.key for one in found))
    return found[0]


def get_by_key(key: str) -> Ceremony:
    """Return the ceremony with this key, which stands in its address; raises NoSuchCeremony."""
    found = session().scalars(sa.select(Ceremony).where(Ceremony.key == key)).one_or_none()
    if found is None:
        raise NoSuchCeremony(key=key)
    return found


def list_series(host: Unit) -> list[Series]:
    """Return the host's series, its first one first."""
    return list(session().scalars(sa.select(Series).where(Series.host_id == host.id).order_by(Series.id)))


def find_series(host: Unit, name: str | None) -> Series | None:
    """Return the series of this name, without one the host's first; None where there is none."""
    known = list_series(host)
    if name is None:
        return next((series for series in known if series.is_first), None)
    return next((series for series in known if series.name == series_name(name)), None)


def get_series(host: Unit, name: str | None) -> Series:
    """Return the series of this name, without one the host's first; raises UnknownSeries."""
    series = find_series(host, name)
    if series is None:
        known = ", ".join(one.name for one in list_series(host)) or "–"
        raise UnknownSeries(host=host.name, name=name or "–", known=known)
    return series


def series_name(text: str) -> str:
    """Return a series' name as it is kept: "Giao ban" is giao-ban."""
    return slug(text).lower()


def find_plan(series: Series, year: int) -> YearPlan | None:
    """Return the series' plan of *year*."""
    return session().scalars(sa.select(YearPlan).filter_by(series_id=series.id, year=year)).one_or_none()


def get_plan(host: Unit, year: int, name: str | None = None) -> YearPlan:
    """Return the plan of the host's series (default: its first) for *year*; raises UnknownSeries or NotPlanned."""
    series = find_series(host, name) if name is None else get_series(host, name)
    plan = find_plan(series, year) if series is not None else None
    if plan is None:
        raise NotPlanned(year=year)
    return plan


def list_ceremonies(host: Unit, year: int, name: str | None = None) -> list[Ceremony]:
    """Return the host's ceremonies whose slots lie in *year*, skipped ones too, in slot order.

    Raises UnknownSeries where a series is named that is not there.
    """
    within = sa.select(Ceremony).where(
        Ceremony.host_id == host.id, Ceremony.slot >= date(year, 1, 1), Ceremony.slot <= date(year, 12, 31)
    )
    if name is not None:
        within = within.where(Ceremony.series_id == get_series(host, name).id)
    return list(session().scalars(within.order_by(Ceremony.slot, Ceremony.series_id)))


def list_following(ceremony: Ceremony, now: datetime) -> list[Ceremony]:
    """Return the later ceremonies of the series in the same year that are planned, have a date and have not begun."""
    later = (
        sa.select(Ceremony)
        .where(Ceremony.series_id == ceremony.series_id, Ceremony.slot > ceremony.slot)
        .where(Ceremony.slot <= date(ceremony.slot.year, 12, 31), Ceremony.state == CeremonyState.PLANNED)
        .where(Ceremony.date.is_not(None))
        .order_by(Ceremony.slot)
    )
    return [one for one in session().scalars(later) if one.starts_at is not None and one.starts_at > now]


def list_corrections(host: Unit) -> list[DayFact]:
    """Return the days that the host's office corrected, each announced by the document it names."""
    days = session().scalars(sa.select(Day).where(Day.host_id == host.id).order_by(Day.date))
    return [DayFact(day.date, day.kind, day.name, day.document) for day in days]


def work_days(host: Unit) -> WorkDays:
    """Return which days the host works."""
    return WorkDays.corrected(list_corrections(host))


def list_days(host: Unit, year: int) -> list[DayFact]:
    """Return the holidays, compensations, make-up working days and corrections of *year*; raises NoCalendar."""
    return list_year(year, list_corrections(host))


def list_guests(series: Series) -> list[Guest]:
    """Return whom the series invites from outside, in unit order."""
    of_series = sa.select(Guest).where(Guest.series_id == series.id).join(Guest.unit)
    loaded = of_series.options(contains_eager(Guest.unit))
    return list(session().scalars(loaded.order_by(Unit.path)))


def find_on_date(series_id: int, day: date) -> Ceremony | None:
    """Return the series' ceremony that is held on *day*."""
    held = sa.select(Ceremony).where(
        Ceremony.series_id == series_id, Ceremony.date == day, Ceremony.state != CeremonyState.CANCELLED
    )
    return session().scalars(held).one_or_none()


def list_dates_taken(series: Series) -> list[date]:
    """Return the dates on which the series holds a ceremony."""
    held = sa.select(Ceremony.date).where(
        Ceremony.series_id == series.id, Ceremony.date.is_not(None), Ceremony.state != CeremonyState.CANCELLED
    )
    return [day for day in session().scalars(held) if day is not None]


def dates_of_others(host: Unit, series: Series | None, year: int) -> dict[date, str]:
    """Return the dates of the host's other series in *year* and some days around it, each with its key."""
    held = sa.select(Ceremony.date, Ceremony.key).where(
        Ceremony.host_id == host.id,
        Ceremony.date.between(date(year - 1, 12, 1), date(year + 1, 1, 31) if year < LAST_YEAR else date(year, 12, 31)),
        Ceremony.state != CeremonyState.CANCELLED,
    )
    if series is not None:
        held = held.where(Ceremony.series_id != series.id)
    return {day: key for day, key in session().execute(held) if day is not None}


def find_year_before(series_id: int, slot: date) -> Ceremony | None:
    """Return the series' ceremony of the same month a year before *slot*."""
    month = date(slot.year - 1, slot.month, 1)
    end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    same = sa.select(Ceremony).where(Ceremony.series_id == series_id, Ceremony.slot >= month, Ceremony.slot < end)
    return session().scalars(same.order_by(Ceremony.slot)).first()


def find_foreign_key_holder(series_id: int, keys: list[str]) -> str | None:
    """Return one of *keys* that a ceremony of another series has."""
    others = sa.select(Ceremony.key).where(Ceremony.key.in_(keys), Ceremony.series_id != series_id)
    return session().scalars(others.order_by(Ceremony.key)).first()


def find_coming(host_id: int, day: date) -> Ceremony | None:
    """Return the host's next ceremony on or after *day*."""
    ahead = (
        sa.select(Ceremony)
        .where(Ceremony.host_id == host_id, Ceremony.date >= day, Ceremony.state == CeremonyState.PLANNED)
        .order_by(Ceremony.date, Ceremony.start)
        .limit(1)
    )
    return session().scalars(ahead).first()


def working_days_until(host: Unit, today: date, day: date) -> int:
    """Return how many days are worked after *today* and before *day*."""
    calendar = work_days(host)
    between = (today + timedelta(days=number) for number in range(1, max((day - today).days, 1)))
    return sum(1 for one in between if calendar.is_working(one))


def lock_ceremony(ceremony: Ceremony, *, alone: bool = True) -> None:
    """Hold the ceremony's row until the commit, and read it anew: it may have changed meanwhile.

    So a change and a sending, or a mark and the closing, come one after the other. With *alone* false
    several may hold it together (marks). SQLite's writing transactions are alone anyway.
    """
    row = sa.select(Ceremony).where(Ceremony.id == ceremony.id).execution_options(populate_existing=True)
    session().scalars(row.with_for_update(key_share=True) if alone else row.with_for_update(read=True)).one()

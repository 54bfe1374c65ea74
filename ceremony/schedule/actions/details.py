"""Changing what else a ceremony says of itself: time, place, dress and who serves; and the place when it rains."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from ceremony.core.audit.actions import record
from ceremony.core.clock import at
from ceremony.core.db import session
from ceremony.core.mail.actions import withdraw
from ceremony.core.text import clean
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import find_on_date, list_following, lock_ceremony
from ceremony.schedule.rules import CeremonyState, WorkDays
from ceremony.schedule.rules import changes as may

# What people must be told of when it changes; the rest nobody's calendar shows.
_TOLD = ("date", "start", "place")


@dataclass(frozen=True)
class Details:
    """All that the form of a ceremony holds; `start` as "07:00", persons by id."""

    date: date | None
    start: str
    place: str
    rain_place: str
    dress: str
    mc_id: int | None
    secretary_id: int | None

    @classmethod
    def of(cls, ceremony: Ceremony) -> "Details":
        """Return what the ceremony says now."""
        return cls(**{name: getattr(ceremony, name) for name in cls.__dataclass_fields__})


def change_details(ceremony: Ceremony, wish: Details, reason: str, calendar: WorkDays, now: datetime) -> bool:
    """Let the ceremony say what *wish* says; return whether people must be told.

    The revision rises once, and only where date, time or place changes while there is a date. A new date
    needs a reason. Raises MissingReason, CancelledAlready, HeldAlready, IntoThePast, OntoDayOff, DateTaken,
    DateGone or NoCalendar.
    """
    lock_ceremony(ceremony)
    may.require_not_cancelled(ceremony)
    before = Details.of(ceremony)
    wish = replace(wish, place=clean(wish.place), rain_place=clean(wish.rain_place), dress=clean(wish.dress))
    if wish == before:
        return False
    is_told = any(getattr(wish, name) != getattr(before, name) for name in _TOLD)
    if is_told:
        _require_possible(ceremony, wish, clean(reason), calendar, now)
    if wish.date != before.date:
        ceremony.date_before, ceremony.reason_before = None, ""
        ceremony.state, ceremony.reason = CeremonyState.PLANNED, clean(reason)
    for name, value in asdict(wish).items():
        setattr(ceremony, name, value)
    if wish.place != before.place:
        ceremony.place_before = ""
    if wish.mc_id != before.mc_id:
        mc = None if wish.mc_id is None else session().get(Person, wish.mc_id)
        ceremony.mc_unit_id = None if mc is None else mc.unit_id
    is_told = is_told and wish.date is not None
    _finish(ceremony, now, is_told=is_told)
    record("change-ceremony", f"ceremony:{ceremony.key}", *_differing(asdict(before), asdict(wish)))
    return is_told


def _require_possible(ceremony: Ceremony, wish: Details, reason: str, calendar: WorkDays, now: datetime) -> None:
    may.require_not_over(ceremony, now)
    if wish.date is None:
        if ceremony.date is not None:
            raise may.DateGone(month=ceremony.month)
        return
    if wish.date != ceremony.date:
        may.require_reason(reason)
        may.require_new_date(wish.date, wish.start, at(wish.date, wish.start), calendar, now)
        other = find_on_date(ceremony.series_id, wish.date)
        if other is not None and other.id != ceremony.id:
            raise may.DateTaken(date=wish.date, key=other.key)
    elif at(wish.date, wish.start) <= now:
        raise may.IntoThePast(date=wish.date, start=wish.start)


def pass_on(ceremony: Ceremony, calendar: WorkDays, now: datetime) -> list[Ceremony]:
    """Give the following ceremonies of the year this one's time, places and dress; return those that changed."""
    changed = []
    for one in list_following(ceremony, now):
        own = Details.of(one)
        wish = replace(
            own,
            start=ceremony.start,
            place=ceremony.place,
            rain_place=ceremony.rain_place,
            dress=ceremony.dress,
        )
        if wish != own:
            change_details(one, wish, "", calendar, now)
            changed.append(one)
    return changed


def switch_place(ceremony: Ceremony, now: datetime) -> None:
    """Hold the ceremony at its rain place, or again at the place that it had before.

    Raises CancelledAlready, NothingHeld, PostponedAlready, HeldAlready or NoRainPlace.
    """
    lock_ceremony(ceremony)
    may.require_preparable(ceremony)
    may.require_not_postponed(ceremony)
    may.require_not_over(ceremony, now)
    before = _places(ceremony)
    if ceremony.place_before:
        ceremony.place, ceremony.rain_place, ceremony.place_before = ceremony.place_before, ceremony.place, ""
    elif ceremony.rain_place:
        ceremony.place, ceremony.rain_place, ceremony.place_before = ceremony.rain_place, "", ceremony.place
    else:
        raise may.NoRainPlace(month=ceremony.month)
    _finish(ceremony, now, is_told=True)
    record("switch-place", f"ceremony:{ceremony.key}", *_differing(before, _places(ceremony)))


def _places(ceremony: Ceremony) -> dict[str, object]:
    return {"place": ceremony.place, "rain_place": ceremony.rain_place}


def _finish(ceremony: Ceremony, now: datetime, *, is_told: bool) -> None:
    """Write the change down; where people must be told, stop the letters that tell the old."""
    ceremony.changed_at = now
    ceremony.revision += is_told
    session().flush()
    if is_told:
        withdraw(ceremony.uid, below=ceremony.revision)


def _differing(before: dict[str, object], after: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    names = {name for name in after if after[name] != before[name]}
    return _plain(before, names), _plain(after, names)


def _plain(values: dict[str, object], names: set[str]) -> dict[str, object]:
    shown = {name: values[name] for name in sorted(names)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in shown.items()}

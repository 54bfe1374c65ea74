"""Moving, postponing, cancelling and restoring one ceremony."""

from datetime import date, datetime, timedelta

from ceremony.core.audit.actions import record
from ceremony.core.clock import at
from ceremony.core.db import session
from ceremony.core.mail.actions import withdraw
from ceremony.core.text import clean
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import find_on_date, list_following, lock_ceremony
from ceremony.schedule.rules import CeremonyState, WorkDays
from ceremony.schedule.rules import changes as may
from ceremony.schedule.rules.occurrences import moved_to


def move_ceremony(ceremony: Ceremony, new_date: date, reason: str, calendar: WorkDays, now: datetime) -> None:
    """Hold the ceremony on *new_date*; a postponed or skipped one is planned again by it.

    Raises MissingReason, CancelledAlready, HeldAlready, OnThatDayAlready, IntoThePast, OntoDayOff,
    DateTaken or NoCalendar.
    """
    words = clean(reason)
    may.require_reason(words)
    lock_ceremony(ceremony)
    may.require_not_cancelled(ceremony)
    may.require_not_over(ceremony, now)
    if ceremony.date == new_date:
        raise may.OnThatDayAlready(date=new_date)
    _require_free(ceremony, new_date, calendar, now)
    _change(ceremony, "move", now, date=new_date, state=CeremonyState.PLANNED, reason=words, before=(None, ""))


def move_following(
    ceremony: Ceremony, new_date: date, reason: str, calendar: WorkDays, now: datetime
) -> list[Ceremony]:
    """Move the ceremony, and all that follow in its year by as many days from their own slots; return all moved.

    One whose new day is off goes where the series' policy sends it; where that is nowhere, it stays.
    Raises what `move_ceremony` raises, NobodyFollows, and DateTaken where two would meet.
    """
    following = list_following(ceremony, now)
    if not following:
        raise may.NobodyFollows(month=ceremony.month)
    wanted = [(one, _shifted(one, new_date - ceremony.slot, calendar)) for one in following]
    moving = [(one, day) for one, day in wanted if day is not None and day != one.date and at(day, one.start) > now]
    # Out of each other's way first: one may take the day that another leaves.
    held = {one.date for one in following} - {one.date for one, _ in moving} | {new_date}
    for one, day in moving:
        if day in held:
            raise may.DateTaken(date=day, key=one.key)
        held.add(day)
    told = {}
    for one, _ in moving:
        lock_ceremony(one)
        told[one.id] = _told(one)
        one.date = None
    session().flush()
    move_ceremony(ceremony, new_date, reason, calendar, now)
    for one, day in moving:
        old, planned = told[one.id], CeremonyState.PLANNED
        _change(one, "move", now, date=day, state=planned, reason=clean(reason), before=(None, ""), old=old)
    return [ceremony, *(one for one, _ in moving)]


def _shifted(ceremony: Ceremony, shift: timedelta, calendar: WorkDays) -> date | None:
    """Return the ceremony's day so many days from its slot, or where the policy sends it from there."""
    day = ceremony.slot + shift
    return day if calendar.is_working(day) else moved_to(day, ceremony.series.when_off, calendar)


def postpone_ceremony(ceremony: Ceremony, reason: str, now: datetime) -> None:
    """Take the ceremony off its date, without a new one yet.

    Raises MissingReason, CancelledAlready, PostponedAlready, NothingHeld or HeldAlready.
    """
    words = clean(reason)
    may.require_reason(words)
    lock_ceremony(ceremony)
    may.require_not_cancelled(ceremony)
    may.require_not_postponed(ceremony)
    may.require_not_skipped(ceremony)
    may.require_not_over(ceremony, now)
    before = (ceremony.date, ceremony.reason)
    _change(ceremony, "postpone", now, date=None, state=CeremonyState.POSTPONED, reason=words, before=before)


def cancel_ceremony(ceremony: Ceremony, reason: str, now: datetime) -> None:
    """Cancel the ceremony; it keeps the date that it was to be held on.

    Raises MissingReason, CancelledAlready, NothingHeld or HeldAlready.
    """
    words = clean(reason)
    may.require_reason(words)
    lock_ceremony(ceremony)
    may.require_not_cancelled(ceremony)
    may.require_not_skipped(ceremony)
    may.require_not_over(ceremony, now)
    postponed = ceremony.state is CeremonyState.POSTPONED
    kept = ceremony.date_before if postponed else ceremony.date
    why = ceremony.reason_before if postponed else ceremony.reason
    _change(ceremony, "cancel", now, date=kept, state=CeremonyState.CANCELLED, reason=words, before=(kept, why))


def restore_ceremony(ceremony: Ceremony, calendar: WorkDays, now: datetime) -> None:
    """Plan a postponed or cancelled ceremony again, on the date that it had.

    Raises NothingToRestore, IntoThePast, OntoDayOff or DateTaken.
    """
    lock_ceremony(ceremony)
    if ceremony.state is CeremonyState.PLANNED or ceremony.date_before is None:
        raise may.NothingToRestore(month=ceremony.month)
    day, why = ceremony.date_before, ceremony.reason_before
    _require_free(ceremony, day, calendar, now)
    _change(ceremony, "restore", now, date=day, state=CeremonyState.PLANNED, reason=why, before=(None, ""))


def _require_free(ceremony: Ceremony, new: date, calendar: WorkDays, now: datetime) -> None:
    may.require_new_date(new, ceremony.start, at(new, ceremony.start), calendar, now)
    other = find_on_date(ceremony.series_id, new)
    if other is not None and other.id != ceremony.id:
        raise may.DateTaken(date=new, key=other.key)


def _change(
    ceremony: Ceremony,
    act: str,
    now: datetime,
    *,
    date: date | None,
    state: CeremonyState,
    reason: str,
    before: tuple[date | None, str],
    old: dict[str, object] | None = None,
) -> None:
    """Write a change that people must be told, and stop the letters that tell the old."""
    old = old or _told(ceremony)
    ceremony.date, ceremony.state, ceremony.reason = date, state, reason
    ceremony.date_before, ceremony.reason_before = before
    ceremony.revision += 1
    ceremony.changed_at = now
    session().flush()
    record(f"{act}-ceremony", f"ceremony:{ceremony.key}", old, _told(ceremony))
    _stop_letters(ceremony)


def _told(ceremony: Ceremony) -> dict[str, object]:
    day = None if ceremony.date is None else ceremony.date.isoformat()
    return {"date": day, "state": ceremony.state, "reason": ceremony.reason, "revision": ceremony.revision}


def _stop_letters(ceremony: Ceremony) -> None:
    """Withdraw what is still on its way below the ceremony's revision, in this very transaction."""
    withdraw(ceremony.uid, below=ceremony.revision)

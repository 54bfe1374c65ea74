"""Leading a ceremony: going on to the next item and back, what was not reached, notes for the minutes."""

from datetime import datetime

from ceremony.core.audit.actions import record
from ceremony.core.clock import local
from ceremony.core.db import session
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import list_items
from ceremony.programme.rules.running import BegunAlready, NotTheDay, merged_notes
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import lock_ceremony
from ceremony.schedule.rules.held import require_held


def _begin(ceremony: Ceremony, now: datetime) -> list[ProgrammeItem]:
    """Return the items of a ceremony that may be led now, held until the commit; raises NotTheDay and their like."""
    lock_ceremony(ceremony)
    require_held(ceremony)
    if ceremony.date != local(now).date():
        raise NotTheDay
    return list_items(ceremony)


def _current(items: list[ProgrammeItem]) -> ProgrammeItem | None:
    return next((one for one in items if one.begun_at is not None and one.ended_at is None), None)


def go_on(ceremony: Ceremony, shown: int | None, now: datetime) -> bool:
    """End the item under way and begin the next one; return whether that was done.

    *shown* is the id of the item that the presser saw under way: who presses after somebody else has gone
    on changes nothing. Raises NotHeld or NotTheDay.
    """
    items = _begin(ceremony, now)
    current = _current(items)
    if shown != (current.id if current else None):
        return False
    following = next((one for one in items if one.begun_at is None and not one.is_unreached), None)
    if current is None and following is None:
        return False
    if current is not None:
        current.ended_at = now
    if following is not None:
        following.begun_at = now
    session().flush()
    record("next-item", f"ceremony:{ceremony.key}", after={"title": following.title if following else None})
    return True


def go_back(ceremony: Ceremony, shown: int | None, now: datetime) -> bool:
    """Take the last step back: the item under way has not begun, the one before it has not ended; else as `go_on`."""
    items = _begin(ceremony, now)
    current = _current(items)
    if shown != (current.id if current else None):
        return False
    ended = [one for one in items if one.ended_at is not None]
    before = max(ended, key=lambda one: (one.ended_at, one.position), default=None)
    if current is None and before is None:
        return False
    if current is not None:
        current.begun_at = None
    if before is not None:
        before.ended_at = None
    session().flush()
    record("item-back", f"ceremony:{ceremony.key}", after={"title": before.title if before else None})
    return True


def end_here(ceremony: Ceremony, shown: int | None, now: datetime) -> bool:
    """End the ceremony with the item under way; what has not begun was not reached. Else as `go_on`."""
    items = _begin(ceremony, now)
    current = _current(items)
    if current is None or shown != current.id:
        return False
    current.ended_at = now
    left = [one for one in items if one.begun_at is None and not one.is_unreached]
    for one in left:
        one.is_unreached = True
    session().flush()
    record("end-here", f"ceremony:{ceremony.key}", after={"title": current.title, "left": [one.title for one in left]})
    return True


def leave_out(ceremony: Ceremony, item: ProgrammeItem, now: datetime, *, is_left: bool) -> None:
    """Mark an item as not reached, or as still to come; raises BegunAlready and what `go_on` raises."""
    _begin(ceremony, now)
    session().refresh(item)
    if item.begun_at is not None:
        raise BegunAlready
    if item.is_unreached == is_left:
        return
    item.is_unreached = is_left
    session().flush()
    record("leave-out" if is_left else "put-back", f"ceremony:{ceremony.key}", after={"title": item.title})


def note_said(ceremony: Ceremony, item: ProgrammeItem, was: str, typed: str) -> None:
    """Keep what was said for the minutes; what somebody else wrote since *was* stays above it."""
    lock_ceremony(ceremony)
    session().refresh(item)
    said = merged_notes(was, item.said, typed)
    if said == item.said:
        return
    before, item.said = item.said, said
    session().flush()
    told = [{"title": item.title, "notes": text} for text in (before, said)]
    record("note-said", f"ceremony:{ceremony.key}", *told)

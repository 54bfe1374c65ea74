"""The addresses by which calendars subscribe to a unit's ceremonies."""

import secrets
from datetime import datetime

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.schedule.models import CalendarFeed
from ceremony.schedule.queries.feeds import find_feed
from ceremony.schedule.rules.changes import NoFeed


def open_feed(unit: Unit, now: datetime) -> CalendarFeed:
    """Return the unit's feed, made where it has none."""
    found = find_feed(unit)
    if found is not None:
        return found
    feed = CalendarFeed(unit_id=unit.id, nonce=secrets.token_urlsafe(16), made_at=now)
    session().add(feed)
    session().flush()
    record("open-calendar-feed", f"unit:{unit.code}")
    return feed


def revoke_feed(unit: Unit, now: datetime) -> None:
    """Close the unit's address for good; raises NoFeed."""
    feed = find_feed(unit)
    if feed is None:
        raise NoFeed(unit=unit.code)
    feed.revoked_at = now
    session().flush()
    record("revoke-calendar-feed", f"unit:{unit.code}")

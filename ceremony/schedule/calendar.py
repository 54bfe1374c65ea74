"""Ceremonies as calendars show them (RFC 5545): one entry, and the feed that a calendar subscribes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard

from ceremony.core.clock import OFFICE_ZONE, installed
from ceremony.core.language import gettext
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState

_PRODUCT = "-//ceremony//flag ceremony and political session//VI"
# Between them lie all dates that a rule can give.
_FIRST_DAY, _LAST_DAY = date(1995, 1, 1), date(2101, 1, 1)
# RFC 7986 5.7: how often a subscriber asks again.
_REFRESH = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One ceremony as a calendar sees it; `sequence` is its revision, `status` one of RFC 5545 3.8.1.11."""

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    minutes: int
    summary: str
    location: str
    description: str
    status: str = "CONFIRMED"


def office_zone() -> Timezone:
    """Return the office's zone as a calendar needs it."""
    return _zone(installed().zone.key)


@lru_cache(maxsize=8)
def _zone(name: str) -> Timezone:
    if name != OFFICE_ZONE:
        return Timezone.from_tzinfo(ZoneInfo(name), name, _FIRST_DAY, _LAST_DAY)
    # One STANDARD block: Viet Nam has kept +07:00 since 1975.
    offset = timedelta(hours=7)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - RFC 5545 3.6.5: a local time
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", OFFICE_ZONE)
    zone.add_component(standard)
    return zone


def event_of(entry: Entry) -> Event:
    """Return the entry as a VEVENT, on the office's wall clock."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    start = entry.start.astimezone(installed().zone)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=entry.minutes))
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("status", entry.status)
    event.add("transp", "OPAQUE")
    return event


def calendar_of(method: str, events: Sequence[Component]) -> Calendar:
    """Return a calendar object with the office's zone and these events."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(office_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def feed_text(name: str, entries: Sequence[Entry]) -> str:
    """Return what a calendar that subscribes reads; *name* is what it calls the feed."""
    calendar = calendar_of("PUBLISH", [event_of(entry) for entry in entries])
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", _REFRESH, parameters={"value": "DURATION"})
    return bytes(calendar.to_ical()).decode()


def title_of(ceremony: Ceremony) -> str:
    """Return what calendars call the ceremony."""
    month = f"{ceremony.slot.month}/{ceremony.slot.year}"
    return gettext("Flag ceremony and political session, %(month)s", month=month)


def entry_of(ceremony: Ceremony, *, is_draft: bool = False) -> Entry:
    """Return the ceremony as a feed shows it: called off ones stay, as cancelled, on the date that was told."""
    status = "TENTATIVE" if is_draft else "CONFIRMED"
    return Entry(
        uid=ceremony.uid,
        sequence=ceremony.revision,
        # Not the moment of asking, so that the same plan is the same text.
        stamp=ceremony.changed_at,
        start=ceremony.told.starts_at,
        minutes=ceremony.minutes,
        summary=title_of(ceremony),
        location=ceremony.place,
        description="\n".join(filter(None, [ceremony.theme, ceremony.dress, ceremony.reason])),
        status=status if ceremony.state is CeremonyState.PLANNED else "CANCELLED",
    )

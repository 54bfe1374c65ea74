"""The calendar entry of a ceremony (RFC 5545), as iTIP over mail asks for it (RFC 5546, RFC 6047)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress
from icalendar.parser import Contentline

from ceremony.core.clock import OFFICE_ZONE

_PRODUCT = "-//ceremony//flag ceremony and political session//VI"


class Method(StrEnum):
    """What a calendar shall do with the entry."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Entry:
    """One ceremony as a calendar sees it; `sequence` is the ceremony's revision."""

    method: Method
    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    minutes: int
    summary: str
    location: str
    description: str
    organizer_name: str
    organizer_address: str


def _office_zone() -> Timezone:
    """Return the office's zone as one STANDARD block: Viet Nam has kept +07:00 since 1975."""
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


def _address(name: str, mailbox: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox}")
    address.params["cn"] = name
    return address


def attendee_line(name: str, mailbox: str, *, cancelled: bool = False) -> str:
    """Return the ATTENDEE line of one recipient, not yet folded (RFC 5545 3.8.4.1)."""
    address = _address(name, mailbox)
    address.params["role"] = "REQ-PARTICIPANT"
    if not cancelled:
        address.params["partstat"] = "NEEDS-ACTION"
        address.params["rsvp"] = "TRUE"
    return str(Contentline.from_parts("ATTENDEE", address.params, address))


def calendar_text(entry: Entry, attendee: str) -> str:
    """Return the calendar object; *attendee* is the finished ATTENDEE line, or the place where it will stand."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    start = entry.start.astimezone(ZoneInfo(OFFICE_ZONE))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=entry.minutes))
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _address(entry.organizer_name, entry.organizer_address)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", entry.method.value)
    calendar.add_component(_office_zone())
    calendar.add_component(event)
    text = bytes(calendar.to_ical()).decode()
    return text.replace("END:VEVENT", f"{attendee}\r\nEND:VEVENT")

"""The calendar entry of a ceremony (RFC 5545), as iTIP over mail asks for it (RFC 5546, RFC 6047)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from icalendar import vCalAddress
from icalendar.parser import Contentline

from ceremony.schedule.calendar import Entry, calendar_of, event_of


class Method(StrEnum):
    """What a calendar shall do with the entry."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Invite(Entry):
    """One ceremony as the invited's calendar gets it by mail."""

    method: Method
    organizer_name: str
    organizer_address: str


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


def calendar_text(invite: Invite, attendee: str) -> str:
    """Return the calendar object; *attendee* is the finished ATTENDEE line, or the place where it will stand."""
    status = "CANCELLED" if invite.method is Method.CANCEL else "CONFIRMED"
    event = event_of(replace(invite, status=status))
    event["organizer"] = _address(invite.organizer_name, invite.organizer_address)
    text = bytes(calendar_of(invite.method.value, [event]).to_ical()).decode()
    return text.replace("END:VEVENT", f"{attendee}\r\nEND:VEVENT")

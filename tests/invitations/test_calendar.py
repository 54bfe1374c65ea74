"""The calendar entry, read back by a parser other than the one that wrote it (ical, not icalendar)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from ceremony.invitations.calendar import Invite, Method, attendee_line, calendar_text

GOLDEN = Path(__file__).parent.parent / "golden"
NAMES = ["Võ Thị Hướng Dương", 'Trần "Sáu" Minh Họa', "Liên hiệp các tổ chức hữu nghị; tỉnh, Mẫu", "A" * 200]


def _entry(method: Method = Method.REQUEST, sequence: int = 0) -> Invite:
    return Invite(
        method=method,
        uid="snv-2021-08@example.gov.vn",
        sequence=sequence,
        stamp=datetime(2021, 7, 26, 1, 0, tzinfo=UTC),
        start=datetime(2021, 8, 2, 0, 0, tzinfo=UTC),
        minutes=30,
        summary="Lễ chào cờ, sinh hoạt chính trị tháng 8/2021",
        location="Sân trụ sở, 20 Lê Đại Hành; trời mưa: hội trường",
        description="Nghị quyết số 76/NQ-CP\nÁo sơ mi trắng",
        organizer_name="Văn phòng Sở Mẫu",
        organizer_address="chaoco@example.gov.vn",
    )


def _text(entry: Invite, name: str = "Võ Thị Hướng Dương") -> str:
    attendee = attendee_line(name, "vthduong@example.gov.vn", cancelled=entry.method is Method.CANCEL)
    return calendar_text(entry, attendee)


def _read(text: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(text)


def test_a_request_reads_as_the_ceremony_at_seven_in_the_office() -> None:
    (event,) = _read(_text(_entry())).events
    assert event.uid == "snv-2021-08@example.gov.vn"
    assert event.sequence == 0
    assert event.dtstart.isoformat() == "2021-08-02T07:00:00+07:00"
    assert event.dtend is not None
    assert event.dtend.isoformat() == "2021-08-02T07:30:00+07:00"
    assert event.location == "Sân trụ sở, 20 Lê Đại Hành; trời mưa: hội trường"
    assert event.description == "Nghị quyết số 76/NQ-CP\nÁo sơ mi trắng"


def test_a_cancel_keeps_the_uid_and_says_cancelled() -> None:
    calendar = _read(_text(_entry(Method.CANCEL, sequence=2)))
    (event,) = calendar.events
    assert calendar.method == "CANCEL"
    assert (event.uid, event.sequence, event.status) == ("snv-2021-08@example.gov.vn", 2, "CANCELLED")


@pytest.mark.parametrize("name", NAMES)
def test_exactly_one_attendee_is_asked_to_reply(name: str) -> None:
    (event,) = _read(_text(_entry(), name)).events
    (attendee,) = event.attendees
    assert str(attendee.uri) == "mailto:vthduong@example.gov.vn"
    assert attendee.rsvp
    assert attendee.common_name == name


def test_the_office_zone_is_one_standard_block_of_seven_hours() -> None:
    text = _text(_entry())
    assert text.count("BEGIN:STANDARD") == 1
    assert "BEGIN:DAYLIGHT" not in text
    assert "TZOFFSETTO:+0700" in text


def test_the_entry_is_the_one_on_file() -> None:
    assert _text(_entry()).replace("\r\n", "\n") == (GOLDEN / "request.ics").read_text(encoding="utf-8")

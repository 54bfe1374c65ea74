"""A letter is encoded once, filled per recipient, and read back by Python's own parser as it was meant."""

import email
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceremony.core.mail.editions import Attachment, Draft, form_of, make_edition, slot
from ceremony.core.mail.encoding import one_line
from ceremony.core.mail.rules import BadAddress
from tests.core.mail.letters import CALENDAR, INVITATION, LINK, WRITTEN, Filling

GOLDEN = Path(__file__).parents[2] / "golden" / "invitation.eml"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def written(draft: Draft = INVITATION, letter: Filling | None = None) -> bytes:
    """Return the finished bytes."""
    return form_of(make_edition(draft, WRITTEN).pieces).fill(letter or Filling())


def read(message: bytes) -> EmailMessage:
    """Parse, and check what holds for every letter."""
    lines = message.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    assert message.isascii()
    return cast("EmailMessage", email.message_from_bytes(message, policy=policy.SMTP))


def content(part: EmailMessage) -> str:
    """Return the decoded text of a part."""
    return cast("bytes", part.get_payload(decode=True)).decode()


def part_of(message: EmailMessage, media_type: str) -> EmailMessage:
    """Return the one part of this type."""
    (part,) = [part for part in message.walk() if part.get_content_type() == media_type]
    return cast("EmailMessage", part)


def test_the_invitation_is_the_one_that_was_read_and_approved() -> None:
    assert written().decode("ascii") == GOLDEN.read_bytes().decode("ascii")


def test_the_parts_stand_in_the_order_of_rfc_6047() -> None:
    draft = replace(INVITATION, attachments=(Attachment("Nghị quyết.pdf", "application/pdf", b"%PDF-1.7"),))
    message = read(written(draft))
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
        *("application/ics", "application/pdf"),
    ]
    assert part_of(message, "text/calendar").get_param("method") == "REQUEST"
    assert part_of(message, "application/ics").get_filename() == "invite.ics"
    assert part_of(message, "application/pdf").get_filename() == "Nghị quyết.pdf"
    assert part_of(message, "application/pdf").get_payload(decode=True) == b"%PDF-1.7"


def test_without_calendar_and_files_there_is_only_what_is_needed() -> None:
    plain = replace(INVITATION, html=None, calendar=None, method=None)
    assert read(written(plain)).get_content_type() == "text/plain"
    assert read(written(replace(plain, html="<p>x</p>"))).get_content_type() == "multipart/alternative"


def test_headers_say_who_writes_and_that_a_machine_does() -> None:
    message = read(written())
    assert message["From"].addresses[0].display_name == "Sở Mẫu, Văn phòng"
    assert message["From"].addresses[0].addr_spec == "chaoco@example.gov.vn"
    assert message["To"].addresses[0].display_name == "Võ Thị Hướng Dương"
    assert message["To"].addresses[0].addr_spec == "cb02@example.gov.vn"
    assert message["Subject"] == INVITATION.subject
    assert message["Reply-To"] == "vanphong@example.gov.vn"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<0123456789abcdef@example.gov.vn>"
    assert message["Date"] == "Mon, 26 Jul 2021 08:00:00 +0700"


def test_a_sender_name_with_a_comma_in_plain_letters_is_quoted() -> None:
    assert b'From: "So Mau, \\"VP\\"" <chaoco@example.gov.vn>\r\n' in written(
        replace(INVITATION, sender_name='So Mau, "VP"')
    )


def test_the_answer_link_stands_on_a_line_of_its_own() -> None:
    long = "x" * 200
    text = content(part_of(read(written(letter=Filling(token=long))), "text/plain"))
    assert LINK + long in text.split("\r\n")


def test_the_calendar_is_the_same_in_both_parts_and_each_line_is_folded() -> None:
    name = "Nguyễn " * 20 + 'a"b'
    message = read(written(letter=Filling(name=name)))
    first, second = (content(part_of(message, kind)) for kind in ("text/calendar", "application/ics"))
    assert first == second
    assert max(len(line.encode()) for line in first.split("\r\n")) <= 75
    unfolded = re.sub(r"\r\n ", "", first)
    assert f'ATTENDEE;CN="{name.replace(chr(34), chr(39))}";RSVP=TRUE:mailto:cb02@example.gov.vn\r\n' in unfolded
    assert [line for line in unfolded.split("\r\n") if not line.startswith("ATTENDEE")] == [
        line for line in CALENDAR.split("\r\n") if not line.startswith("ATTENDEE")
    ]


def test_a_slot_may_be_a_whole_calendar_line() -> None:
    calendar = CALENDAR.replace("END:VEVENT", f"{slot('extra')}\r\nEND:VEVENT")
    letter = Filling(extra='COMMENT;X="y":a\r\nATTENDEE:mailto:evil@example.com')
    lines = content(part_of(read(written(replace(INVITATION, calendar=calendar), letter)), "text/calendar"))
    assert 'COMMENT;X="y":a ATTENDEE:mailto:evil@example.com' in lines.split("\r\n")


def test_a_calendar_of_another_method_is_refused() -> None:
    with pytest.raises(ValueError, match="CANCEL"):
        make_edition(replace(INVITATION, method="CANCEL"), WRITTEN)


@given(ANY_TEXT)
@example("=" * 90)
@example("é" * 90)
@example("a" * 76)
@example(" ")
@example(".")
@example("\r")
@example("x\r\n.\r\ny \t")
def test_any_slot_text_comes_back_from_the_text_and_the_html(text: str) -> None:
    draft = replace(
        INVITATION,
        calendar=None,
        method=None,
        text=f"a{slot('token')}b\n{slot('token')}\n{slot('token')}{slot('token')}.",
        html=f"<p>{slot('token')}</p>\n{slot('token', 'raw')}",
        to="",
    )
    message = written(draft, Filling(token=text))
    assert max(map(len, message.split(b"\r\n"))) <= 78
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    parsed = read(message)
    plain, page = (content(part_of(parsed, kind)).replace("\r\n", "\n") for kind in ("text/plain", "text/html"))
    assert plain == f"a{unix}b\n{unix}\n{unix}{unix}.\n"
    escaped = unix.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&quot;").replace("'", "&#x27;")
    assert page == f"<p>{escaped}</p>\n{unix}\n"


@given(ANY_TEXT)
@example("=?utf-8?q?a=0D=0AX-Evil:_1?=")
@example("a\r\nBcc: evil@example.com")
@example("\u2028X: y")
@example('"a" <b@c>, "d"')
@example("x" * 400)
@example("đ" * 400)
def test_any_slot_text_comes_back_from_the_headers_and_adds_none(text: str) -> None:
    draft = replace(INVITATION, subject=f"Mời {slot('token')}", to=slot("token"))
    message = read(written(draft, Filling(token=text)))
    assert message.keys() == read(written()).keys()
    assert message["Subject"] == f"Mời {one_line(text)}".strip()
    (mailbox,) = message["To"].addresses
    assert mailbox.addr_spec == "cb02@example.gov.vn"
    # Python 3.11 reads a blank between two encoded words of a name, which RFC 2047 section 6.2 says to ignore.
    assert "".join(mailbox.display_name.split()) == "".join(one_line(text).split())


@pytest.mark.parametrize(
    "address",
    [
        *("a@b\r\nBcc: c@d.vn", "a b@example.gov.vn", "<a@example.gov.vn>", "a@example.gov.vn,b@example.gov.vn"),
        *("=?utf-8?q?a?=@example.gov.vn", "hướng@example.gov.vn", "a@", "@b.vn", "a", "", '"a b"@example.gov.vn'),
    ],
)
def test_a_hostile_sender_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        make_edition(replace(INVITATION, sender_address=address), WRITTEN)


def test_a_missing_slot_is_an_error_and_never_an_empty_place() -> None:
    letter = Filling()
    letter.slots = {}
    with pytest.raises(KeyError):
        written(letter=letter)

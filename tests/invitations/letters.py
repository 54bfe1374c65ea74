"""A ceremony with all that a letter can tell of it, and its letters read as a mail client reads them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from flask import current_app

from ceremony.core.db import session, transaction
from ceremony.core.language import language
from ceremony.core.mail.editions import make_edition, message_of
from ceremony.core.mail.models import Edition
from ceremony.invitations.letters import draft_letter, recipient_of, subject_of
from ceremony.invitations.models import Invitation
from ceremony.invitations.rules import Occasion
from ceremony.people.queries import get_unit
from ceremony.programme.actions import attach_document
from ceremony.schedule.models import Ceremony
from ceremony.topics.actions import add_document
from ceremony.topics.rules import parse_citation
from tests.attendance.plan import add_ceremony, get_by_code

NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)
RESOLUTION = (
    "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính nhà nước "
    "giai đoạn 2021-2030"
)


def ceremony_of_august() -> Ceremony:
    """The ceremony of Monday 2/8/2021 that presents the resolution; Ông Trần Minh Họa presides."""
    ceremony = add_ceremony(
        place="Sân trụ sở, 20 Lê Đại Hành",
        rain_place="hội trường tầng 2",
        dress="Áo sơ mi trắng, quần hoặc váy sẫm màu; đeo thẻ",
        presiding_id=get_by_code("CB03").id,
    )
    with transaction():
        document, _new = add_document(get_unit("SNV"), parse_citation(RESOLUTION), None, NOW)
        attach_document(ceremony, document)
    return ceremony


def invitation_of(ceremony: Ceremony, code: str | None, guest: str = "LHHN") -> Invitation:
    """The invitation of the person with this staff code, else of the guest unit."""
    person = get_by_code(code) if code else None
    with transaction():
        invitation = Invitation(
            ceremony_id=ceremony.id,
            host_id=ceremony.host_id,
            person_id=person.id if person else None,
            unit_id=person.unit_id if person else get_unit(guest).id,
            nonce=f"nonce of {code or guest}",
        )
        session().add(invitation)
    return invitation


@dataclass(frozen=True)
class Filled:
    """A letter that never saw the outbox."""

    edition: Edition
    address: str
    slots: dict[str, Any] | None
    message_id: str = "<0123456789abcdef@example.gov.vn>"
    written_at: datetime = NOW


def letter(invitation: Invitation, occasion: Occasion, code: str = "vi") -> EmailMessage:
    """Return the letter of this occasion to the invited, as Python's parser reads it."""
    subject = subject_of(invitation.ceremony, current_app.extensions["settings"])
    with language(code):
        recipient = recipient_of(invitation, occasion)
    edition = make_edition(draft_letter(subject, occasion, code, NOW), NOW)
    values = {"name": recipient.name, **recipient.slots}
    message = email.message_from_bytes(
        message_of(Filled(edition, recipient.address, values)), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    """Return the decoded part of this kind, its lines as Python has them."""
    (found,) = [one for one in message.walk() if one.get_content_type() == kind]
    return str(found.get_content()).replace("\r\n", "\n")


class _Reader(HTMLParser):
    """Collects what is seen of a page, and checks that each element is closed in its turn."""

    VOID = ("meta", "link", "br", "input", "img", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def seen(html: str) -> str:
    """Return the words that a reader sees of *html*; fails where an element is not closed in its turn."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return " ".join(" ".join(reader.seen).split())

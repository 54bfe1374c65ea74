"""The letters of a ceremony: invitation, change, cancellation, reminder. They are built here and sent elsewhere."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from flask import current_app, render_template

from ceremony.core.language import gettext, language
from ceremony.core.mail.actions import Recipient
from ceremony.core.mail.editions import Draft, make_edition, message_of, slot
from ceremony.core.mail.models import Edition
from ceremony.core.mail.rules import Priority, mailbox_of
from ceremony.core.settings import Settings
from ceremony.invitations.calendar import Invite, Method, attendee_line, calendar_text
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import token_of
from ceremony.invitations.rules import Occasion
from ceremony.people.models import Office, Person, Unit
from ceremony.people.queries import office_of
from ceremony.programme.queries import list_documents_of
from ceremony.schedule.calendar import title_of
from ceremony.schedule.models import Ceremony
from ceremony.topics.models import Document
from ceremony.topics.queries import cite

PRIORITY = {
    Occasion.INVITATION: Priority.INVITATION,
    Occasion.REMINDER: Priority.INVITATION,
    Occasion.UPDATE: Priority.CHANGE,
    Occasion.CANCELLATION: Priority.CHANGE,
}


@dataclass(frozen=True)
class Subject:
    """What every letter of a ceremony speaks of."""

    ceremony: Ceremony
    office: Office
    documents: Sequence[Document]
    sender_address: str

    @property
    def sender_name(self) -> str:
        """The name in From: what the host has set, else its own."""
        return self.office.sender_name or self.office.name or self.ceremony.host.name


def subject_of(ceremony: Ceremony, settings: Settings) -> Subject:
    """Gather what the letters of *ceremony* need."""
    documents = list_documents_of(ceremony)
    return Subject(ceremony, office_of(ceremony.host), documents, mailbox_of(settings.mail_default_sender))


def draft_letter(subject: Subject, occasion: Occasion, code: str, now: datetime) -> Draft:
    """Return what all letters of one occasion in one language share; recipients fill its slots."""
    ceremony = subject.ceremony
    with language(code):
        values = _values(subject, occasion)
        template = f"invitations/mail/{occasion.value}"
        texts = {kind: render_template(f"{template}.{kind}", **values) for kind in ("subject", "txt", "html")}
        calendar = calendar_text(_entry(subject, occasion, now), slot("attendee"))
    return Draft(
        thread=ceremony.uid,
        revision=ceremony.revision,
        kind=occasion.value,
        language=code,
        host=ceremony.host.code,
        sender_name=subject.sender_name,
        sender_address=subject.sender_address,
        reply_to=subject.office.reply_to or subject.sender_address,
        subject=" ".join(texts["subject"].split()),
        text=texts["txt"],
        html=texts["html"],
        calendar=calendar,
        method=_method(occasion).value,
        wording={"month": ceremony.month, "ceremony": ceremony.key, "subject": " ".join(texts["subject"].split())},
    )


def _method(occasion: Occasion) -> Method:
    return Method.CANCEL if occasion is Occasion.CANCELLATION else Method.REQUEST


def _values(subject: Subject, occasion: Occasion) -> dict[str, Any]:
    return {
        "ceremony": subject.ceremony,
        "office": subject.office,
        "host_name": subject.sender_name,
        "day": subject.ceremony.told.day,
        "citations": [cite(document) for document in subject.documents],
        "occasion": occasion,
        "greeting": slot("greeting"),
        "link": slot("link"),
    }


def _entry(subject: Subject, occasion: Occasion, now: datetime) -> Invite:
    ceremony = subject.ceremony
    topic = "; ".join(cite(document) for document in subject.documents) or ceremony.theme
    return Invite(
        method=_method(occasion),
        uid=ceremony.uid,
        sequence=ceremony.revision,
        stamp=now,
        start=ceremony.told.starts_at,
        minutes=ceremony.minutes,
        summary=title_of(ceremony),
        location=ceremony.place,
        description="\n".join(filter(None, [topic, ceremony.dress, subject.office.contact])),
        organizer_name=subject.sender_name,
        organizer_address=subject.sender_address,
    )


def recipient_of(invitation: Invitation, occasion: Occasion) -> Recipient:
    """Return one invited person or unit as a recipient, with the slots of its letter filled."""
    address = invitation.address or ""
    return Recipient(
        recipient=f"invitation:{invitation.id}",
        address=address,
        name=invitation.name,
        slots={
            "greeting": _greeting(invitation),
            "link": f"{_base_url()}/i/{token_of(invitation.nonce)}",
            "attendee": attendee_line(invitation.name, address, cancelled=_method(occasion) is Method.CANCEL),
        },
    )


def _greeting(invitation: Invitation) -> str:
    if invitation.person is None:
        return gettext("Dear %(name)s,", name=invitation.unit.name)
    person = invitation.person
    role = f"{person.full_name}, {person.position}" if person.position else person.full_name
    return gettext("Dear Mr/Ms %(name)s,", name=role)


def _base_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url.rstrip("/")


@dataclass(frozen=True)
class _Unsent:
    """A letter that is only looked at."""

    edition: Edition
    address: str
    slots: dict[str, Any]
    written_at: datetime
    message_id: str


@dataclass(frozen=True)
class Specimen:
    """The letter that somebody would get now, whether they are invited yet or not.

    Its link opens nothing: the real one is for its holder alone.
    """

    ceremony: Ceremony
    invitation: Invitation
    occasion: Occasion
    settings: Settings
    now: datetime

    @property
    def language(self) -> str:
        """The language that its reader reads."""
        return self.invitation.person.language if self.invitation.person is not None else "vi"

    @property
    def draft(self) -> Draft:
        """The letter with its slots, as for everybody."""
        return draft_letter(subject_of(self.ceremony, self.settings), self.occasion, self.language, self.now)

    @property
    def recipient(self) -> Recipient:
        """Who gets it, and what stands in its slots."""
        with language(self.language):
            return recipient_of(self.invitation, self.occasion)

    def copy_of(self) -> Draft:
        """Return the letter as one of a matter of its own, so that nothing counts or takes it back as an invitation."""
        with language(self.language):
            title = gettext("Copy: %(subject)s", subject=self.draft.subject)
        return replace(self.draft, thread=f"copy:{secrets.token_hex(8)}", kind="copy", subject=title)

    def message(self) -> EmailMessage:
        """Return the finished message, taken apart; without an address it has none in To."""
        edition, to = make_edition(self.draft, self.now), self.recipient
        slots = {"name": to.name, "address": to.address, **to.slots}
        letter = _Unsent(edition, to.address, slots, self.now, "<preview@localhost>")
        message: EmailMessage = message_from_bytes(message_of(letter), policy=policy.default)
        return message


def specimen_of(
    ceremony: Ceremony, who: Person | Unit, occasion: Occasion, settings: Settings, now: datetime
) -> Specimen:
    """Return the letter that a person or a guest unit would get now."""
    person = who if isinstance(who, Person) else None
    unit = who.unit if isinstance(who, Person) else who
    # Never in the session: only looked at.
    invitation = Invitation(person=person, unit=unit, nonce="preview")
    return Specimen(ceremony, invitation, occasion, settings, now)


def plain_facts(ceremony: Ceremony, settings: Settings) -> str:
    """Return what everybody may know, as short text for a chat group, in the office's language; no link in it."""
    subject = subject_of(ceremony, settings)
    with language(subject.office.language):
        return render_template("invitations/chat.txt", **_values(subject, Occasion.INVITATION)).strip()

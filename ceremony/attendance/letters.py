"""The letter that tells the host's contact what somebody contests."""

from flask import render_template

from ceremony.attendance.models import Objection
from ceremony.core.language import language
from ceremony.core.mail.editions import Draft
from ceremony.core.mail.rules import mailbox_of
from ceremony.core.settings import Settings
from ceremony.people.models import Office, Unit


def draft_objection(objection: Objection, office: Office, host: Unit, settings: Settings) -> Draft:
    """Return the letter about *objection*, in the office's language."""
    link = f"{settings.base_url.rstrip('/')}/ceremonies/{objection.ceremony.key}/objections"
    values = {"objection": objection, "ceremony": objection.ceremony, "person": objection.person, "link": link}
    with language(office.language):
        subject, text = (render_template(f"attendance/mail/objection.{kind}", **values) for kind in ("subject", "txt"))
    return Draft(
        thread=f"objection:{objection.id}",
        revision=0,
        kind="objection",
        language=office.language,
        host=host.code,
        sender_name=office.sender_name or office.name or host.name,
        sender_address=mailbox_of(settings.mail_default_sender),
        reply_to=objection.person.email or "",
        subject=" ".join(subject.split()),
        text=text,
    )

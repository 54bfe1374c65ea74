"""The letter with a one-time link."""

from flask import render_template

from ceremony.accounts.models import OneTimeLink
from ceremony.accounts.queries import token_of
from ceremony.accounts.rules.sign_in import Purpose
from ceremony.core.language import language
from ceremony.core.mail.actions import Recipient
from ceremony.core.mail.editions import Draft, slot
from ceremony.core.mail.rules import mailbox_of
from ceremony.core.settings import Settings
from ceremony.people.models import Office, Unit

_PATHS = {Purpose.SIGN_IN: "/login/link", Purpose.PASSWORD: "/password/link"}


def link_address(link: OneTimeLink, settings: Settings) -> str:
    """Return the web address of a link."""
    return f"{settings.base_url.rstrip('/')}{_PATHS[link.purpose]}?token={token_of(link)}"


def draft_link_letter(link: OneTimeLink, office: Office, host: Unit, code: str, settings: Settings) -> Draft:
    """Return the letter of *link* in the language *code*; its address is blanked once it is accepted."""
    minutes = int((link.expires_at - link.made_at).total_seconds() // 60)
    host_name = office.sender_name or office.name or host.name
    values = {"office": office, "host_name": host_name, "minutes": minutes, "link": slot("link")}
    template = f"accounts/mail/{link.purpose.value}"
    with language(code):
        texts = {kind: render_template(f"{template}.{kind}", **values) for kind in ("subject", "txt", "html")}
    sender = mailbox_of(settings.mail_default_sender)
    return Draft(
        thread=f"link:{link.id}",
        revision=0,
        kind=link.purpose.value,
        language=code,
        host=host.code,
        sender_name=host_name,
        sender_address=sender,
        reply_to=office.reply_to or sender,
        subject=" ".join(texts["subject"].split()),
        text=texts["txt"],
        html=texts["html"],
        one_time=("link",),
    )


def recipient_of(link: OneTimeLink, address: str, name: str, settings: Settings) -> Recipient:
    """Return whom the letter of *link* is for."""
    slots = {"link": link_address(link, settings)}
    return Recipient(recipient=f"link:{link.id}", address=address, name=name, slots=slots)

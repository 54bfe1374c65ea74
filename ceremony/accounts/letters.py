"""Letters about accounts: with a one-time link, of roles that were given, of what was done."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import render_template

from ceremony.accounts.models import Grant, OneTimeLink
from ceremony.accounts.queries import token_of
from ceremony.accounts.rules.roles import ROLE_DUTIES, ROLE_WORDS
from ceremony.accounts.rules.sign_in import Purpose
from ceremony.core.language import gettext, language
from ceremony.core.mail.actions import Recipient
from ceremony.core.mail.editions import Draft, slot
from ceremony.core.mail.rules import mailbox_of
from ceremony.core.settings import Settings
from ceremony.core.web.words import numeric_date
from ceremony.people.models import Office, Unit
from ceremony.people.queries import office_of

_PATHS = {Purpose.SIGN_IN: "/login/link", Purpose.PASSWORD: "/password/link", Purpose.ADDRESS: "/address/link"}


def link_address(link: OneTimeLink, settings: Settings) -> str:
    """Return the web address of a link."""
    return f"{settings.base_url.rstrip('/')}{_PATHS[link.purpose]}?token={token_of(link)}"


def draft_link_letter(link: OneTimeLink, office: Office, host: Unit, code: str, settings: Settings) -> Draft:
    """Return the letter of *link* in the language *code*; its address is blanked once it is accepted."""
    minutes = int((link.expires_at - link.made_at).total_seconds() // 60)
    more = {"minutes": minutes, "days": minutes // 1440, "address": link.email, "link": slot("link")}
    return draft_notice(
        f"link:{link.id}", link.purpose.value, office, host, code, settings, more=more, one_time=("link",)
    )


def draft_role_letter(
    thread: str, grants: Sequence[Grant], address: str, is_secret: bool, host: Unit, code: str, settings: Settings
) -> Draft:
    """Return the letter that tells somebody of the roles that they were given, in the language *code*.

    *address* is where they sign in; with *is_secret* it is a slot with a link that sets their first password.
    """
    with language(code):
        roles = [_role_line(one) for one in grants]
        duties = [gettext(ROLE_DUTIES[role]) for role in sorted({one.role for one in grants})]
    more = {"roles": roles, "duties": duties, "address": address, "is_secret": is_secret}
    one_time = ("link",) if is_secret else ()
    return draft_notice(thread, "role", office_of(host), host, code, settings, more=more, one_time=one_time)


def _role_line(grant: Grant) -> str:
    """Return "Manager, Phòng Tổ chức, from 01/08/2021 up to 31/08/2021"."""
    line = [gettext(ROLE_WORDS[grant.role]), grant.unit.name, gettext("from %(day)s", day=numeric_date(grant.starts))]
    if grant.ends is not None:
        line.append(gettext("up to and including %(day)s", day=numeric_date(grant.ends - timedelta(days=1))))
    return ", ".join(line)


def sign_in_page(settings: Settings) -> str:
    """Return the web address where everybody signs in."""
    return f"{settings.base_url.rstrip('/')}/login"


def draft_notice(
    thread: str,
    kind: str,
    office: Office,
    host: Unit,
    code: str,
    settings: Settings,
    *,
    more: Mapping[str, object] | None = None,
    one_time: tuple[str, ...] = (),
) -> Draft:
    """Return the letter *kind* of accounts in the language *code*, with *more* values for its words."""
    host_name = office.sender_name or office.name or host.name
    values = {"office": office, "host_name": host_name, **(more or {})}
    template = f"accounts/mail/{kind}"
    with language(code):
        texts = {kind: render_template(f"{template}.{kind}", **values) for kind in ("subject", "txt", "html")}
    sender = mailbox_of(settings.mail_default_sender)
    return Draft(
        thread=thread,
        revision=0,
        kind=kind,
        language=code,
        host=host.code,
        sender_name=host_name,
        sender_address=sender,
        reply_to=office.reply_to or sender,
        subject=" ".join(texts["subject"].split()),
        text=texts["txt"],
        html=texts["html"],
        one_time=one_time,
    )


def recipient_of(link: OneTimeLink, address: str, name: str, settings: Settings) -> Recipient:
    """Return whom the letter of *link* is for."""
    slots = {"link": link_address(link, settings)}
    return Recipient(recipient=f"link:{link.id}", address=address, name=name, slots=slots)

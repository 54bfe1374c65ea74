"""Letters that tell somebody what was done to their account."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ceremony.accounts.actions.links import make_link
from ceremony.accounts.letters import draft_notice, draft_role_letter, link_address, sign_in_page
from ceremony.accounts.models import Grant, User
from ceremony.accounts.rules import Role
from ceremony.accounts.rules.sign_in import FIRST_LINK_LIFE, Purpose
from ceremony.core.mail.actions import Recipient, queue_letters
from ceremony.core.mail.editions import Draft, make_edition, slot
from ceremony.core.mail.rules import Priority
from ceremony.core.settings import Settings
from ceremony.people.models import Unit
from ceremony.people.queries import get_root, office_of


def send_notice(user: User, kind: str, settings: Settings, now: datetime, real_now: datetime) -> None:
    """Queue the letter *kind* ("factor-removed") to *user*."""
    host = user.person.host if user.person else get_root()
    draft = draft_notice(_thread(user, now), kind, office_of(host), host, _language_of(user), settings)
    _queue(user, draft, {}, now, real_now)


def tell_roles(grants: Sequence[Grant], host: Unit, settings: Settings, now: datetime, real_now: datetime) -> None:
    """Queue the letter that tells somebody of the roles in *host* that they were given, all of one account.

    Office and managers without a password get a link that sets one; others sign in as everybody does.
    """
    user = grants[0].user
    is_secret = not user.password and any(one.role is not Role.RECORDER for one in grants)
    slots = {}
    if is_secret:
        link = make_link(user.address, Purpose.PASSWORD, now + FIRST_LINK_LIFE, now, user=user)
        slots["link"] = link_address(link, settings)
    address = slot("link") if is_secret else sign_in_page(settings)
    thread, language = _thread(user, now), _language_of(user)
    draft = draft_role_letter(thread, grants, address, is_secret, host, language, settings)
    _queue(user, draft, slots, now, real_now, FIRST_LINK_LIFE if is_secret else None)


def _thread(user: User, now: datetime) -> str:
    return f"account:{user.id}:{now.isoformat()}"


def _language_of(user: User) -> str:
    return user.language or (user.person.language if user.person else "vi")


def _queue(
    user: User,
    draft: Draft,
    slots: dict[str, str],
    now: datetime,
    real_now: datetime,
    life: timedelta | None = None,
) -> None:
    to = Recipient(recipient=f"account:{user.id}", address=user.address, name=user.name, slots=slots)
    expires_at = now + life if life else None
    edition, priority = make_edition(draft, now), Priority.SIGN_IN
    queue_letters(edition, [to], key=draft.kind, now=now, real_now=real_now, priority=priority, expires_at=expires_at)

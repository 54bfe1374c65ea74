"""One-time links: made, sent by letter, used once."""

from datetime import date, datetime

from ceremony.accounts.actions.grants import make_account
from ceremony.accounts.letters import draft_link_letter, link_address, recipient_of
from ceremony.accounts.models import OneTimeLink, User
from ceremony.accounts.queries import Candidate, candidates_of, list_candidates
from ceremony.accounts.rules.sign_in import LINK_LIFE, Purpose, WhoIsIt
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.mail.actions import queue_letters
from ceremony.core.mail.editions import make_edition
from ceremony.core.mail.rules import Priority
from ceremony.core.settings import Settings
from ceremony.people.queries import get_root, office_of


def make_link(
    email: str,
    purpose: Purpose,
    expires_at: datetime,
    now: datetime,
    *,
    user: User | None = None,
    next_page: str | None = None,
    kept: str | None = None,
) -> OneTimeLink:
    """Make a link for one use, for *user* or for whoever has the address."""
    link = OneTimeLink(
        purpose=purpose,
        email=email,
        user_id=user.id if user else None,
        made_at=now,
        expires_at=expires_at,
        next=next_page,
        kept=kept,
    )
    session().add(link)
    session().flush()
    return link


def address_of(link: OneTimeLink, settings: Settings) -> str:
    """Return the web address of a link."""
    return link_address(link, settings)


def send_link(
    email: str,
    purpose: Purpose,
    settings: Settings,
    today: date,
    now: datetime,
    real_now: datetime,
    *,
    next_page: str | None = None,
    kept: str | None = None,
) -> bool:
    """Send a letter with a link to *email* where somebody has this address; return whether anybody has.

    The answer to who asked must be the same either way.
    """
    candidates = list_candidates(email, today)
    if not candidates:
        return False
    first = candidates[0]
    expires_at = now + LINK_LIFE[purpose]
    # As we wrote it down, never as it was typed: letters that only look alike lead elsewhere.
    address = (first.person.email if first.person else None) or (first.user.email if first.user else email)
    link = make_link(address, purpose, expires_at, now, next_page=next_page, kept=kept)
    host = first.person.host if first.person else get_root()
    language = _language_of(first)
    edition = make_edition(draft_link_letter(link, office_of(host), host, language, settings), now)
    recipients = [recipient_of(link, address, first.name if len(candidates) == 1 else "", settings)]
    queue_letters(
        edition,
        recipients,
        key=purpose.value,
        now=now,
        real_now=real_now,
        priority=Priority.SIGN_IN,
        expires_at=expires_at,
    )
    return True


def _language_of(candidate: Candidate) -> str:
    if candidate.user is not None and candidate.user.language:
        return candidate.user.language
    return candidate.person.language if candidate.person else "vi"


def use_link(link: OneTimeLink, who: str | None, today: date, now: datetime) -> User:
    """Use *link* up and return the account that it signs in, made where it is missing.

    *who* is the key of a candidate; needed where the address is shared. Raises WhoIsIt, LinkSpent or
    OnlyByAnAddressOfTheirOwn.
    The caller holds the link locked.
    """
    candidates = candidates_of(link, today)
    if candidates[0].is_shared or who is not None:
        candidates = [one for one in candidates if one.key == who]
    if not candidates:
        raise WhoIsIt
    link.used_at = now
    return account_of(candidates[0], link.email, now)


def account_of(candidate: Candidate, address: str, now: datetime) -> User:
    """Return the account of who has shown that *address* is theirs, made or given its person where that is missing."""
    if candidate.user is None:
        return make_account(address, candidate.name, candidate.person, now)
    if candidate.user.person_id is None and candidate.person is not None:
        candidate.user.person_id = candidate.person.id
        record("link account", f"account:{candidate.user.id}", after={"person": candidate.person.id})
    return candidate.user

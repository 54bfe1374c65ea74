"""Another address for somebody who holds a role: agreed to from the old one, lest a clerk takes an account over."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from ceremony.accounts.actions.links import make_link
from ceremony.accounts.letters import draft_link_letter, recipient_of
from ceremony.accounts.models import OneTimeLink, User
from ceremony.accounts.queries import find_user_of, held_by
from ceremony.accounts.rules import Held
from ceremony.accounts.rules.second import first_out_of_reach
from ceremony.accounts.rules.sign_in import LINK_LIFE, LinkSpent, Purpose
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.mail.actions import queue_letters
from ceremony.core.mail.editions import make_edition
from ceremony.core.mail.rules import Priority
from ceremony.core.settings import Settings
from ceremony.people.models import Person
from ceremony.people.queries import office_of


def hold_addresses(
    before: Mapping[int, str | None],
    held: Collection[Held],
    settings: Settings,
    today: date,
    now: datetime,
    real_now: datetime,
) -> list[Person]:
    """Take back the new addresses of those whose roles no office among *held* reaches, and ask them by letter.

    *before* are the addresses as they were before the change, by person id (`addresses_of_holders`). Returns whose
    address stays for now. Call it in the transaction of the change.
    """
    kept = []
    session().flush()
    for person_id, old in before.items():
        person, user = session().get_one(Person, person_id), find_user_of(person_id)
        if user is None or (person.email or "").lower() == (old or "").lower():
            continue
        if first_out_of_reach(held, held_by(user, today)) is None:
            continue
        new, person.email = person.email, old
        record("hold address", f"person:{person_id}", {"email": old}, {"email": new})
        if new:
            _ask(user, person, old or user.address, new, settings, now, real_now)
        kept.append(person)
    return kept


def _ask(user: User, person: Person, old: str, new: str, settings: Settings, now: datetime, real_now: datetime) -> None:
    link = make_link(new, Purpose.ADDRESS, now + LINK_LIFE[Purpose.ADDRESS], now, user=user)
    language = user.language or person.language
    edition = make_edition(draft_link_letter(link, office_of(person.host), person.host, language, settings), now)
    queue_letters(
        edition,
        [recipient_of(link, old, user.name, settings)],
        key=Purpose.ADDRESS.value,
        now=now,
        real_now=real_now,
        priority=Priority.SIGN_IN,
        expires_at=link.expires_at,
    )


def confirm_address(link: OneTimeLink, now: datetime) -> None:
    """Give the person of *link* the address that it agrees to; raises LinkSpent. The caller holds the link locked."""
    person = link.user.person if link.user is not None else None
    if person is None:
        raise LinkSpent
    link.used_at = now
    record("confirm address", f"person:{person.id}", {"email": person.email}, {"email": link.email})
    person.email = link.email

"""Letters that tell somebody what was done to their account."""

from datetime import datetime

from ceremony.accounts.letters import draft_notice
from ceremony.accounts.models import User
from ceremony.core.mail.actions import Recipient, queue_letters
from ceremony.core.mail.editions import make_edition
from ceremony.core.mail.rules import Priority
from ceremony.core.settings import Settings
from ceremony.people.queries import get_root, office_of


def send_notice(user: User, kind: str, settings: Settings, now: datetime, real_now: datetime) -> None:
    """Queue the letter *kind* ("factor-removed") to *user*."""
    person = user.person
    host = person.host if person else get_root()
    language = user.language or (person.language if person else "vi")
    draft = draft_notice(f"account:{user.id}:{now.isoformat()}", kind, office_of(host), host, language, settings)
    recipient = Recipient(recipient=f"account:{user.id}", address=user.address, name=user.name, slots={})
    queue_letters(
        make_edition(draft, now), [recipient], key=kind, now=now, real_now=real_now, priority=Priority.SIGN_IN
    )

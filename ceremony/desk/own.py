"""What somebody sees of themselves: their invitations, their answers, their record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import token_of
from ceremony.invitations.rules import AnswerValue, Gate, answer_for, gate_of
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony


@dataclass(frozen=True)
class OwnInvitation:
    """One invitation as its person sees it; `token` opens its page."""

    ceremony: Ceremony
    token: str
    answer: AnswerValue | None
    gate: Gate


def find_own_invitation(person: Person, ceremony: Ceremony, now: datetime) -> OwnInvitation | None:
    """Return the person's invitation to *ceremony*."""
    found = _invitations(person).where(Invitation.ceremony_id == ceremony.id)
    return next((_own(one, now) for one in session().scalars(found)), None)


def list_own_invitations(person: Person, year: int, now: datetime) -> Sequence[OwnInvitation]:
    """Return the person's invitations to the ceremonies of *year*, in slot order."""
    of_year = _invitations(person).where(Ceremony.slot.between(date(year, 1, 1), date(year, 12, 31)))
    return [_own(one, now) for one in session().scalars(of_year)]


def _invitations(person: Person) -> sa.Select[Invitation]:
    return (
        sa.select(Invitation)
        .join(Invitation.ceremony)
        .where(Invitation.person_id == person.id)
        .order_by(Ceremony.slot)
        .options(contains_eager(Invitation.ceremony))
    )


def _own(invitation: Invitation, now: datetime) -> OwnInvitation:
    ceremony = invitation.ceremony
    answer = answer_for(invitation, ceremony.revision)
    return OwnInvitation(ceremony, token_of(invitation.nonce), answer, gate_of(ceremony, now))

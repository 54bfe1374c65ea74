"""Questions about invitations and answers."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.invitations.rules import Answers, AnswerValue, LinkUnknown, NobodyInvited, NotInvited
from ceremony.people.models import Person, Unit
from ceremony.schedule.models import Ceremony

_PURPOSE = "invitation-1"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=_PURPOSE)


def token_of(nonce: str) -> str:
    """Return the signed token in an invitation's link; it lives as long as the invitation."""
    return str(_signer().dumps(nonce))


def get_by_token(token: str) -> Invitation:
    """Return the invitation of a link; raises LinkUnknown."""
    try:
        nonce = _signer().loads(token)
    except BadSignature as error:
        raise LinkUnknown from error
    wanted = sa.select(Invitation).where(Invitation.nonce == nonce).options(joinedload(Invitation.person))
    invitation = session().scalars(wanted).one_or_none()
    if invitation is None:
        raise LinkUnknown
    return invitation


def people_to_invite(host: Unit, day: date) -> list[Person]:
    """Return everybody who belongs to *host* on *day*: its subtree down to the next host."""
    belongs = (
        sa.select(Person)
        .where(Person.host_id == host.id)
        .where(sa.or_(Person.joined.is_(None), Person.joined <= day))
        .where(sa.or_(Person.left.is_(None), Person.left > day))
        .order_by(Person.unit_id, Person.sort_key)
        .options(joinedload(Person.unit))
    )
    return list(session().scalars(belongs))


def list_invitations(ceremony: Ceremony) -> list[Invitation]:
    """Return all invitations of a ceremony with their people and units, in the order they were made."""
    wanted = (
        sa.select(Invitation)
        .where(Invitation.ceremony_id == ceremony.id)
        .order_by(Invitation.id)
        .options(joinedload(Invitation.person), joinedload(Invitation.unit))
    )
    return list(session().scalars(wanted))


def get_invitation(ceremony: Ceremony, person: Person) -> Invitation:
    """Return a person's invitation; raises NobodyInvited or NotInvited."""
    of_ceremony = sa.select(Invitation).where(Invitation.ceremony_id == ceremony.id)
    found = session().scalars(of_ceremony.where(Invitation.person_id == person.id)).one_or_none()
    if found is not None:
        return found
    if session().scalars(of_ceremony.limit(1)).first() is None:
        raise NobodyInvited(month=ceremony.month)
    raise NotInvited(who=person.full_name, month=ceremony.month)


def count_answers(ceremony: Ceremony) -> Answers:
    """Return how the invited have answered the ceremony's present revision."""
    valid = Invitation.answer_revision == ceremony.revision
    numbers = sa.select(
        sa.func.count(),
        sa.func.count().filter(valid, Invitation.answer == AnswerValue.ACCEPTED),
        sa.func.count().filter(valid, Invitation.answer == AnswerValue.DECLINED),
    ).where(Invitation.ceremony_id == ceremony.id)
    return Answers(*session().execute(numbers).one())


def list_behind() -> Sequence[Ceremony]:
    """Return the ceremonies that changed after their invitations were last announced."""
    lagging = (
        sa.select(Invitation.ceremony_id)
        .join(Ceremony, Ceremony.id == Invitation.ceremony_id)
        .where(Invitation.announced_revision < Ceremony.revision)
    )
    return session().scalars(sa.select(Ceremony).where(Ceremony.id.in_(lagging)).order_by(Ceremony.id)).all()

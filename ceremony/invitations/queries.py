"""Questions about invitations and answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import GONE_OUT, SETTLED_WITHOUT_DELIVERY, LetterState
from ceremony.invitations.models import Invitation
from ceremony.invitations.rules import (
    Answers,
    AnswerValue,
    LinkUnknown,
    NobodyInvited,
    NotInvited,
    Tally,
    reminder_key,
)
from ceremony.people.models import Person, Unit
from ceremony.people.queries import UnknownPerson, find_among, get_person, unit_ranks
from ceremony.schedule.models import Ceremony, Guest

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
    belongs = sa.select(Person).where(*_belonging(host, day)).order_by(Person.unit_id, Person.sort_key)
    return list(session().scalars(belongs.options(joinedload(Person.unit))))


def _belonging(host: Unit, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Person.host_id == host.id,
        sa.or_(Person.joined.is_(None), Person.joined <= day),
        sa.or_(Person.left.is_(None), Person.left > day),
    )


def count_to_send(ceremony: Ceremony) -> int:
    """Return how many people and guest units have no letter yet that *send* would write; 0 without a date."""
    if ceremony.date is None:
        return 0
    known = sa.select(Invitation.person_id).where(
        Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_not(None)
    )
    people = (
        sa.select(sa.func.count())
        .select_from(Person)
        .where(*_belonging(ceremony.host, ceremony.date), Person.id.not_in(known), _has_text(Person.email))
    )
    units = sa.select(Invitation.unit_id).where(Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_(None))
    guests = (
        sa.select(sa.func.count())
        .select_from(Guest)
        .join(Guest.unit)
        .where(Guest.series_id == ceremony.series_id, Guest.unit_id.not_in(units), Unit.active_to.is_(None))
    )
    again = (
        sa.select(sa.func.count())
        .select_from(Invitation)
        .join(Invitation.unit)
        .outerjoin(Invitation.person)
        .where(Invitation.ceremony_id == ceremony.id, Invitation.announced_revision.is_(None))
        .where(_has_text(sa.case((Invitation.person_id.is_(None), Unit.email), else_=Person.email)))
    )
    return sum(session().scalar(one) or 0 for one in (people, guests, again))


def _has_text(column: sa.ColumnElement[Any] | Any) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(column, "") != ""


def list_without_letter(ceremony: Ceremony) -> list[Invitation]:
    """Return whom no letter was written to yet, in the order they were invited."""
    wanted = (
        sa.select(Invitation)
        .where(Invitation.ceremony_id == ceremony.id, Invitation.announced_revision.is_(None))
        .order_by(Invitation.id)
        .options(joinedload(Invitation.person), joinedload(Invitation.unit))
    )
    return list(session().scalars(wanted))


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


def get_invitee(ceremony: Ceremony, text: str, today: date) -> Person:
    """Return who is meant by a code or an address: of those invited, wherever they belong by now, else of the host.

    Raises UnknownPerson or SharedAddress.
    """
    invited = sa.select(Invitation.person_id).where(Invitation.ceremony_id == ceremony.id)
    try:
        return find_among(Person.id.in_(invited.where(Invitation.person_id.is_not(None))), text, today)
    except UnknownPerson:
        return get_person(ceremony.host, text, today)


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


@dataclass(frozen=True)
class UnitTally:
    """One row of the table by unit; a guest unit stands for itself."""

    unit: Unit
    is_guest: bool
    tally: Tally


@dataclass(frozen=True)
class Held:
    """Letters that can still be taken back before they leave: how many, until when (real time)."""

    letters: int
    until: datetime


_COLUMNS = {
    LetterState.QUEUED: "waiting",
    LetterState.CLAIMED: "waiting",
    LetterState.TRANSMITTING: "waiting",
    LetterState.ACCEPTED: "sent",
    LetterState.DELIVERED: "sent",
    LetterState.UNKNOWN: "unknown",
    LetterState.FAILED: "failed",
    LetterState.BOUNCED: "returned",
}
_IS_GUEST = Invitation.person_id.is_(None)
_RECIPIENT = sa.literal("invitation:") + sa.cast(Invitation.id, sa.Text)
_ITS_LETTER = Letter.recipient == _RECIPIENT


def tally_by_unit(ceremony: Ceremony, now: datetime, real_now: datetime) -> list[UnitTally]:
    """Return answers and letters of each unit's own people, in unit order, then those of guest units.

    A letter that was written again in place of a failed one counts once.
    """
    found: dict[tuple[int, bool], Counter[str]] = {}
    for unit_id, is_guest, counts in (*_answer_counts(ceremony, now), *_letter_counts(ceremony, real_now)):
        found.setdefault((unit_id, bool(is_guest)), Counter()).update(counts)
    units = {one.id: one for one in session().scalars(sa.select(Unit).where(Unit.id.in_([key[0] for key in found])))}
    ranks = unit_ranks()
    ordered = sorted(found, key=lambda key: (key[1], ranks[key[0]]))
    return [UnitTally(units[key[0]], key[1], Tally(**found[key])) for key in ordered]


def _answer_counts(ceremony: Ceremony, now: datetime) -> Iterator[tuple[int, bool, dict[str, int]]]:
    valid = sa.and_(Invitation.answer_revision == ceremony.revision, Invitation.answer.is_not(None))
    reminded = sa.exists().where(
        Letter.thread == ceremony.uid,
        Letter.key == reminder_key(ceremony.revision, now),
        Letter.state.not_in(SETTLED_WITHOUT_DELIVERY),
        _ITS_LETTER,
    )
    silent = sa.or_(Invitation.answer.is_(None), Invitation.answer_revision != ceremony.revision)
    stays = sa.or_(Invitation.person_id.is_(None), Person.left.is_(None), Person.left > ceremony.told.day)
    numbers = {
        "invited": sa.func.count(),
        "accepted": sa.func.count().filter(valid, Invitation.answer == AnswerValue.ACCEPTED),
        "declined": sa.func.count().filter(valid, Invitation.answer == AnswerValue.DECLINED),
        "askable": sa.func.count().filter(silent, stays, Invitation.announced_revision.is_not(None), ~reminded),
    }
    rows = (
        sa.select(Invitation.unit_id, _IS_GUEST, *numbers.values())
        .outerjoin(Invitation.person)
        .where(Invitation.ceremony_id == ceremony.id)
        .group_by(Invitation.unit_id, _IS_GUEST)
    )
    for unit_id, is_guest, *values in session().execute(rows):
        yield unit_id, is_guest, dict(zip(numbers, values, strict=True))


def _letter_counts(ceremony: Ceremony, real_now: datetime) -> Iterator[tuple[int, bool, dict[str, int]]]:
    # Both lists are made first: else SQLite looks for each person's letter among the letters of all.
    written = sa.select(sa.func.max(Letter.id).label("id"), Letter.recipient).where(Letter.thread == ceremony.uid)
    newest = written.group_by(Letter.recipient, Letter.key).cte("newest").prefix_with("MATERIALIZED")
    mine = sa.select(Invitation.unit_id, _IS_GUEST.label("is_guest"), _RECIPIENT.label("recipient"))
    invited = mine.where(Invitation.ceremony_id == ceremony.id).cte("invited").prefix_with("MATERIALIZED")
    held = sa.func.count().filter(Letter.state == LetterState.QUEUED, Letter.hold_until > real_now)
    rows = (
        sa.select(invited.c.unit_id, invited.c.is_guest, Letter.state, sa.func.count(), held)
        .select_from(invited)
        .join(newest, newest.c.recipient == invited.c.recipient)
        .join(Letter, Letter.id == newest.c.id)
        .where(Letter.state != LetterState.CANCELLED)
        .group_by(invited.c.unit_id, invited.c.is_guest, Letter.state)
    )
    for unit_id, is_guest, state, number, waits in session().execute(rows):
        yield unit_id, is_guest, {_COLUMNS[state]: number, "held": waits}


def find_held(ceremony: Ceremony, real_now: datetime) -> Held | None:
    """Return the ceremony's letters that are held back at *real_now*; None where there are none."""
    number, until = (
        session()
        .execute(
            sa.select(sa.func.count(), sa.func.max(Letter.hold_until)).where(
                Letter.thread == ceremony.uid, Letter.state == LetterState.QUEUED, Letter.hold_until > real_now
            )
        )
        .one()
    )
    return Held(number, until) if number else None


def first_sent_at(ceremony: Ceremony) -> datetime | None:
    """Return when the first letter was written that has left; None before that."""
    gone = sa.select(sa.func.min(Letter.written_at)).where(Letter.thread == ceremony.uid, Letter.state.in_(GONE_OUT))
    return session().scalar(gone)

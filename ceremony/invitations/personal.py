"""What is kept of a person's invitations, their answers and their letters."""

import secrets
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.mail.personal import erase_letters, list_letters_to
from ceremony.core.personal import Belongings, Kept, Room
from ceremony.core.refusal import msgid
from ceremony.invitations.models import Invitation
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony

KEPT = (
    Kept(
        "invitation",
        msgid("To which ceremonies you were invited, your unit of that day, your answer and your words"),
        msgid("So that the office knows who will come."),
        msgid("Your words as many months as the office has set; the answer stays, under a number."),
        columns=("person_id", "nonce", "answer", "note", "answered_by"),
        plain=(
            *("id", "ceremony_id", "unit_id", "host_id", "heads", "announced_revision", "answer_revision"),
            *("answer_source", "answered_at"),
        ),
        labels=("answered_by",),
    ),
)


def _mine(person: Person) -> list[Invitation]:
    found = sa.select(Invitation).join(Invitation.ceremony).where(Invitation.person_id == person.id)
    return list(session().scalars(found.order_by(Ceremony.slot)))


def belongings(person: Person) -> list[Belongings]:
    """Return the person's invitations, answers and letters; the links of the letters are left out."""
    mine = _mine(person)
    rows = [
        {
            "date": one.ceremony.told.day,
            "unit": one.unit.name,
            "answer": one.answer,
            "note": one.note,
            "answered_at": one.answered_at,
            "source": one.answer_source,
            "answered_by": one.answered_by,
        }
        for one in mine
    ]
    letters = [
        {"written_at": one.written_at, "kind": one.kind, "address": one.address, "state": one.state}
        for one in list_letters_to([f"invitation:{one.id}" for one in mine])
    ]
    return [
        Belongings("invitations", msgid("Invitations and answers"), rows),
        Belongings("letters", msgid("Letters to you"), letters),
    ]


def subjects(person: Person) -> Collection[str]:
    """Return what the audit log calls the person's invitations."""
    return [f"invitation:{one}" for one in session().scalars(_ids(person))]


def _ids(person: Person) -> sa.Select[int]:
    return sa.select(Invitation.id).where(Invitation.person_id == person.id)


def forget(person: Person) -> None:
    """Erase the words and the letters, and let the links of the letters open nothing; the answers stay."""
    for one in _mine(person):
        one.note, one.nonce = "", secrets.token_urlsafe(16)
    erase_letters(subjects(person))


def forget_reasons(host_id: int, before: date) -> int:
    """Erase the words with the answers to the host's ceremonies held before *before*; return how many."""
    past = sa.select(Ceremony.id).where(sa.func.coalesce(Ceremony.date, Ceremony.slot) < before)
    told = sa.update(Invitation).where(
        Invitation.host_id == host_id, Invitation.note != "", Invitation.ceremony_id.in_(past)
    )
    return session().connection().execute(told.values(note="")).rowcount


ROOM = Room(KEPT, belongings, forget, subjects, forget_reasons)

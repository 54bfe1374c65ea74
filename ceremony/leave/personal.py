"""What is kept of a person's absences."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.personal import Belongings, Kept, Room
from ceremony.core.refusal import msgid
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveKind
from ceremony.people.models import Person

# Kinds that tell of health.
_OF_HEALTH = (LeaveKind.SICK, LeaveKind.MATERNITY)

KEPT = (
    Kept(
        "leave",
        msgid("Days on which you asked to be absent, the kind, your words, and the decision"),
        msgid("So that nobody counts you as absent who had a reason. Only the office and your own manager see the kind and the words."),  # noqa: E501 - one msgid
        msgid("Your words, and a kind that tells of health, as many months as the office has set; the days as long as your entry in the staff list."),  # noqa: E501 - one msgid
        columns=("person_id", "kind", "note", "decided_by"),
        plain=("id", "first_day", "last_day", "state", "source", "asked_at", "decided_at"),
        labels=("decided_by",),
    ),
)  # fmt: skip


def _of(person: Person) -> sa.ColumnElement[bool]:
    return Leave.person_id == person.id


def belongings(person: Person) -> list[Belongings]:
    """Return the person's absences with their words."""
    rows = [
        {
            "first": one.first_day,
            "last": one.last_day,
            "kind": one.kind,
            "note": one.note,
            "state": one.state,
            "source": one.source,
            "asked_at": one.asked_at,
            "decided_at": one.decided_at,
            "decided_by": one.decided_by,
        }
        for one in session().scalars(sa.select(Leave).where(_of(person)).order_by(Leave.first_day, Leave.id))
    ]
    return [Belongings("leaves", msgid("Absences"), rows)]


def subjects(person: Person) -> Collection[str]:
    """Return what the audit log calls the person's absences."""
    return [f"leave:{one}" for one in session().scalars(sa.select(Leave.id).where(_of(person)))]


def _erase(which: sa.ColumnElement[bool], kinds: Collection[LeaveKind]) -> int:
    kind = sa.case((Leave.kind.in_(kinds), LeaveKind.OTHER.value), else_=Leave.kind)
    told = sa.or_(Leave.note != "", Leave.kind.in_(kinds))
    erased = sa.update(Leave).where(which, told).values(note="", kind=kind)
    return session().connection().execute(erased).rowcount


def forget(person: Person) -> None:
    """Erase the words, and the kinds that tell of health; days and decisions stay, closed rolls rest on them."""
    _erase(_of(person), _OF_HEALTH)


def forget_reasons(host_id: int, before: date) -> int:
    """Do the same for all absences of the host's people that ended before *before*; return how many."""
    of_host = Leave.person_id.in_(sa.select(Person.id).where(Person.host_id == host_id))
    return _erase(sa.and_(of_host, Leave.last_day < before), _OF_HEALTH)


ROOM = Room(KEPT, belongings, forget, subjects, forget_reasons)

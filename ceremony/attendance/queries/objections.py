"""Questions about what people contest of their record."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.attendance.models import Objection, PersonOutcome, RollClosing
from ceremony.attendance.rules.objections import UnknownObjection
from ceremony.core.db import session
from ceremony.people.models import Person, Unit
from ceremony.schedule.models import Ceremony


def find_outcome(ceremony: Ceremony, person: Person) -> PersonOutcome | None:
    """Return what the closed roll of *ceremony* says of the person."""
    found = sa.select(PersonOutcome).join(RollClosing).where(RollClosing.ceremony_id == ceremony.id)
    return session().scalars(found.where(PersonOutcome.person_id == person.id)).one_or_none()


def find_open_objection(ceremony: Ceremony, person: Person) -> Objection | None:
    """Return the person's objection that waits for its answer."""
    found = sa.select(Objection).where(
        Objection.ceremony_id == ceremony.id, Objection.person_id == person.id, Objection.ruling.is_(None)
    )
    return session().scalars(found).one_or_none()


def get_objection(ceremony: Ceremony, number: int) -> Objection:
    """Return the objection of this number; raises UnknownObjection."""
    found = session().get(Objection, number)
    if found is None or found.ceremony_id != ceremony.id:
        raise UnknownObjection
    return found


def list_objections(ceremony: Ceremony) -> Sequence[Objection]:
    """Return what is contested of the ceremony's roll, open ones first."""
    found = sa.select(Objection).where(Objection.ceremony_id == ceremony.id).options(joinedload(Objection.person))
    return session().scalars(found.order_by(Objection.ruling.is_not(None), Objection.id)).all()


def own_objections(person: Person) -> dict[str, Objection]:
    """Return the person's latest objection of each ceremony, by the ceremony's key."""
    found = sa.select(Objection).where(Objection.person_id == person.id).options(joinedload(Objection.ceremony))
    return {one.ceremony.key: one for one in session().scalars(found.order_by(Objection.id))}


def count_open_objections(host: Unit) -> list[tuple[Ceremony, int]]:
    """Return the ceremonies of *host* with objections that wait for an answer, and how many."""
    waiting = (
        sa.select(Objection.ceremony_id, sa.func.count().label("number"))
        .where(Objection.ruling.is_(None))
        .group_by(Objection.ceremony_id)
        .subquery()
    )
    found = sa.select(Ceremony, waiting.c.number).join(waiting, waiting.c.ceremony_id == Ceremony.id)
    rows = session().execute(found.where(Ceremony.host_id == host.id).order_by(Ceremony.slot))
    return [(ceremony, number) for ceremony, number in rows]

"""Questions about what people ask to have corrected."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.people.models import Correction, Person, Unit
from ceremony.people.rules.corrections import UnknownCorrection


def find_open_correction(person: Person) -> Correction | None:
    """Return the person's request that waits for its answer."""
    found = sa.select(Correction).where(Correction.person_id == person.id, Correction.ruling.is_(None))
    return session().scalars(found).one_or_none()


def list_corrections_of(person: Person) -> Sequence[Correction]:
    """Return what the person asked for, the newest first."""
    found = sa.select(Correction).where(Correction.person_id == person.id)
    return session().scalars(found.order_by(Correction.id.desc())).all()


def list_corrections(host: Unit) -> Sequence[Correction]:
    """Return what the people of *host* ask for, open ones first, then the newest."""
    found = sa.select(Correction).join(Correction.person).where(Person.host_id == host.id)
    order = (Correction.ruling.is_not(None), Correction.id.desc())
    return session().scalars(found.order_by(*order).options(joinedload(Correction.person))).all()


def count_open_corrections(host: Unit) -> int:
    """Return how many requests of the host's people wait for an answer."""
    found = sa.select(sa.func.count()).select_from(Correction).join(Correction.person)
    return session().scalar(found.where(Person.host_id == host.id, Correction.ruling.is_(None))) or 0


def get_correction(number: int) -> Correction:
    """Return the request of this number; raises UnknownCorrection."""
    found = session().get(Correction, number)
    if found is None:
        raise UnknownCorrection
    return found

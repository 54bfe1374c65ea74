"""Who would have to be at two ceremonies at one hour: two series of a host, or two hosts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.people.models import Person, Unit
from ceremony.people.queries import nearest_host_id
from ceremony.programme.models import ProgrammeItem
from ceremony.schedule.models import Ceremony, Guest
from ceremony.schedule.rules import CeremonyState
from ceremony.schedule.rules.clashes import overlap


@dataclass(frozen=True)
class Collision:
    """Another ceremony at the same hour; `names` of people and guest units who are due at both, or all of the host."""

    other: Ceremony
    names: tuple[str, ...]
    is_all: bool = False


def collisions_of(ceremonies: Sequence[Ceremony], now: datetime) -> dict[int, list[Collision]]:
    """Return what collides with those of *ceremonies* that are still to come, by ceremony id; others are left out."""
    coming = [one for one in ceremonies if _is_coming(one, now)]
    found: dict[int, list[Collision]] = {}
    for one, other in _pairs(coming):
        if one.host_id == other.host_id:
            found.setdefault(one.id, []).append(Collision(other, (), is_all=True))
            continue
        names = (*_shared_people(one, other), *_shared_guests(one, other))
        if names:
            found.setdefault(one.id, []).append(Collision(other, names))
    return found


def _is_coming(ceremony: Ceremony, now: datetime) -> bool:
    starts_at = ceremony.starts_at
    return ceremony.state is CeremonyState.PLANNED and starts_at is not None and starts_at > now


def _pairs(coming: Sequence[Ceremony]) -> list[tuple[Ceremony, Ceremony]]:
    days = {one.date for one in coming}
    same_days = sa.select(Ceremony).where(Ceremony.date.in_(days), Ceremony.state == CeremonyState.PLANNED)
    others = session().scalars(same_days.order_by(Ceremony.id)).all() if days else []
    return [
        (one, other)
        for one in coming
        for other in others
        if other.id != one.id and other.date == one.date and overlap(one.start, one.minutes, other.start, other.minutes)
    ]


def _shared_people(one: Ceremony, other: Ceremony) -> list[str]:
    """Return who serves or is invited at both, and who serves at one while the own host holds the other."""
    serving, elsewhere = _serving(one), _serving(other)
    both = (serving | _invited(one)) & (elsewhere | _invited(other))
    wanted = sa.select(Person.full_name).where(
        sa.or_(
            Person.id.in_(both),
            sa.and_(Person.id.in_(serving), Person.host_id == other.host_id),
            sa.and_(Person.id.in_(elsewhere), Person.host_id == one.host_id),
        )
    )
    return list(session().scalars(wanted.order_by(Person.sort_key)))


def _serving(ceremony: Ceremony) -> set[int]:
    speakers = sa.select(ProgrammeItem.speaker_id).where(
        ProgrammeItem.ceremony_id == ceremony.id, ProgrammeItem.speaker_id.is_not(None)
    )
    roles = (ceremony.presiding_id, ceremony.mc_id, ceremony.secretary_id)
    return {one for one in (*roles, *session().scalars(speakers)) if one is not None}


def _invited(ceremony: Ceremony) -> set[int]:
    wanted = sa.select(Invitation.person_id).where(
        Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_not(None)
    )
    return {one for one in session().scalars(wanted) if one is not None}


def _shared_guests(one: Ceremony, other: Ceremony) -> list[str]:
    """Return the guest units of one that belong to the host of the other, or are its guests too."""
    mine, theirs = _guests(one), _guests(other)
    shared = {unit for unit in mine if unit in theirs or nearest_host_id(unit) == other.host_id}
    shared |= {unit for unit in theirs if nearest_host_id(unit) == one.host_id}
    return sorted(unit.name for unit in shared)


def _guests(ceremony: Ceremony) -> Collection[Unit]:
    wanted = sa.select(Unit).join(Guest, Guest.unit_id == Unit.id).where(Guest.series_id == ceremony.series_id)
    return session().scalars(wanted).all()

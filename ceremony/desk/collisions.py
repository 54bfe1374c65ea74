"""Who would have to be at two ceremonies at one hour: two series of a host, or two hosts.

A province has a hundred hosts that meet on the same Monday: everything is asked once for all, never for each pair.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.people.models import Person, Unit
from ceremony.programme.models import ProgrammeItem
from ceremony.schedule.models import Ceremony, Guest
from ceremony.schedule.rules import CeremonyState
from ceremony.schedule.rules.clashes import overlap

Pair = tuple[Ceremony, Ceremony]


@dataclass(frozen=True)
class Collision:
    """Another ceremony at the same hour; `names` of people and guest units who are due at both, or all of the host."""

    other: Ceremony
    names: tuple[str, ...]
    is_all: bool = False


def collisions_of(ceremonies: Sequence[Ceremony], now: datetime) -> dict[int, list[Collision]]:
    """Return what collides with those of *ceremonies* that are still to come, by ceremony id; others are left out."""
    pairs = _pairs([one for one in ceremonies if _is_coming(one, now)])
    between_hosts = [(one, other) for one, other in pairs if one.host_id != other.host_id]
    names: dict[tuple[int, int], list[str]] = {}
    for key, name in (*_people(between_hosts), *_invited(between_hosts), *_guests(between_hosts)):
        if name not in names.setdefault(key, []):
            names[key].append(name)
    found: dict[int, list[Collision]] = {}
    for one, other in pairs:
        is_all, shared = one.host_id == other.host_id, tuple(names.get((one.id, other.id), ()))
        if is_all or shared:
            found.setdefault(one.id, []).append(Collision(other, shared, is_all))
    return found


def _is_coming(ceremony: Ceremony, now: datetime) -> bool:
    starts_at = ceremony.starts_at
    return ceremony.state is CeremonyState.PLANNED and starts_at is not None and starts_at > now


def _pairs(coming: Sequence[Ceremony]) -> list[Pair]:
    by_day: dict[object, list[Ceremony]] = {}
    for one in coming:
        by_day.setdefault(one.date, []).append(one)
    same_days = sa.select(Ceremony).where(Ceremony.date.in_(by_day), Ceremony.state == CeremonyState.PLANNED)
    others = session().scalars(same_days.order_by(Ceremony.id)).all() if by_day else []
    return [
        (one, other)
        for other in others
        for one in by_day[other.date]
        if other.id != one.id and overlap(one.start, one.minutes, other.start, other.minutes)
    ]


Named = tuple[tuple[int, int], str]


def _people(pairs: Sequence[Pair]) -> Iterable[Named]:
    """Yield who serves at both, or serves at one while the own host holds the other."""
    serving = _serving({one for pair in pairs for one in pair})
    ids = {person_id for served in serving.values() for person_id in served}
    wanted = sa.select(Person.id, Person.host_id, Person.full_name).where(Person.id.in_(ids)).order_by(Person.sort_key)
    people = session().execute(wanted).all() if ids else []
    for one, other in pairs:
        mine, theirs = serving[one.id], serving[other.id]
        for person_id, host_id, name in people:
            is_mine, is_theirs = person_id in mine, person_id in theirs
            if (is_mine and (is_theirs or host_id == other.host_id)) or (is_theirs and host_id == one.host_id):
                yield (one.id, other.id), name


def _serving(ceremonies: Collection[Ceremony]) -> dict[int, set[int]]:
    found = {
        one.id: {role for role in (one.presiding_id, one.mc_id, one.secretary_id) if role is not None}
        for one in ceremonies
    }
    speakers = sa.select(ProgrammeItem.ceremony_id, ProgrammeItem.speaker_id).where(
        ProgrammeItem.ceremony_id.in_(found)
    )
    for ceremony_id, person_id in session().execute(speakers) if found else ():
        if person_id is not None:
            found[ceremony_id].add(person_id)
    return found


def _invited(pairs: Sequence[Pair]) -> Iterable[Named]:
    """Yield who has an invitation to both."""
    if not pairs:
        return
    mine, theirs = aliased(Invitation), aliased(Invitation)
    both = (
        sa.select(mine.ceremony_id, theirs.ceremony_id, Person.full_name)
        .join(theirs, theirs.person_id == mine.person_id)
        .join(Person, Person.id == mine.person_id)
        .where(mine.ceremony_id.in_({one.id for one, _ in pairs}), theirs.ceremony_id.in_({one.id for _, one in pairs}))
        .order_by(Person.sort_key)
    )
    known = {(one.id, other.id) for one, other in pairs}
    for one_id, other_id, name in session().execute(both):
        if (one_id, other_id) in known:
            yield (one_id, other_id), name


def _guests(pairs: Sequence[Pair]) -> Iterable[Named]:
    """Yield the guest units of one that belong to the host of the other, or are its guests too."""
    series = {one.series_id for pair in pairs for one in pair}
    wanted = sa.select(Guest.series_id, Unit).join(Unit, Unit.id == Guest.unit_id).where(Guest.series_id.in_(series))
    units: dict[int, set[Unit]] = {}
    for series_id, unit in session().execute(wanted.order_by(Unit.path)) if series else ():
        units.setdefault(series_id, set()).add(unit)
    if not units:
        return
    hosts = {host.id: host.path for host in _hosts(pairs)}
    for one, other in pairs:
        mine, theirs = units.get(one.series_id, set()), units.get(other.series_id, set())
        shared = {unit for unit in mine if unit in theirs or _belongs(unit, other.host_id, hosts)}
        shared |= {unit for unit in theirs if _belongs(unit, one.host_id, hosts)}
        for unit in sorted(shared, key=lambda unit: unit.path):
            yield (one.id, other.id), unit.name


def _hosts(pairs: Sequence[Pair]) -> Sequence[Unit]:
    ids = {one.host_id for pair in pairs for one in pair}
    return session().scalars(sa.select(Unit).where(Unit.id.in_(ids))).all()


def _belongs(unit: Unit, host_id: int, hosts: dict[int, str]) -> bool:
    """Whether *host_id* is the nearest of these hosts above the unit."""
    above = [one for one, path in hosts.items() if unit.path.startswith(path)]
    return bool(above) and max(above, key=lambda one: len(hosts[one])) == host_id

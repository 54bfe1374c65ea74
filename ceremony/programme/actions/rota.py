"""Deciding whose turn it is to speak and to lead."""

from collections.abc import Collection

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Person, Unit
from ceremony.programme.actions.parts import standard_programme
from ceremony.programme.models import RotaExempt
from ceremony.programme.queries import list_open_units
from ceremony.programme.queries.rota import list_exempt
from ceremony.programme.rules.rota import SPEAKING, NobodySpeaks
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.changes import require_preparable


def assign_speaking(ceremony: Ceremony, unit: Unit, person: Person | None) -> None:
    """Let the unit, by this person where one is named, present what has no speaker yet, a document's part first.

    Raises CancelledAlready, NothingHeld or NobodySpeaks.
    """
    require_preparable(ceremony)
    items = standard_programme(ceremony)
    waiting = [one for kind in SPEAKING for one in items if one.kind is kind and one.unit_id is None]
    if not waiting:
        raise NobodySpeaks
    item = waiting[0]
    item.unit_id, item.speaker = unit.id, person
    session().flush()
    record("assign-speaking", f"ceremony:{ceremony.key}", after={"title": item.title, **_told(unit, person)})


def assign_mc(ceremony: Ceremony, unit: Unit, person: Person | None) -> None:
    """Let the unit lead the ceremony, by this person where one is named; raises CancelledAlready or NothingHeld."""
    require_preparable(ceremony)
    ceremony.mc_unit_id, ceremony.mc = unit.id, person
    session().flush()
    record("assign-mc", f"ceremony:{ceremony.key}", after=_told(unit, person))


def _told(unit: Unit, person: Person | None) -> dict[str, str | None]:
    return {"unit": unit.name, "who": None if person is None else person.full_name}


def set_exempt(host: Unit, unit_ids: Collection[int]) -> None:
    """Let exactly these units of the host take no turns."""
    own = {unit.id: unit for unit in list_open_units(host)}
    before, after = list_exempt(host), set(unit_ids) & set(own)
    if before == after:
        return
    session().execute(sa.delete(RotaExempt).where(RotaExempt.unit_id.in_(before - after)))
    session().add_all(RotaExempt(unit_id=one) for one in sorted(after - before))
    session().flush()
    told = [{"exempt": [unit.name for unit in own.values() if unit.id in ids]} for ids in (before, after)]
    record("set-rota", f"unit:{host.code}", *told)

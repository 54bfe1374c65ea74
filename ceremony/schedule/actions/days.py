"""Correcting the calendar of public holidays."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean
from ceremony.people.models import Unit
from ceremony.schedule.models import Day
from ceremony.schedule.rules import DayFact, DayKind
from ceremony.schedule.rules import changes as may
from ceremony.schedule.rules.days import require_year


def set_day(host: Unit, day: date, kind: DayKind, name: str, document: str) -> DayFact:
    """Say that *day* is off or worked in this office; planned dates stay as they are.

    *name* and *document* (what announced it) are both needed. Raises DayWithoutDocument or NoCalendar.
    """
    require_year(day.year)
    fact = DayFact(day, kind, clean(name), clean(document))
    if not fact.name or not fact.document:
        raise may.DayWithoutDocument
    row = session().scalars(sa.select(Day).filter_by(host_id=host.id, date=day)).one_or_none()
    before: dict[str, object] = {}
    if row is None:
        row = Day(host_id=host.id, date=day)
        session().add(row)
    else:
        before = {"kind": row.kind, "name": row.name, "document": row.document}
    row.kind, row.name, row.document = fact.kind, fact.name, fact.document
    session().flush()
    after = {"kind": fact.kind, "name": fact.name, "document": fact.document}
    record("set-day", f"day:{host.code}:{day}", before, after)
    return fact


def announce_days(host: Unit, facts: Iterable[DayFact]) -> list[DayFact]:
    """Take over the days of an announcement, all or none; planned dates stay. Raises what `set_day` raises."""
    return [set_day(host, fact.date, fact.kind, fact.name, fact.document) for fact in facts]


def forget_day(host: Unit, day: date) -> None:
    """Take the office's word about *day* back; raises NotCorrected."""
    row = session().scalars(sa.select(Day).filter_by(host_id=host.id, date=day)).one_or_none()
    if row is None:
        raise may.NotCorrected(date=day)
    record("forget-day", f"day:{host.code}:{day}", {"kind": row.kind, "name": row.name, "document": row.document})
    session().delete(row)
    session().flush()

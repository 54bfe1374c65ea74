"""Closing a roll: outcomes, counts and one hash over all of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from ceremony.attendance.models import PersonOutcome, RollClosing, UnitCount
from ceremony.attendance.queries import (
    get_held,
    invited_people,
    leaves_on_the_day,
    marks_of,
    require_open,
    without_name,
)
from ceremony.attendance.rules import Figures, Invited, NotBegunYet, Taken, Verdict, closing_hash, outcome_of
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import lock_ceremony


@dataclass(frozen=True)
class Closed:
    """A closed roll: the figures of all its people, and its hash."""

    figures: Figures
    hash: str


def close_roll(ceremony: Ceremony, actor: str, now: datetime) -> Closed:
    """Close the roll: every invited person gets an outcome, every unit its counts, all under one hash.

    Raises NotHeld, NotBegunYet or RollClosed.
    """
    lock_ceremony(ceremony)
    held, start = get_held(ceremony), ceremony.starts_at
    require_open(ceremony)
    if start is None or now < start:
        raise NotBegunYet(month=ceremony.month, start=ceremony.start, date=f"{held.day:%d/%m/%Y}")
    judged = _judge(ceremony)
    previous = _last_hash(ceremony)
    people = [(who.person_id, who.unit_id, without_name(mark), verdict) for who, mark, verdict in judged]
    link = closing_hash(ceremony.key, held.day, previous, people)
    closing = RollClosing(
        ceremony_id=ceremony.id,
        host_id=ceremony.host_id,
        day=held.day,
        closed_at=now,
        closed_by=actor,
        hash=link,
        previous_hash=previous,
    )
    session().add(closing)
    session().flush()
    _write_outcomes(closing, judged)
    figures = Figures.of(verdict for _, _, verdict in judged)
    record("close-roll", f"ceremony:{ceremony.key}", after={**figures.facts(), "hash": link})
    return Closed(figures, link)


def foresee(ceremony: Ceremony) -> Figures:
    """Return the figures that closing the roll now would give; writes nothing. Raises NotHeld."""
    return Figures.of(verdict for _, _, verdict in _judge(ceremony))


Judged = tuple[Invited, Taken | None, Verdict]


def _judge(ceremony: Ceremony) -> list[Judged]:
    held = get_held(ceremony)
    people, marks, leaves = invited_people(ceremony), marks_of(ceremony), leaves_on_the_day(ceremony)
    recorded = {who.unit_id for who in people if who.person_id in marks}
    judged = []
    for who in people:
        mark, away = marks.get(who.person_id), leaves.get(who.person_id, ())
        verdict = outcome_of(who, mark, away, held, unit_recorded=who.unit_id in recorded)
        judged.append((who, mark, verdict))
    return judged


def _last_hash(ceremony: Ceremony) -> str:
    """Return the host's newest closing hash ("" before the first), with the host's turn held until the commit."""
    host = sa.select(Unit.id).where(Unit.id == ceremony.host_id)
    session().execute(host.with_for_update(key_share=True)).one()
    of_host = sa.select(RollClosing.hash).where(RollClosing.host_id == ceremony.host_id)
    return session().scalars(of_host.order_by(RollClosing.id.desc()).limit(1)).first() or ""


def _write_outcomes(closing: RollClosing, judged: Sequence[Judged]) -> None:
    by_unit: dict[int, list[Verdict]] = defaultdict(list)
    rows = []
    for who, _, verdict in judged:
        by_unit[who.unit_id].append(verdict)
        rows.append(
            {
                "closing_id": closing.id,
                "person_id": who.person_id,
                "unit_id": who.unit_id,
                "outcome": verdict.outcome,
                "late": verdict.late,
                "source": verdict.source,
                "why": verdict.why,
            }
        )
    names = _names_of(by_unit)
    counts = []
    for unit_id, verdicts in by_unit.items():
        unit = {"unit_id": unit_id, "unit_name": names[unit_id]}
        counts.append({"closing_id": closing.id, **unit, **asdict(Figures.of(verdicts))})
    if rows:
        session().connection().execute(sa.insert(PersonOutcome), rows)
        session().connection().execute(sa.insert(UnitCount), counts)


def _names_of(unit_ids: Collection[int]) -> dict[int, str]:
    named = sa.select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids))
    return {row.id: row.name for row in session().execute(named)}

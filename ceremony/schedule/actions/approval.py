"""Approving a year's plan, and noting what its paper says."""

from datetime import date, datetime

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean
from ceremony.schedule.models import YearPlan
from ceremony.schedule.rules import PlanState
from ceremony.schedule.rules import changes as may


def approve_plan(plan: YearPlan, by: str, now: datetime) -> None:
    """Let the plan stand; *by* is who approved it. Raises ApprovedAlready."""
    if plan.state is PlanState.APPROVED:
        raise may.ApprovedAlready(year=plan.year)
    plan.state, plan.approved_at, plan.approved_by = PlanState.APPROVED, now, by
    session().flush()
    record("approve-plan", _subject(plan), {"state": PlanState.DRAFT}, {"state": PlanState.APPROVED})


def note_paper(plan: YearPlan, number: str, dated: date | None, basis: str) -> None:
    """Write down number and day of the signed paper, and the legal bases, one a line."""
    lines = [line for line in map(clean, basis.splitlines()) if line]
    values: dict[str, object] = {"number": clean(number), "dated": dated, "basis": "\n".join(lines)}
    before: dict[str, object] = {name: getattr(plan, name) for name in values}
    if values == before:
        return
    for name, value in values.items():
        setattr(plan, name, value)
    session().flush()
    record("note-plan-paper", _subject(plan), _told(before), _told(values))


def _told(values: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _subject(plan: YearPlan) -> str:
    return f"plan:{plan.series.host.code}:{plan.series.name}:{plan.year}"

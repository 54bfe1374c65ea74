"""Which planned ceremonies no longer fit the days as they are corrected now."""

from datetime import date, datetime

from ceremony.people.models import Unit
from ceremony.schedule.queries import list_ceremonies, work_days
from ceremony.schedule.rules import CeremonyState, occurrences
from ceremony.schedule.rules.proposals import Proposal, proposal_for


def list_proposals(host: Unit, year: int, now: datetime) -> list[Proposal]:
    """Return what to ask the office about the year's ceremonies that are still to come, in their order."""
    ahead = [
        one
        for one in list_ceremonies(host, year)
        if one.state is CeremonyState.PLANNED and one.starts_at is not None and one.starts_at > now
    ]
    if not ahead:
        return []
    days = work_days(host)
    months = date(year, 1, 1), date(year, 12, 1)
    by_rule = {
        (series.id, one.slot): one
        for series in {one.series for one in ahead}
        for one in occurrences(series.rule, series.when_off, days, *months)
    }
    asked = [proposal_for(one, by_rule.get((one.series_id, one.slot)), days) for one in ahead]
    return [one for one in asked if one is not None]

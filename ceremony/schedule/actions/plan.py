"""Planning a year of a series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean, parse_wall
from ceremony.people.actions import become_host
from ceremony.people.models import Unit
from ceremony.people.rules.units import require_open
from ceremony.schedule.actions.approval import approve_plan
from ceremony.schedule.actions.themes import Theme, give_theme
from ceremony.schedule.models import Ceremony, Series, YearPlan
from ceremony.schedule.queries import (
    find_foreign_key_holder,
    find_plan,
    find_series,
    list_dates_taken,
    list_series,
    series_name,
    work_days,
)
from ceremony.schedule.rules import PlanState, WhenOff, ceremony_keys, occurrences, parse_rule, uid_for
from ceremony.schedule.rules import changes as may
from ceremony.schedule.rules.choices import Choice, decide
from ceremony.schedule.rules.days import require_year
from ceremony.schedule.rules.recurrence import FIRST_MONDAY

FIRST_SERIES = "main"
USUAL_START = "07:00"


@dataclass(frozen=True)
class PlanWish:
    """What is asked of a year's plan; what is None stays as the series has it, or usual.

    `choices` and `themes` are by slot: what was decided in the place of the rule, and what a ceremony is about.
    """

    rule: str | None = None
    when_off: WhenOff | None = None
    start: str | None = None
    place: str | None = None
    choices: Mapping[date, Choice] = field(default_factory=dict)
    themes: Mapping[date, Theme] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """Return the series' columns that are asked for; raises UnreadableRule, UnreadableTime and their like."""
        asked = {
            "rule": None if self.rule is None else parse_rule(self.rule),
            "when_off": self.when_off,
            "start": None if self.start is None else wall(self.start),
            "place": None if self.place is None else clean(self.place),
        }
        return {name: value for name, value in asked.items() if value is not None}


def wall(text: str) -> str:
    """Return a time of day as it is kept; raises UnreadableTime."""
    try:
        return parse_wall(text)
    except ValueError as error:
        raise may.UnreadableTime(text=text) from error


def get_or_make_series(host: Unit, name: str | None) -> Series:
    """Return the host's series of this name (default: its first), made with the usual rule where it is missing.

    Raises SeriesNameUnusable.
    """
    found = find_series(host, name)
    if found is not None:
        return found
    kept = FIRST_SERIES if name is None else series_name(name)
    if not kept:
        raise may.SeriesNameUnusable(name=name)
    series = Series(
        host_id=host.id,
        name=kept,
        rule=FIRST_MONDAY,
        when_off=WhenOff.NEXT_MONDAY,
        start=USUAL_START,
        is_first=not list_series(host),
    )
    session().add(series)
    session().flush()
    return series


def plan_year(
    host: Unit,
    year: int,
    wish: PlanWish,
    *,
    domain: str,
    now: datetime,
    series_name: str | None = None,
    approve: bool = False,
) -> list[Ceremony]:
    """Plan the host's series for *year*: one ceremony a slot, without a date where the slot is skipped.

    Makes the unit a host and the series where they are not yet. *domain* stands in the calendar UIDs.
    A planned year is refused, except that *approve* on a draft approves it.
    Raises PlannedAlready, UnitClosed, KeyTaken, NoSlots, NoCalendar, SecretDocument and what the wish's
    values and `decide` raise.
    """
    require_year(year)
    asked = wish.values()
    become_host(host, now)
    series = get_or_make_series(host, series_name)
    plan = find_plan(series, year)
    if plan is not None:
        _approve_again(plan, asked, approve, now)
        return []
    require_open(host.name, host.active_to)
    for name, value in asked.items():
        setattr(series, name, value)
    state = PlanState.APPROVED if approve else PlanState.DRAFT
    approved_at = now if approve else None
    session().add(YearPlan(series_id=series.id, year=year, state=state, approved_at=approved_at))
    planned = _plan_ceremonies(host, series, year, wish.choices, domain, now)
    session().add_all(planned)
    session().flush()
    for one in planned:
        if one.slot in wish.themes:
            give_theme(one, wish.themes[one.slot], now)
    session().flush()
    told = {"state": state, "ceremonies": len(planned), "themes": sum(bool(one.theme) for one in planned)}
    record("plan-year", f"plan:{host.code}:{series.name}:{year}", after=asked | told)
    return planned


def _approve_again(plan: YearPlan, asked: dict[str, object], approve: bool, now: datetime) -> None:
    as_planned = all(getattr(plan.series, name) == value for name, value in asked.items())
    if not approve or plan.state is PlanState.APPROVED or not as_planned:
        raise may.PlannedAlready(year=plan.year)
    approve_plan(plan, "", now)


def _plan_ceremonies(
    host: Unit, series: Series, year: int, choices: Mapping[date, Choice], domain: str, now: datetime
) -> list[Ceremony]:
    months, days = (date(year, 1, 1), date(year, 12, 1)), work_days(host)
    taken = list_dates_taken(series)
    by_rule = occurrences(series.rule, series.when_off, days, *months, taken=taken)
    slots = decide(by_rule, choices, days, taken)
    if not slots:
        raise may.NoSlots(rule=series.rule, year=year)
    prefix = host.code if series.is_first else f"{host.code}-{series.name.upper()}"
    keys = ceremony_keys(prefix, [slot.slot for slot in slots])
    foreign = find_foreign_key_holder(series.id, list(keys.values()))
    if foreign is not None:
        raise may.KeyTaken(key=foreign)
    return [
        Ceremony(
            series_id=series.id,
            host_id=host.id,
            key=keys[slot.slot],
            uid=uid_for(keys[slot.slot], domain),
            slot=slot.slot,
            date=slot.date,
            start=series.start,
            minutes=series.minutes,
            place=series.place,
            rain_place=series.rain_place,
            dress=series.dress,
            reason=slot.reason,
            changed_at=now,
        )
        for slot in slots
    ]

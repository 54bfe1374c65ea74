"""When ceremonies are held: working days, the rule, and what may be done to a planned one."""

from ceremony.schedule.rules.days import DayFact, WorkDays, list_year
from ceremony.schedule.rules.keys import ceremony_keys, uid_for
from ceremony.schedule.rules.occurrences import Occurrence, occurrences
from ceremony.schedule.rules.recurrence import parse_rule
from ceremony.schedule.rules.states import CeremonyState, DayKind, PlanState, WhenOff

__all__ = [
    "CeremonyState",
    "DayFact",
    "DayKind",
    "Occurrence",
    "PlanState",
    "WhenOff",
    "WorkDays",
    "ceremony_keys",
    "list_year",
    "occurrences",
    "parse_rule",
    "uid_for",
]

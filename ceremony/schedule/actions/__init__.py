"""What an office does with its days, its plan and its ceremonies."""

from ceremony.schedule.actions.approval import approve_plan, note_paper
from ceremony.schedule.actions.changes import (
    cancel_ceremony,
    move_ceremony,
    move_following,
    postpone_ceremony,
    restore_ceremony,
)
from ceremony.schedule.actions.days import announce_days, forget_day, set_day
from ceremony.schedule.actions.details import Details, change_details, pass_on, switch_place
from ceremony.schedule.actions.feeds import open_feed, revoke_feed
from ceremony.schedule.actions.guests import add_guest, remove_guest
from ceremony.schedule.actions.plan import PlanWish, get_or_make_series, plan_year, wall
from ceremony.schedule.actions.themes import Theme, set_theme

__all__ = [
    "Details",
    "PlanWish",
    "Theme",
    "add_guest",
    "announce_days",
    "approve_plan",
    "cancel_ceremony",
    "change_details",
    "forget_day",
    "get_or_make_series",
    "move_ceremony",
    "move_following",
    "note_paper",
    "open_feed",
    "pass_on",
    "plan_year",
    "postpone_ceremony",
    "remove_guest",
    "restore_ceremony",
    "revoke_feed",
    "set_day",
    "set_theme",
    "switch_place",
    "wall",
]

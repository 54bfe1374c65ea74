"""What the office does with units, its own settings, persons and the staff list."""

from ceremony.people.actions.closing import close_unit, merge_unit, reopen_unit
from ceremony.people.actions.going_back import back_up_before
from ceremony.people.actions.hosts import CodeTaken
from ceremony.people.actions.offices import become_host, set_office, skip_steps
from ceremony.people.actions.persons import (
    LeftBeforeJoining,
    MoveLiesAhead,
    PersonFacts,
    add_person,
    change_person,
    facts_of,
    leave_office,
    move_person,
    return_person,
)
from ceremony.people.actions.reading import read_staff_list
from ceremony.people.actions.staff_list import ImportResult, import_people
from ceremony.people.actions.units import add_unit, make_root, set_unit

__all__ = [
    "CodeTaken",
    "ImportResult",
    "LeftBeforeJoining",
    "MoveLiesAhead",
    "PersonFacts",
    "add_person",
    "add_unit",
    "back_up_before",
    "become_host",
    "change_person",
    "close_unit",
    "facts_of",
    "import_people",
    "leave_office",
    "make_root",
    "merge_unit",
    "move_person",
    "read_staff_list",
    "reopen_unit",
    "return_person",
    "set_office",
    "set_unit",
    "skip_steps",
]

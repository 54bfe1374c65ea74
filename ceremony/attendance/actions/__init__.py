"""What is done with a roll: opening, taking, checking in, closing."""

from ceremony.attendance.actions.check_in import check_in
from ceremony.attendance.actions.closing import Closed, close_roll, foresee
from ceremony.attendance.actions.roll import Entry, Imported, import_register, mark_person, open_roll
from ceremony.attendance.actions.undo import mark_rest, say_of, take_back

__all__ = [
    "Closed",
    "Entry",
    "Imported",
    "check_in",
    "close_roll",
    "foresee",
    "import_register",
    "mark_person",
    "mark_rest",
    "open_roll",
    "say_of",
    "take_back",
]

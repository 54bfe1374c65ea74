"""What is done with a roll: opening, taking, checking in, closing."""

from ceremony.attendance.actions.check_in import check_in
from ceremony.attendance.actions.closing import Closed, close_roll
from ceremony.attendance.actions.roll import Entry, Imported, import_register, mark_person, open_roll

__all__ = ["Closed", "Entry", "Imported", "check_in", "close_roll", "import_register", "mark_person", "open_roll"]

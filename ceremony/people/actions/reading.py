"""Reading a staff list from the bytes that somebody brought."""

from collections.abc import Collection

from ceremony.core.sheets.reader import read_sheets
from ceremony.core.sheets.rules import NotRead
from ceremony.people.rules.staff_list import StaffList, problem_of, read_staff


def read_staff_list(content: bytes, as_it_is: Collection[str] = ()) -> StaffList:
    """Read XLSX, XLS, ODS or CSV; a file that cannot be read comes back as a list with that problem.

    The cells *as_it_is* ("Sheet1!B5") are not converted from an old encoding.
    """
    try:
        return read_staff(read_sheets(content), as_it_is)
    except NotRead as refused:
        return StaffList(problems=[problem_of(refused)])

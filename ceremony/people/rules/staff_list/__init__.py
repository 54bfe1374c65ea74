"""Reading a staff list, whatever its shape: sheets become persons and problems."""

from ceremony.people.rules.staff_list.faults import problem_of
from ceremony.people.rules.staff_list.problems import Converted, Place, Problem, ProblemKind, StaffList, StaffRow
from ceremony.people.rules.staff_list.reading import read_staff

__all__ = [
    "Converted",
    "Place",
    "Problem",
    "ProblemKind",
    "StaffList",
    "StaffRow",
    "problem_of",
    "read_staff",
]

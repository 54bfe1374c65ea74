"""Marks, outcomes and fair figures."""

from enum import StrEnum


class Mark(StrEnum):
    """What was recorded of a person at a ceremony."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


class MarkSource(StrEnum):
    """Who recorded it, and how."""

    OFFICE = "office"
    RECORDER = "recorder"
    CODE = "code"
    IMPORT = "import"


class Outcome(StrEnum):
    """What closing makes of each invited person; the first that holds."""

    NOT_OBLIGED = "not_obliged"
    ATTENDED = "attended"
    EXCUSED = "excused"
    NOT_RECORDED = "not_recorded"
    ABSENT = "absent"

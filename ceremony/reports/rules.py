"""Rows of the reports."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ceremony.attendance.rules import Figures, Outcome
from ceremony.core.refusal import BadInput, NotFound, msgid


class UnknownSeries(NotFound):
    """The host has no series of this name."""

    sentence = msgid("%(host)s has no series called %(name)s.")
    cure = msgid("Leave --series out to see the figures of all its series.")


class UnreadableMonth(BadInput):
    """What was asked for is no month."""

    sentence = msgid("“%(text)s” is no month.")
    cure = msgid("Write it as 2021-08.")


class UnknownMonth(NotFound):
    """The host has no ceremony in this month."""

    sentence = msgid("%(host)s has no ceremony in %(text)s.")
    cure = msgid("Choose a month from the table of its year.")


def year_of_month(text: str) -> int:
    """Return the year of "2021-08" or "2021-08-02"; raises UnreadableMonth."""
    try:
        return date.fromisoformat(text if len(text) > len("2021-08") else f"{text}-01").year
    except ValueError as error:
        raise UnreadableMonth(text=text) from error


@dataclass(frozen=True)
class FigureRow:
    """The figures of one closed roll: of a unit's own people, or their sum where `unit` is None."""

    month: str
    unit: str | None
    unit_code: str | None
    figures: Figures

    @property
    def reached(self) -> int:
        """How many have met the topic: those who attended."""
        return self.figures.attended

    def facts(self) -> dict[str, Any]:
        """Return the row under the names of reports."""
        place = {"month": self.month, "unit": self.unit, "unit_code": self.unit_code}
        return {**place, **self.figures.facts(), "reached": self.reached}


@dataclass(frozen=True)
class AgencyRow:
    """The figures of a host's closed rolls of a year, as an office above it sees them."""

    name: str
    code: str
    rolls: int
    figures: Figures


def with_sum(month: str, rows: Sequence[FigureRow]) -> list[FigureRow]:
    """Return the rows of units, already in unit order, and their sum."""
    total = sum((row.figures for row in rows), Figures())
    return [*rows, FigureRow(month, None, None, total)]


def month_names(slots: Sequence[date]) -> dict[date, str]:
    """Return what each ceremony is called by: "2021-08", or its slot where a month has several."""
    in_month = Counter(f"{slot:%Y-%m}" for slot in slots)
    return {slot: f"{slot:%Y-%m}" if in_month[f"{slot:%Y-%m}"] == 1 else slot.isoformat() for slot in slots}


@dataclass(frozen=True)
class PersonLine:
    """What a closed roll says of one person; `source` None where nothing was recorded."""

    month: str
    date: date
    value: str
    source: str | None
    why: str
    key: str = ""

    def facts(self) -> dict[str, Any]:
        """Return the line under the names of reports."""
        return {
            "month": self.month,
            "date": self.date.isoformat(),
            "value": self.value,
            "source": self.source,
            "why": self.why,
        }


def value_of(outcome: Outcome, *, late: bool) -> str:
    """Return an outcome in the words of marks: present, late, excused, absent; else its own name."""
    if outcome is Outcome.ATTENDED:
        return "late" if late else "present"
    return outcome.value

"""What the home page shows of the month: no name, no reason; units only to those who hold a role on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ceremony.attendance.models import RollClosing, UnitCount
from ceremony.attendance.rules import Figures
from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import count_answers
from ceremony.invitations.rules import Answers, AnswerValue
from ceremony.people.models import Office, Unit
from ceremony.people.queries import office_of
from ceremony.programme.queries import list_documents_of
from ceremony.reports.queries import totals_by_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import find_coming
from ceremony.topics.queries import cite


@dataclass(frozen=True)
class Coming:
    """The next ceremony and how its invitations stand."""

    ceremony: Ceremony
    days_left: int
    citations: tuple[str, ...]
    answers: Answers


@dataclass(frozen=True)
class MonthTile:
    """One ceremony of the year and its closed roll's totals, where there is one."""

    ceremony: Ceremony
    figures: Figures | None
    is_next: bool


@dataclass(frozen=True)
class UnitAnswers:
    """How the people of one unit have answered."""

    unit: Unit
    answers: Answers


@dataclass(frozen=True)
class Home:
    """All that the home page shows."""

    office: Office
    year: int
    coming: Coming | None
    months: tuple[MonthTile, ...]


def home_of(host: Unit, today: date, units: Sequence[Unit] | None = None) -> Home:
    """Return the host's home page on the day *today*; with *units* the figures are those of their own people."""
    coming = _coming(host, today)
    year = coming.ceremony.slot.year if coming else _last_year(host, today)
    return Home(office_of(host), year, coming, tuple(_months(host, year, coming, units)))


def answers_by_unit(ceremony: Ceremony, units: Sequence[Unit]) -> list[UnitAnswers]:
    """Return how the invited of each of *units* have answered the present revision; units without any are left out."""
    valid = Invitation.answer_revision == ceremony.revision
    numbers = (
        sa.select(
            Invitation.unit_id,
            sa.func.count(),
            sa.func.count().filter(valid, Invitation.answer == AnswerValue.ACCEPTED),
            sa.func.count().filter(valid, Invitation.answer == AnswerValue.DECLINED),
        )
        .where(Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_not(None))
        .where(Invitation.unit_id.in_([unit.id for unit in units]))
        .group_by(Invitation.unit_id)
    )
    found = {unit_id: Answers(*counts) for unit_id, *counts in session().execute(numbers)}
    return [UnitAnswers(unit, found[unit.id]) for unit in units if unit.id in found]


def _coming(host: Unit, today: date) -> Coming | None:
    ceremony = find_coming(host.id, today)
    if ceremony is None or ceremony.date is None:
        return None
    citations = tuple(cite(document) for document in list_documents_of(ceremony))
    return Coming(ceremony, (ceremony.date - today).days, citations, count_answers(ceremony))


def _last_year(host: Unit, today: date) -> int:
    last = session().scalar(sa.select(sa.func.max(Ceremony.slot)).where(Ceremony.host_id == host.id))
    return today.year if last is None else last.year


def _months(host: Unit, year: int, coming: Coming | None, units: Sequence[Unit] | None) -> Sequence[MonthTile]:
    of_year = (
        sa.select(Ceremony)
        .where(Ceremony.host_id == host.id, Ceremony.slot.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Ceremony.slot)
    )
    ceremonies = session().scalars(of_year).all()
    ids = [one.id for one in ceremonies]
    totals = totals_by_ceremony(ids) if units is None else _totals_of_units(ids, units)
    return [
        MonthTile(one, totals.get(one.id), is_next=coming is not None and one.id == coming.ceremony.id)
        for one in ceremonies
    ]


def _totals_of_units(ceremony_ids: Sequence[int], units: Sequence[Unit]) -> dict[int, Figures]:
    """Return the figures of each closed roll over the own people of *units*."""
    columns = (UnitCount.attended, UnitCount.late, UnitCount.excused, UnitCount.absent)
    more = (UnitCount.not_recorded, UnitCount.not_obliged)
    counts = (
        sa.select(RollClosing.ceremony_id, *(sa.func.sum(column) for column in (*columns, *more)))
        .join(UnitCount, RollClosing.id == UnitCount.closing_id)
        .where(RollClosing.ceremony_id.in_(ceremony_ids), UnitCount.unit_id.in_([unit.id for unit in units]))
        .group_by(RollClosing.ceremony_id)
    )
    return {ceremony_id: Figures(*map(int, numbers)) for ceremony_id, *numbers in session().execute(counts)}

"""What the home page shows of the month: no name, no unit, no reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ceremony.attendance.rules import Figures
from ceremony.core.db import session
from ceremony.invitations.queries import count_answers
from ceremony.invitations.rules import Answers
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
class Home:
    """All that the home page shows."""

    office: Office
    year: int
    coming: Coming | None
    months: tuple[MonthTile, ...]


def home_of(host: Unit, today: date) -> Home:
    """Return the host's home page on the day *today*."""
    coming = _coming(host, today)
    year = coming.ceremony.slot.year if coming else _last_year(host, today)
    return Home(office_of(host), year, coming, tuple(_months(host, year, coming)))


def _coming(host: Unit, today: date) -> Coming | None:
    ceremony = find_coming(host.id, today)
    if ceremony is None or ceremony.date is None:
        return None
    citations = tuple(cite(document) for document in list_documents_of(ceremony))
    return Coming(ceremony, (ceremony.date - today).days, citations, count_answers(ceremony))


def _last_year(host: Unit, today: date) -> int:
    last = session().scalar(sa.select(sa.func.max(Ceremony.slot)).where(Ceremony.host_id == host.id))
    return today.year if last is None else last.year


def _months(host: Unit, year: int, coming: Coming | None) -> Sequence[MonthTile]:
    of_year = (
        sa.select(Ceremony)
        .where(Ceremony.host_id == host.id, Ceremony.slot.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Ceremony.slot)
    )
    ceremonies = session().scalars(of_year).all()
    totals = totals_by_ceremony([one.id for one in ceremonies])
    return [
        MonthTile(one, totals.get(one.id), is_next=coming is not None and one.id == coming.ceremony.id)
        for one in ceremonies
    ]

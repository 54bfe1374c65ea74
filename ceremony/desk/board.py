"""What the board of a year shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from ceremony.attendance.rules import Figures
from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.people.models import Unit
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import documents_by_ceremony
from ceremony.programme.rules import ItemKind
from ceremony.reports.queries import totals_by_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import find_coming, list_ceremonies
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.queries import cite


@dataclass(frozen=True)
class BoardRow:
    """One ceremony of the year; `state` is the key of a sign, "skipped" among them as "cancelled" is."""

    ceremony: Ceremony
    citations: tuple[str, ...]
    speakers: tuple[str, ...]
    figures: Figures | None
    state: str
    is_next: bool

    @property
    def is_held(self) -> bool:
        """Whether it has a date that stands."""
        return self.ceremony.state is CeremonyState.PLANNED and self.ceremony.date is not None

    @property
    def lacks_document(self) -> bool:
        """Whether it is still to come and presents nothing yet."""
        return self.state in ("planned", "invited") and not self.citations


def board_of(host: Unit, year: int, now: datetime, today: date, series: str | None = None) -> list[BoardRow]:
    """Return the host's ceremonies of *year*, all or one series', in slot order; empty where the year is not planned.

    Raises UnknownSeries.
    """
    ceremonies = list_ceremonies(host, year, series)
    ids = [one.id for one in ceremonies]
    documents, speakers = documents_by_ceremony(ids), _speakers(ids)
    totals, invited = totals_by_ceremony(ids), _invited(ids)
    coming = find_coming(host.id, today)
    return [
        BoardRow(
            one,
            tuple(cite(document) for document in documents[one.id]),
            tuple(speakers.get(one.id, ())),
            totals.get(one.id),
            _state(one, one.id in totals, one.id in invited, now),
            is_next=coming is not None and one.id == coming.id,
        )
        for one in ceremonies
    ]


def _state(ceremony: Ceremony, is_closed: bool, is_invited: bool, now: datetime) -> str:
    if ceremony.state is not CeremonyState.PLANNED:
        return ceremony.state.value
    starts_at = ceremony.starts_at
    if starts_at is None:
        return "skipped"
    if is_closed:
        return "closed"
    if starts_at <= now:
        return "held"
    return "invited" if is_invited else "planned"


def _invited(ids: Collection[int]) -> set[int]:
    wanted = sa.select(Invitation.ceremony_id).where(Invitation.ceremony_id.in_(ids)).distinct()
    return set(session().scalars(wanted))


def _speakers(ids: Collection[int]) -> dict[int, Sequence[str]]:
    """Return the units that present something, by ceremony id, each once."""
    wanted = (
        sa.select(ProgrammeItem.ceremony_id, Unit.name)
        .join(Unit, Unit.id == ProgrammeItem.unit_id)
        .where(
            ProgrammeItem.ceremony_id.in_(ids),
            sa.or_(ProgrammeItem.document_id.is_not(None), ProgrammeItem.kind == ItemKind.PRESENTATION),
        )
        .order_by(ProgrammeItem.ceremony_id, ProgrammeItem.position)
    )
    found: dict[int, dict[str, None]] = {}
    for ceremony_id, name in session().execute(wanted):
        found.setdefault(ceremony_id, {})[name] = None
    return {ceremony_id: tuple(names) for ceremony_id, names in found.items()}

"""What needs a person of the office: letters, leaves, rolls left open, months without a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from ceremony.attendance.models import Attendance, RollClosing
from ceremony.attendance.queries.objections import count_open_objections
from ceremony.core.db import session
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveState
from ceremony.people.models import Person, Unit
from ceremony.people.queries.corrections import count_open_corrections
from ceremony.programme.queries import documents_by_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState

_UNSETTLED = (LetterState.BOUNCED, LetterState.FAILED, LetterState.UNKNOWN)
_AHEAD = timedelta(days=31)
# What is older than this is history, not work.
_BEHIND = timedelta(days=31)


@dataclass(frozen=True)
class Needs:
    """The list's contents: letters by state with the first addresses, and the rest by number."""

    letters: dict[LetterState, int]
    addresses: dict[LetterState, tuple[str, ...]]
    threads: dict[LetterState, Ceremony]
    leaves: int
    without_document: Sequence[Ceremony]
    rolls: Sequence[Ceremony]
    objections: Sequence[tuple[Ceremony, int]]
    corrections: int

    @property
    def count(self) -> int:
        """How many lines the list has."""
        lists = (self.letters, self.without_document, self.rolls, self.objections)
        return bool(self.leaves) + bool(self.corrections) + sum(len(one) for one in lists)


def needs_of(host: Unit, today: date) -> Needs:
    """Return what waits for the office of *host* on the day *today*."""
    recent = _ceremonies(host, today - _BEHIND, today + _AHEAD)
    letters = _letters([one.uid for one in recent])
    by_uid = {one.uid: one for one in recent}
    addresses: dict[LetterState, tuple[str, ...]] = {}
    threads: dict[LetterState, Ceremony] = {}
    for state, address, thread in letters:
        addresses[state] = (*addresses.get(state, ()), address)
        threads[state] = by_uid[thread]
    documents = documents_by_ceremony([one.id for one in recent])
    bare = [one for one in recent if one.date is not None and one.date >= today and not documents[one.id]]
    counts = {state: len(found) for state, found in addresses.items()}
    past = [one for one in recent if one.date is not None and one.date < today]
    return Needs(
        counts,
        addresses,
        threads,
        _asked_leaves(host, today),
        bare,
        _left_open(past),
        count_open_objections(host),
        count_open_corrections(host),
    )


def _left_open(past: Sequence[Ceremony]) -> list[Ceremony]:
    """Return those among *past* whose roll was begun and never closed."""
    ids = [one.id for one in past]
    begun = set(session().scalars(sa.select(Attendance.ceremony_id).where(Attendance.ceremony_id.in_(ids)).distinct()))
    closed = set(session().scalars(sa.select(RollClosing.ceremony_id).where(RollClosing.ceremony_id.in_(ids))))
    return [one for one in past if one.id in begun - closed]


def _ceremonies(host: Unit, first: date, last: date) -> Sequence[Ceremony]:
    wanted = sa.select(Ceremony).where(
        Ceremony.host_id == host.id, Ceremony.date.between(first, last), Ceremony.state == CeremonyState.PLANNED
    )
    return session().scalars(wanted.order_by(Ceremony.date)).all()


def _letters(threads: Sequence[str]) -> list[tuple[LetterState, str, str]]:
    wanted = sa.select(Letter.state, Letter.address, Letter.thread).where(
        Letter.thread.in_(threads), Letter.state.in_(_UNSETTLED)
    )
    found = session().execute(wanted.order_by(Letter.state, Letter.id))
    return [(state, address, thread) for state, address, thread in found]


def _asked_leaves(host: Unit, today: date) -> int:
    asked = (
        sa.select(sa.func.count())
        .select_from(Leave)
        .join(Person, Person.id == Leave.person_id)
        .where(Person.host_id == host.id, Leave.state == LeaveState.ASKED, Leave.last_day >= today)
    )
    return session().scalar(asked) or 0

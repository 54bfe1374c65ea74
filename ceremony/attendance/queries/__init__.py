"""Questions about a ceremony's roll."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from ceremony.attendance.models import Attendance, PersonOutcome, Roll, RollClosing
from ceremony.attendance.rules import Away, Held, Invited, NotOnTheRoll, RollClosed, Taken, Verdict, closing_hash
from ceremony.attendance.rules.code import (
    CodeExpired,
    Ticket,
    ceremony_of_code,
    current_code,
    read_ticket,
    write_ticket,
)
from ceremony.attendance.rules.windows import Window, window_for
from ceremony.core.clock import local
from ceremony.core.db import session
from ceremony.core.personal import sealed
from ceremony.invitations.models import Invitation
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveState
from ceremony.people.models import Person
from ceremony.people.queries import office_of
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.held import require_held

_PERSON = (Person.full_name, Person.staff_code, Person.check_in_code, Person.email, Person.joined, Person.left)


def get_held(ceremony: Ceremony) -> Held:
    """Return the ceremony's day and end; raises NotHeld where it is cancelled, postponed or skipped."""
    start = local(require_held(ceremony))
    return Held(start.date(), start + timedelta(minutes=ceremony.minutes))


def usual_window(ceremony: Ceremony) -> Window:
    """Return the check-in time by what the host has set; raises NotHeld."""
    return window_for(require_held(ceremony), ceremony.minutes, office_of(ceremony.host).opens_before)


def get_window(ceremony: Ceremony) -> Window:
    """Return when people may check in by themselves: as opened by hand, else the usual time.

    Raises NotHeld.
    """
    roll, usual = session().get(Roll, ceremony.id), usual_window(ceremony)
    return usual if roll is None else Window(roll.opens, roll.closes)


def find_closing(ceremony: Ceremony) -> RollClosing | None:
    """Return the closing of the ceremony's roll."""
    return session().scalars(sa.select(RollClosing).where(RollClosing.ceremony_id == ceremony.id)).one_or_none()


def require_open(ceremony: Ceremony) -> None:
    """Raise RollClosed where the roll is closed."""
    closing = find_closing(ceremony)
    if closing is not None:
        raise RollClosed(month=ceremony.month, closed=f"{local(closing.closed_at):%d/%m/%Y %Hh%M}")


def _invited_by_name(ceremony: Ceremony) -> sa.Select[int | None]:
    return sa.select(Invitation.person_id).where(
        Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_not(None)
    )


def invited_people(ceremony: Ceremony, person: Person | None = None) -> list[Invited]:
    """Return who is on the roll, in the order of person ids; only *person*, where one is given.

    The people of its invitations (guest units are no people); where nobody was ever invited, everybody
    who belongs to the host on the day.
    """
    invited = (
        sa.select(Person.id, Invitation.unit_id, Invitation.host_id, *_PERSON)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Invitation.ceremony_id == ceremony.id)
        .order_by(Person.id)
    )
    if person is not None:
        invited = invited.where(Person.id == person.id)
    found = [Invited(*row) for row in session().execute(invited)]
    if not found and session().execute(_invited_by_name(ceremony).limit(1)).first() is None:
        return _everybody_of_the_day(ceremony, person)
    return found


def _everybody_of_the_day(ceremony: Ceremony, person: Person | None) -> list[Invited]:
    belonging = (
        sa.select(Person.id, Person.unit_id, Person.host_id, *_PERSON)
        .where(Person.host_id == ceremony.host_id)
        .where(sa.or_(Person.joined.is_(None), Person.joined <= ceremony.date))
        .where(sa.or_(Person.left.is_(None), Person.left > ceremony.date))
        .order_by(Person.id)
    )
    if person is not None:
        belonging = belonging.where(Person.id == person.id)
    return [Invited(*row) for row in session().execute(belonging)]


def get_invited(ceremony: Ceremony, person: Person) -> Invited:
    """Return the person as the roll sees them; raises NotOnTheRoll."""
    found = invited_people(ceremony, person)
    if not found:
        raise NotOnTheRoll(who=person.full_name, month=ceremony.month)
    return found[0]


def marks_of(ceremony: Ceremony, person_id: int | None = None) -> dict[int, Taken]:
    """Return the marks taken, by person id; only those of one person, where *person_id* is given."""
    taken = sa.select(Attendance.person_id, Attendance.value, Attendance.source, Attendance.actor, Attendance.at).where(
        Attendance.ceremony_id == ceremony.id
    )
    if person_id is not None:
        taken = taken.where(Attendance.person_id == person_id)
    return {row.person_id: Taken(row.value, row.source, row.actor, local(row.at)) for row in session().execute(taken)}


def leaves_on_the_day(ceremony: Ceremony, person_id: int | None = None) -> Mapping[int, Sequence[Away]]:
    """Return the granted leaves that cover the ceremony's day, by person id."""
    granted = sa.select(Leave.person_id, Leave.first_day, Leave.last_day, Leave.kind).where(
        Leave.state == LeaveState.GRANTED, Leave.first_day <= ceremony.date, Leave.last_day >= ceremony.date
    )
    if person_id is not None:
        granted = granted.where(Leave.person_id == person_id)
    else:
        of_host = sa.select(Person.id).where(Person.host_id == ceremony.host_id)
        granted = granted.where(sa.or_(Leave.person_id.in_(of_host), Leave.person_id.in_(_invited_by_name(ceremony))))
    found: dict[int, list[Away]] = defaultdict(list)
    for row in session().execute(granted):
        found[row.person_id].append(Away(row.first_day, row.last_day, row.kind))
    return found


def closing_holds(closing: RollClosing) -> bool:
    """Whether every outcome, every mark and the order of the host's closings are as they were closed."""
    ceremony = closing.ceremony
    outcomes = sa.select(
        PersonOutcome.person_id, PersonOutcome.unit_id, PersonOutcome.outcome, PersonOutcome.late, PersonOutcome.source
    ).where(PersonOutcome.closing_id == closing.id)
    marks = marks_of(ceremony)
    people = [
        (row.person_id, row.unit_id, marks.get(row.person_id), Verdict(row.outcome, "", row.source, row.late))
        for row in session().execute(outcomes)
    ]
    # The first version of the program had the names themselves in its hashes.
    written = ([(*one[:2], without_name(one[2]), one[3]) for one in people], people)
    return closing.hash in {closing_hash(ceremony.key, closing.day, closing.previous_hash, one) for one in written}


def without_name(mark: Taken | None) -> Taken | None:
    """Return the mark as a closing's hash covers it: with the actor's name sealed, so that it can be erased."""
    return mark and mark._replace(actor=sealed(mark.actor))


def code_on_screen(ceremony: Ceremony, now: datetime) -> tuple[str, datetime]:
    """Return the check-in code at *now* and when the next one takes its place; raises NotHeld or RollClosed."""
    require_held(ceremony)
    require_open(ceremony)
    return current_code(_key(), ceremony.id, now)


def get_by_code(code: str, now: datetime) -> Ceremony:
    """Return the ceremony whose code is on the screen at *now*; raises CodeExpired."""
    ceremony = session().get(Ceremony, ceremony_of_code(_key(), code, now))
    if ceremony is None:
        raise CodeExpired
    return ceremony


def ticket_for(ceremony: Ceremony, now: datetime) -> str:
    """Return a signed ticket for somebody who arrives at *now*."""
    return write_ticket(_key(), Ticket(ceremony.id, now))


def get_ticket(text: str, now: datetime) -> Ticket:
    """Return a ticket of the last five minutes; raises TicketExpired."""
    return read_ticket(_key(), text, now)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])

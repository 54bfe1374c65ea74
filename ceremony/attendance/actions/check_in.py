"""Arriving by the code on the screen."""

from datetime import datetime

from ceremony.attendance.actions.roll import mark_person
from ceremony.attendance.queries import get_window, marks_of
from ceremony.attendance.rules import Mark, MarkSource, Said
from ceremony.attendance.rules.code import Ticket
from ceremony.attendance.rules.windows import mark_for_arrival, require_within
from ceremony.core.clock import local
from ceremony.people.models import Person
from ceremony.people.queries import office_of
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules.held import require_held


def check_in(ceremony: Ceremony, person: Person, ticket: Ticket, now: datetime) -> Mark:
    """Mark *person* as arrived at the ticket's time, present or late; again: the first arrival stands.

    What the office has said of a person stands too. Raises NotHeld, CheckInClosed, RollClosed or NotOnTheRoll.
    """
    start = require_held(ceremony)
    window = get_window(ceremony)
    shown = (f"{local(window.opens):%Hh%M %d/%m/%Y}", f"{local(window.closes):%Hh%M}")
    require_within(window, ticket.arrival, ceremony.month, shown)
    known = marks_of(ceremony, person.id).get(person.id)
    if known is not None:
        return known.value
    mark = mark_for_arrival(ticket.arrival, start, office_of(ceremony.host).late_after)
    mark_person(ceremony, person, Said(mark.value), ticket.arrival, MarkSource.CODE, person.full_name, now)
    return mark

"""What the rolls keep of a person."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from ceremony.attendance.models import Attendance, Objection, PersonOutcome, RollClosing
from ceremony.core.clock import at
from ceremony.core.db import bears, session
from ceremony.core.mail.personal import erase_letters
from ceremony.core.personal import Belongings, Kept, Room, sealed
from ceremony.core.refusal import msgid
from ceremony.people.models import Person
from ceremony.people.queries.leavers import bears_the_name
from ceremony.schedule.models import Ceremony

KEPT = (
    Kept(
        "attendance",
        msgid("Whether and when you came, how it was recorded and by whom"),
        msgid("It is the roll."),
        msgid("With the closed roll, under a number: figures must stay right."),
        columns=("person_id", "value", "actor", "at"),
        plain=("id", "ceremony_id", "unit_id", "host_id", "source"),
    ),
    Kept(
        "person_outcome",
        msgid("What a closed roll says of you, and why"),
        msgid("Reports count it, and you can contest it. The reason never names an illness."),
        msgid("With the closed roll, under a number: figures must stay right."),
        columns=("person_id", "outcome", "why"),
        plain=("id", "closing_id", "unit_id", "late", "source"),
    ),
    Kept(
        "roll_closing",
        msgid("Who closed a roll"),
        msgid("Whoever closes a roll answers for it."),
        msgid("With the closed roll; the name goes when it is erased everywhere else."),
        columns=("closed_by",),
        plain=("id", "ceremony_id", "host_id", "day", "closed_at", "hash", "previous_hash"),
        labels=("closed_by",),
    ),
    Kept(
        "objection",
        msgid("What you contested of your record, and the answer"),
        msgid("So that the office can put it right and you can read the answer."),
        msgid("The words as many months as the office has set."),
        columns=("person_id", "text", "reply", "answered_by"),
        plain=("id", "ceremony_id", "made_at", "ruling", "answered_at"),
        labels=("answered_by",),
    ),
)


def belongings(person: Person) -> list[Belongings]:
    """Return the person's marks, what closed rolls say, and what was contested."""
    marks = sa.select(Attendance, Ceremony).join(Ceremony, Ceremony.id == Attendance.ceremony_id)
    outcomes = sa.select(PersonOutcome, RollClosing.day).join(PersonOutcome.closing)
    objections = sa.select(Objection).where(Objection.person_id == person.id).order_by(Objection.id)
    arrivals = [
        {"date": of.told.day, "value": mark.value, "at": mark.at, "source": mark.source, "recorded_by": mark.actor}
        for mark, of in session().execute(marks.where(Attendance.person_id == person.id).order_by(Ceremony.slot))
    ]
    record = [
        {"date": day, "outcome": one.outcome, "late": one.late, "why": one.why}
        for one, day in session().execute(
            outcomes.where(PersonOutcome.person_id == person.id).order_by(RollClosing.day)
        )
    ]
    contested = [
        {"date": one.ceremony.told.day, "text": one.text, "ruling": one.ruling, "reply": one.reply}
        for one in session().scalars(objections)
    ]
    return [
        Belongings("attendance", msgid("On the rolls"), arrivals),
        Belongings("record", msgid("What the closed rolls say of me"), record),
        Belongings("objections", msgid("Contested records"), contested),
    ]


def subjects(person: Person) -> Collection[str]:
    """Return what the audit log calls what the person contested."""
    return [f"objection:{one}" for one in session().scalars(_contested(Objection.person_id == person.id))]


def _contested(which: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Objection.id).where(which)


def _erase_words(which: sa.ColumnElement[bool]) -> int:
    told = sa.and_(which, sa.or_(Objection.text != "", Objection.reply != ""))
    found = [f"objection:{one}" for one in session().scalars(_contested(told))]
    erase_letters(found, with_editions=True)
    erased = sa.update(Objection).where(told).values(text="", reply="")
    return session().connection().execute(erased).rowcount


def forget(person: Person) -> None:
    """Erase the words, and seal the name where the person recorded marks: the closings' hashes cover it."""
    _erase_words(Objection.person_id == person.id)
    name = person.full_name
    if not bears_the_name(name, person):
        for label in (
            session().scalars(sa.select(Attendance.actor).where(bears(Attendance.actor, name)).distinct()).all()
        ):
            session().execute(sa.update(Attendance).where(Attendance.actor == label).values(actor=sealed(label)))


def forget_reasons(host_id: int, before: date) -> int:
    """Erase the words of the host's people that were answered before *before*; return how many."""
    of_host = Objection.person_id.in_(sa.select(Person.id).where(Person.host_id == host_id))
    return _erase_words(sa.and_(of_host, Objection.answered_at < at(before, "00:00")))


ROOM = Room(KEPT, belongings, forget, subjects, forget_reasons, impersonal=frozenset({"roll", "unit_count"}))

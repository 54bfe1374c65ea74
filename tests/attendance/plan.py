"""Ceremonies, invitations and leaves for tests, written straight into their tables."""

from datetime import date, datetime

import sqlalchemy as sa

from ceremony.core import clock
from ceremony.core.db import session, transaction
from ceremony.invitations.models import Invitation
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.models import Person
from ceremony.people.queries import get_unit
from ceremony.schedule.models import Ceremony, Series
from ceremony.schedule.rules import CeremonyState, WhenOff

MONDAY = date(2021, 8, 2)


def wall(text: str, day: date = MONDAY) -> datetime:
    """The moment of *day* at "07:05" on the office's clock."""
    return clock.at(day, text)


def add_ceremony(slot: date = MONDAY, host: str = "SNV", **values: object) -> Ceremony:
    """A ceremony at 07:00 for 30 minutes, in a series that is made on first use."""
    unit = get_unit(host)
    with transaction() as writing:
        series = writing.scalars(sa.select(Series).where(Series.host_id == unit.id)).first()
        if series is None:
            series = Series(
                host_id=unit.id,
                name="Lễ chào cờ",
                rule="first-monday",
                when_off=WhenOff.NEXT_MONDAY,
                start="07:00",
                minutes=30,
                is_first=True,
            )
            writing.add(series)
            writing.flush()
        ceremony = Ceremony(
            **{
                "series_id": series.id,
                "host_id": unit.id,
                "key": f"{host}-{slot:%Y-%m}",
                "uid": f"{host}-{slot}@example.gov.vn",
                "slot": slot,
                "date": slot,
                "start": "07:00",
                "minutes": 30,
                "place": "sân cơ quan",
                "state": CeremonyState.PLANNED,
                "changed_at": wall("08:00", date(2021, 1, 4)),
                **values,
            }
        )
        writing.add(ceremony)
    return ceremony


def get_by_code(code: str) -> Person:
    """The person with this staff code."""
    return session().scalars(sa.select(Person).where(Person.staff_code == code)).one()


def invite(ceremony: Ceremony, *codes: str, guests: tuple[str, ...] = ()) -> None:
    """Invite these people, and these guest units."""
    people = [get_by_code(code) for code in codes]
    units = [get_unit(code) for code in guests]
    with transaction() as writing:
        for person in people:
            writing.add(
                Invitation(
                    ceremony_id=ceremony.id,
                    person_id=person.id,
                    unit_id=person.unit_id,
                    host_id=person.host_id,
                    nonce=f"{ceremony.id}-{person.id}",
                )
            )
        for unit in units:
            row = Invitation(
                ceremony_id=ceremony.id, unit_id=unit.id, host_id=ceremony.host_id, heads=3, nonce=f"g-{unit.id}"
            )
            writing.add(row)


def grant(
    code: str,
    first: date = MONDAY,
    last: date | None = None,
    kind: LeaveKind = LeaveKind.LEAVE,
    state: LeaveState = LeaveState.GRANTED,
    note: str = "",
) -> None:
    """Write a leave of the person with this staff code."""
    person = get_by_code(code)
    with transaction() as writing:
        writing.add(
            Leave(
                person_id=person.id,
                first_day=first,
                last_day=last or first,
                kind=kind,
                state=state,
                note=note,
                source="office",
                asked_at=wall("08:00", date(2021, 7, 26)),
            )
        )

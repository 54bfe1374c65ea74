"""The months since the seed's: closed rolls with plausible, seeded attendance; no letter is sent."""

from datetime import date, timedelta
from random import Random

import sqlalchemy as sa

from ceremony.attendance.actions import close_roll, import_register
from ceremony.attendance.models import RollClosing
from ceremony.attendance.queries import invited_people
from ceremony.attendance.rules import Invited, Said
from ceremony.attendance.rules.register import Line
from ceremony.core.db import session, transaction
from ceremony.demo.month import OFFICE, office_time
from ceremony.people.models import Unit
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState

# Of a hundred people: how many come in time, late, with leave; the rest stay away.
_IN_TIME, _LATE, _EXCUSED = 88, 91, 98


def play_past_months(host: Unit, today: date) -> None:
    """Take and close the roll of every ceremony before *today* that has none."""
    closed = sa.select(RollClosing.ceremony_id)
    open_ones = (
        sa.select(Ceremony.id, Ceremony.date)
        .where(Ceremony.host_id == host.id, Ceremony.date < today, Ceremony.state == CeremonyState.PLANNED)
        .where(Ceremony.id.not_in(closed))
        .order_by(Ceremony.date)
    )
    for ceremony_id, day in session().execute(open_ones).tuples().all():
        assert day is not None
        with office_time(day, "08:00") as now, transaction() as writing:
            ceremony = writing.get_one(Ceremony, ceremony_id)
            chance = Random(ceremony.key)  # noqa: S311 - plausible figures, no secret
            lines = [_line(number, who, chance) for number, who in enumerate(invited_people(ceremony), start=2)]
            import_register(ceremony, lines, OFFICE, now)
            close_roll(ceremony, OFFICE, now + timedelta(minutes=5))


def _line(number: int, who: Invited, chance: Random) -> Line:
    drawn = chance.randrange(100)
    if drawn < _IN_TIME:
        said, time = Said.PRESENT, f"06:{chance.randrange(40, 60)}"
    elif drawn < _LATE:
        said, time = Said.LATE, f"07:{chance.randrange(6, 20):02d}"
    else:
        said, time = (Said.EXCUSED if drawn < _EXCUSED else Said.ABSENT), ""
    return Line(number, who.check_in_code, said.value, time, {})

"""What the plan keeps of a person: who presides, leads and writes, and who approved."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.personal import Belongings, Kept, Room
from ceremony.core.refusal import msgid
from ceremony.people.models import Person
from ceremony.schedule.models import Ceremony

KEPT = (
    Kept(
        "ceremony",
        msgid("Who presides over a ceremony, leads through it and takes the minutes"),
        msgid("They stand in the programme and in the papers."),
        msgid("With the ceremony; a number stands for who has been erased."),
        columns=("presiding_id", "mc_id", "secretary_id"),
        plain=(
            *("id", "series_id", "host_id", "key", "uid", "slot", "date_before", "date", "start", "minutes", "place"),
            *("rain_place", "place_before", "state", "revision", "changed_at", "reason", "reason_before", "theme"),
            *("theme_basis", "theme_document_id", "dress", "mc_unit_id"),
        ),
    ),
    Kept(
        "year_plan",
        msgid("Who approved the plan of a year"),
        msgid("The plan says so."),
        msgid("With the plan; the name goes when it is erased everywhere else."),
        columns=("approved_by",),
        plain=("id", "series_id", "year", "state", "number", "dated", "basis", "approved_at"),
        labels=("approved_by",),
    ),
)
_DUTIES = {
    "presiding": Ceremony.presiding_id,
    "master of ceremony": Ceremony.mc_id,
    "secretary": Ceremony.secretary_id,
}


def belongings(person: Person) -> list[Belongings]:
    """Return at which ceremonies the person has or had a duty."""
    rows = [
        {"date": one.told.day, "duty": duty}
        for duty, column in _DUTIES.items()
        for one in session().scalars(sa.select(Ceremony).where(column == person.id).order_by(Ceremony.slot))
    ]
    return [Belongings("duties", msgid("Duties at ceremonies"), rows)]


def forget(person: Person) -> None:
    """Do nothing: the ceremonies name the person by number."""
    del person


ROOM = Room(KEPT, belongings, forget, impersonal=frozenset({"calendar_feed", "day", "guest", "series"}))

"""What the programmes keep of a person: what they spoke on."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.personal import Belongings, Kept, Room
from ceremony.core.refusal import msgid
from ceremony.people.models import Person
from ceremony.programme.models import ProgrammeItem
from ceremony.schedule.models import Ceremony

KEPT = (
    Kept(
        "programme_item",
        msgid("Who speaks on an item of the programme"),
        msgid("It stands in the programme and in the papers."),
        msgid("With the ceremony; a number stands for who has been erased."),
        columns=("speaker_id",),
        plain=(
            *("id", "ceremony_id", "position", "kind", "title", "minutes", "unit_id", "document_id", "notes"),
            *("begun_at", "ended_at", "said", "is_unreached", "carried_from_id"),
        ),
    ),
)


def belongings(person: Person) -> list[Belongings]:
    """Return the items that the person speaks or spoke on."""
    items = sa.select(ProgrammeItem).join(ProgrammeItem.ceremony).where(ProgrammeItem.speaker_id == person.id)
    rows = [
        {"date": one.ceremony.told.day, "title": one.title} for one in session().scalars(items.order_by(Ceremony.slot))
    ]
    return [Belongings("items", msgid("Items that you speak on"), rows)]


def forget(person: Person) -> None:
    """Do nothing: the items name the person by number."""
    del person


ROOM = Room(KEPT, belongings, forget, impersonal=frozenset({"rota_exempt", "series_part"}))

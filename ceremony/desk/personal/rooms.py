"""All rooms that keep something of people, asked together."""

from ceremony.accounts import personal as accounts
from ceremony.accounts.queries import find_user_of
from ceremony.attendance import personal as attendance
from ceremony.core.audit import personal as audit
from ceremony.core.mail import personal as mail
from ceremony.core.personal import Belongings, Kept
from ceremony.core.refusal import msgid
from ceremony.invitations import personal as invitations
from ceremony.leave import personal as leave
from ceremony.people import personal as people
from ceremony.people.models import Person
from ceremony.programme import personal as programme
from ceremony.publication import personal as publication
from ceremony.schedule import personal as schedule

ROOMS = (
    *(people.ROOM, accounts.ROOM, leave.ROOM, schedule.ROOM, programme.ROOM),
    *(invitations.ROOM, attendance.ROOM, publication.ROOM),
)
# In the order of the page that says what is kept.
KEPT: tuple[Kept, ...] = (*(kept for room in ROOMS for kept in room.kept), *mail.KEPT, *audit.KEPT)
IMPERSONAL = frozenset().union(*(room.impersonal for room in ROOMS), audit.IMPERSONAL)


def subjects_of(person: Person) -> list[str]:
    """Return what the audit log calls everything of the person."""
    return [subject for room in ROOMS for subject in room.subjects(person)]


def belongings_of(person: Person) -> list[Belongings]:
    """Return everything that is kept of the person, room by room, then what the log says of them and of their acts.

    An act on somebody else's matter is told without its values: they are the other's.
    """
    own = subjects_of(person)
    user = find_user_of(person.id)
    acts = [
        {
            "at": one.at,
            "actor": one.actor_label,
            "act": one.act,
            "values": {part: one.values.get(part, {}) for part in ("before", "after")}
            if one.values and one.subject in own
            else None,
        }
        for one in audit.list_entries_about(own, user.id if user else None)
    ]
    told = [belongings for room in ROOMS for belongings in room.belongings(person)]
    return [*told, Belongings("audit", msgid("In the audit log"), acts)]

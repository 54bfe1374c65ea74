"""A backup before a staff list that changes or takes out people."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.going_back import NoBackupHere, keep_backup
from ceremony.core.language import words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.people.actions.staff_list import import_people
from ceremony.people.models import Person, Unit
from ceremony.people.queries import nearest_host_id
from ceremony.people.rules.staff_list import Place, StaffList


class NothingToGoBackTo(Refusal):
    """No backup could be made, so nothing is written."""

    sentence = msgid("Nothing was imported: the backup to go back to could not be made. %(words)s")
    cure = msgid("To import without one, run on the server: ceremony people import FILE --no-backup")
    page_cure = msgid("Ask whoever runs the server to look, and write the list again.")


def back_up_before(
    host: Unit,
    staff: StaffList,
    *,
    complete: bool = False,
    choices: Mapping[Place, int | None] = MappingProxyType({}),
    today: date,
) -> str | None:
    """Make a backup where *staff* changes or takes out people; return its file's name, None where none is needed.

    Asked before the writing transaction: nobody waits for a backup. Raises NothingToGoBackTo, or NoBackupHere where
    the program makes none on this machine: whether to go on is the caller's.
    """
    if session().scalar(sa.select(Person.id).where(Person.host_id == nearest_host_id(host)).limit(1)) is None:
        return None
    foreseen = import_people(host, staff, dry_run=True, complete=complete, choices=choices, today=today)
    if foreseen.errors or not (foreseen.changed or foreseen.left):
        return None
    try:
        return keep_backup()
    except NoBackupHere:
        raise
    except Refusal as refusal:
        raise NothingToGoBackTo(words=" ".join(words_of(refusal))) from refusal

"""Whether something needs a person: the worker, the database, the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.jobs.models import Heartbeat

SILENT_AFTER = timedelta(seconds=90)
STUCK_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Health:
    """What was found, each part true where it is well."""

    worker: bool
    outbox: bool

    @property
    def ok(self) -> bool:
        """Whether nothing needs a person."""
        return self.worker and self.outbox


def find_health(real_now: datetime) -> Health:
    """Return the state at *real_now*: a worker beat within 90 s, no letter waits for an hour in vain."""
    last_beat = session().scalar(sa.select(sa.func.max(Heartbeat.beat_at)))
    stuck = (
        sa.select(sa.func.count())
        .select_from(Letter)
        .where(Letter.state == LetterState.QUEUED, Letter.hold_until < real_now - STUCK_AFTER)
    )
    return Health(
        worker=last_beat is not None and real_now - last_beat < SILENT_AFTER,
        outbox=session().scalar(stuck) == 0,
    )

"""Counting tries in a table, so that the waiting holds over several processes."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from math import ceil

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from ceremony.accounts.models import Tries
from ceremony.accounts.rules.sign_in import FREE_TRIES, MEMORY, TooOften, wait_after
from ceremony.core.db import session


def _subject(kind: str, value: str) -> str:
    key = b"tries:" + str(current_app.config["SECRET_KEY"]).encode()
    return f"{kind}:{hmac.new(key, value.strip().casefold().encode(), hashlib.sha256).hexdigest()}"


def take_turn(subjects: Mapping[str, str], real_now: datetime) -> None:
    """Count a try before it is made, for each kind and its value; raises TooOften, and then counts nothing.

    Counted before, so that tries at the same moment do not all see the count of the first. Kinds are
    those of FREE_TRIES. Call it in a transaction of its own, and `forgive` when the try was right.
    """
    rows = [(kind, _locked_row(kind, _subject(kind, value), real_now)) for kind, value in sorted(subjects.items())]
    wait = max((row.open_at - real_now).total_seconds() for _kind, row in rows)
    if wait > 0:
        raise TooOften(ceil(wait))
    for kind, row in rows:
        row.tries = row.tries + 1 if real_now - row.last_at < MEMORY else 1
        row.last_at = real_now
        row.open_at = _opens(kind, row.tries, real_now)


def _opens(kind: str, tries: int, real_now: datetime) -> datetime:
    """Return from when on the next try is free; long ago where nothing is to be waited for.

    Not now: somebody who waited for the row's lock has read the clock before.
    """
    wait = wait_after(tries, FREE_TRIES[kind])
    return real_now + wait if wait else real_now - MEMORY


def _locked_row(kind: str, subject: str, real_now: datetime) -> Tries:
    dialect = postgresql if session().get_bind().dialect.name == "postgresql" else sqlite
    values = {"subject": subject, "tries": 0, "last_at": real_now, "open_at": _opens(kind, 0, real_now)}
    session().execute(dialect.insert(Tries).values(values).on_conflict_do_nothing(index_elements=[Tries.subject]))
    wanted = sa.select(Tries).where(Tries.subject == subject).with_for_update()
    return session().scalars(wanted.execution_options(populate_existing=True)).one()


def forgive(subjects: Mapping[str, str], real_now: datetime) -> None:
    """Take the last try back: it was right. The account begins anew, a network only gets its one try back."""
    for kind, value in sorted(subjects.items()):
        row = session().get(Tries, _subject(kind, value), with_for_update=True)
        if row is not None:
            row.tries = 0 if kind in ("account", "second") else max(row.tries - 1, 0)
            row.open_at = min(row.open_at, _opens(kind, row.tries, real_now))
    old = sa.delete(Tries).where(Tries.last_at < real_now - MEMORY)
    session().execute(old.execution_options(synchronize_session=False))

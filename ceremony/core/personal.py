"""What the program keeps of people: each room names it, hands it out, and erases it.

`desk/personal/` asks all rooms; a test finds the table that no room has named.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app

# Stands where a name stood, in what is kept as it was written.
NOBODY = "Người đã rời cơ quan"
_SEALED = "erased:"


@dataclass(frozen=True)
class Kept:
    """A table that tells of people, in words for the page that says so.

    `columns` tell of people; among them `labels` hold the name of whoever acted. `plain` are all others.
    `what`, `why` and `until` are msgids.
    """

    table: str
    what: str
    why: str
    until: str
    columns: tuple[str, ...]
    plain: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Belongings:
    """What one table holds of one person; `title` is a msgid, the names in the rows are those of the export."""

    name: str
    title: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Room:
    """How a feature answers for what it keeps of a person.

    `subjects`: what the audit log calls the person's things ("leave:12"). `forget` erases what tells who it
    was and leaves figures as they are. `forget_reasons` erases, of a host's people, the words and kinds that
    may tell of health, where they are older than a day. `impersonal` tables tell of nobody.
    """

    kept: tuple[Kept, ...]
    belongings: Callable[[Any], list[Belongings]]
    forget: Callable[[Any], None]
    subjects: Callable[[Any], Collection[str]] = field(default=lambda _person: ())
    forget_reasons: Callable[[int, date], int] = field(default=lambda _host_id, _before: 0)
    impersonal: frozenset[str] = frozenset()


def nothing_of(_person: Any) -> list[Belongings]:
    """Return nothing: the room keeps only what other rooms hand out."""
    return []


def sealed(label: str) -> str:
    """Return what may stand for the name *label* where a hash covers it: a keyed digest, the same for the same name.

    Who has the database without the installation's key learns no name from it. A sealed label stays as it is.
    """
    if label.startswith(_SEALED):
        return label
    key = b"label:" + str(current_app.config["SECRET_KEY"]).encode()
    return _SEALED + hmac.new(key, label.encode(), hashlib.sha256).hexdigest()[:32]


def is_sealed(label: str) -> bool:
    """Whether the name that stood here was erased."""
    return label.startswith(_SEALED)

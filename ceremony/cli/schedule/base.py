"""What the commands of `ceremony schedule` share."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from ceremony.core.refusal import BadInput, msgid
from ceremony.programme.queries import documents_by_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.topics.queries import cite

group = click.Group("schedule", help="Working days, the year's plan, and each ceremony.")
reason_option = click.option("--reason", required=True, metavar="T", help="Why, in a few words: people read it.")


class UnreadableDate(BadInput):
    """What was given is no date."""

    sentence = msgid("%(text)s is no date.")
    cure = msgid("Write it as 2021-08-02.")


def read_date(text: str) -> date:
    """Read 2021-08-02; raises UnreadableDate."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UnreadableDate(text=text) from error


def iso(day: date | None) -> str | None:
    """Return a day as JSON holds it."""
    return None if day is None else day.isoformat()


def rows_of(ceremonies: Sequence[Ceremony]) -> list[dict[str, Any]]:
    """Return ceremonies as `schedule show` lists them."""
    documents = documents_by_ceremony([one.id for one in ceremonies])
    return [
        {
            "key": one.key,
            "month": one.month,
            "slot": one.slot.isoformat(),
            "date": iso(one.date),
            "start": one.start,
            "place": one.place,
            "state": one.state.value,
            "moved": one.date is not None and one.date != one.slot,
            "reason": one.reason,
            "revision": one.revision,
            "theme": one.theme,
            "documents": [cite(document) for document in documents[one.id]],
        }
        for one in ceremonies
    ]

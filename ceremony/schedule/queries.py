"""Questions about series and ceremonies."""

import re
from datetime import date

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.refusal import BadInput, NotFound, msgid
from ceremony.people.models import Unit
from ceremony.schedule.models import Ceremony, Series
from ceremony.schedule.rules import CeremonyState


class UnreadableMonth(BadInput):
    """What was given is no month."""

    sentence = msgid("%(text)s is no month.")
    cure = msgid("Write it as 2021-08, or as the slot's date 2021-08-02 where a month has several ceremonies.")


class NoCeremony(NotFound):
    """Nothing is planned there."""

    sentence = msgid("No ceremony of %(host)s is planned for %(text)s.")
    cure = msgid("Plan the year with: ceremony schedule plan %(year)s, or see: ceremony schedule show %(year)s")


class SeveralCeremonies(BadInput):
    """A month alone does not say which."""

    sentence = msgid("Several ceremonies match %(text)s: %(slots)s.")
    cure = msgid("Name the slot's date, or the series with --series NAME.")


_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def parse_month(text: str) -> tuple[date, date]:
    """Return the first day of the month *text* ("2021-08") and of the next; raises UnreadableMonth."""
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        raise UnreadableMonth(text=text)
    year, month = int(match[1]), int(match[2])
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _slot_range(text: str) -> tuple[date, date] | date:
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) > len("2021-08") else parse_month(text)
    except ValueError as error:
        raise UnreadableMonth(text=text) from error


def get_ceremony(host: Unit, text: str, series_name: str | None = None) -> Ceremony:
    """Return the host's ceremony of the month "2021-08" or of the slot "2021-08-02".

    Raises UnreadableMonth, NoCeremony or SeveralCeremonies.
    """
    slots = _slot_range(text)
    matching = sa.select(Ceremony).where(Ceremony.host_id == host.id).order_by(Ceremony.slot)
    if isinstance(slots, date):
        matching = matching.where(Ceremony.slot == slots)
    else:
        matching = matching.where(Ceremony.slot >= slots[0], Ceremony.slot < slots[1])
    if series_name is not None:
        matching = matching.join(Series).where(Series.name == series_name)
    found = list(session().scalars(matching))
    if not found:
        raise NoCeremony(host=host.name, text=text, year=text[:4])
    if len(found) > 1:
        raise SeveralCeremonies(text=text, slots=", ".join(f"{one.slot}" for one in found))
    return found[0]


def find_coming(host_id: int, day: date) -> Ceremony | None:
    """Return the host's next ceremony on or after *day*."""
    ahead = (
        sa.select(Ceremony)
        .where(Ceremony.host_id == host_id, Ceremony.date >= day, Ceremony.state == CeremonyState.PLANNED)
        .order_by(Ceremony.date, Ceremony.start)
        .limit(1)
    )
    return session().scalars(ahead).first()

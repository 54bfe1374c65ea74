"""Units from outside that a series invites."""

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.people.models import Unit
from ceremony.people.queries import nearest_host_id
from ceremony.people.rules.units import require_open
from ceremony.schedule.models import Guest, Series
from ceremony.schedule.queries import list_guests
from ceremony.schedule.rules import changes as may


def add_guest(series: Series, unit: Unit, heads: int | None) -> Guest:
    """Invite a unit from outside the host by its mailbox; again: only the number of *heads* changes, where given.

    Raises GuestInside, GuestWithoutMailbox, UnitClosed or TooFewHeads.
    """
    if heads is not None and heads < 1:
        raise may.TooFewHeads(heads=heads)
    # The people of a host below are invited by that host alone.
    if nearest_host_id(unit) == series.host_id:
        raise may.GuestInside(unit=unit.code, host=series.host.code)
    require_open(unit.name, unit.active_to)
    if not unit.email:
        raise may.GuestWithoutMailbox(unit=unit.code)
    guest = next((guest for guest in list_guests(series) if guest.unit_id == unit.id), None)
    before = {} if guest is None else {"heads": guest.heads}
    if guest is None:
        guest = Guest(series_id=series.id, unit_id=unit.id, heads=1)
        session().add(guest)
    guest.heads = heads or guest.heads
    session().flush()
    record("invite-guest-unit", f"series:{series.host.code}:{series.name}", before, _guest_facts(unit, guest))
    return guest


def remove_guest(series: Series, unit: Unit) -> None:
    """Invite the unit no more; raises NotAGuest."""
    guest = next((guest for guest in list_guests(series) if guest.unit_id == unit.id), None)
    if guest is None:
        raise may.NotAGuest(unit=unit.code)
    record("remove-guest-unit", f"series:{series.host.code}:{series.name}", _guest_facts(unit, guest))
    session().delete(guest)
    session().flush()


def _guest_facts(unit: Unit, guest: Guest) -> dict[str, object]:
    return {"unit": unit.code, "heads": guest.heads}

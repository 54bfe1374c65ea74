"""Questions about units, hosts and what a host has set."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.refusal import NotFound, msgid
from ceremony.people.models import Office, Unit
from ceremony.people.rules.retention import MONTHS_OF_REASONS, YEARS_AFTER_LEAVING
from ceremony.people.rules.units import nearest_host, tree_order


class UnknownUnit(NotFound):
    """No unit has this code."""

    sentence = msgid("No unit has the code %(code)s.")
    cure = msgid("See the codes with: ceremony people units")
    page_cure = msgid("Look at the page of the units.")


def find_unit(code: str) -> Unit | None:
    """Return the unit with this code, in any case of its letters."""
    return session().scalars(sa.select(Unit).where(Unit.code == code.strip().upper())).one_or_none()


def get_unit(code: str) -> Unit:
    """Return the unit with this code; raises UnknownUnit."""
    unit = find_unit(code)
    if unit is None:
        raise UnknownUnit(code=code)
    return unit


def find_root() -> Unit | None:
    """Return the unit that `init` made; None before that."""
    return session().scalars(sa.select(Unit).where(Unit.is_root)).one_or_none()


def get_root() -> Unit:
    """Return the unit that `init` made."""
    return session().scalars(sa.select(Unit).where(Unit.is_root)).one()


def unit_ranks() -> dict[int, int]:
    """Return each unit's place in unit order, by id: parents first, siblings by position."""
    rows = session().execute(sa.select(Unit.id, Unit.parent_id, Unit.position))
    return {unit_id: rank for rank, unit_id in enumerate(tree_order(rows))}


def _in_unit_order(units: sa.ScalarResult[Unit]) -> list[Unit]:
    ranks = unit_ranks()
    return sorted(units, key=lambda unit: ranks[unit.id])


def list_units() -> list[Unit]:
    """Return all units, in unit order."""
    return _in_unit_order(session().scalars(sa.select(Unit)))


def list_hosts() -> list[Unit]:
    """Return the units that hold ceremonies, in unit order."""
    return _in_unit_order(session().scalars(sa.select(Unit).join(Office)))


def host_ids() -> set[int]:
    """Return the ids of the units that hold ceremonies."""
    return set(session().scalars(sa.select(Office.unit_id)))


def nearest_host_id(unit: Unit) -> int:
    """Return the id of the nearest host at or above *unit*, else of the top of its tree."""
    return nearest_host(unit.ancestor_ids, host_ids())


def get_host(code: str | None) -> Unit:
    """Return the unit with this code; without one the only host, else the root.

    Raises UnknownUnit.
    """
    if code is not None:
        return get_unit(code)
    hosts = list_hosts()
    return hosts[0] if len(hosts) == 1 else get_root()


def list_subtree(unit: Unit) -> list[Unit]:
    """Return *unit* and all units below it, in unit order."""
    return _in_unit_order(session().scalars(sa.select(Unit).where(Unit.path.startswith(unit.path))))


def list_own_units(host: Unit) -> list[Unit]:
    """Return *host* and the units below it down to the next host, closed ones too, in unit order.

    Below a province stand a thousand units that are not its own: only the host's are loaded.
    """
    below = host_ids() - {host.id, *host.ancestor_ids}
    tree = session().execute(sa.select(Unit.id, Unit.path).where(Unit.path.startswith(host.path)))
    own = [row.id for row in tree if below.isdisjoint(map(int, row.path.strip("/").split("/")))]
    return _in_unit_order(session().scalars(sa.select(Unit).where(Unit.id.in_(own))))


def list_outside_units() -> list[Unit]:
    """Return the units that stand outside the root and every host, in unit order."""
    root, hosts = get_root(), host_ids()
    return [
        unit
        for unit in list_units()
        if not unit.path.startswith(root.path) and nearest_host(unit.ancestor_ids, hosts) not in hosts
    ]


def steward_of(unit: Unit) -> Unit:
    """Return the unit whose office looks after *unit*: itself, or the root where it stands outside every host."""
    top = session().get_one(Unit, unit.ancestor_ids[0])
    is_outside = not top.is_root and nearest_host_id(unit) not in host_ids()
    return get_root() if is_outside else unit


def office_of(unit: Unit) -> Office:
    """Return what *unit* has set, or what it would begin with as a host; writes nothing."""
    return session().get(Office, unit.id) or office_for(unit)


def find_letterhead() -> Office | None:
    """Return the office whose name heads pages that belong to no office; None before `init`."""
    return office_of(get_host(None)) if find_root() else None


def office_for(unit: Unit) -> Office:
    """Return the settings that *unit* begins with as a host, not yet in the session."""
    above = session().get(Unit, unit.parent_id) if unit.parent_id else None
    return Office(
        unit_id=unit.id,
        parent_body=above.name.upper() if above else "",
        name=unit.name.upper(),
        place_name="",
        address="",
        signer_title="",
        signer="",
        sender_name=unit.name,
        reply_to=unit.email or "",
        contact="",
        language="vi",
        invite_days=3,
        opens_before=60,
        late_after=5,
        keep_years=YEARS_AFTER_LEAVING,
        keep_reasons=MONTHS_OF_REASONS,
    )

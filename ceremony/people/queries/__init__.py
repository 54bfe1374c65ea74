"""Questions about units and persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.core.refusal import BadInput, NotFound, msgid
from ceremony.people.models import Office, Person, Unit
from ceremony.people.rules.names import search_words
from ceremony.people.rules.retention import MONTHS_OF_REASONS, YEARS_AFTER_LEAVING
from ceremony.people.rules.units import nearest_host, tree_order


class UnknownUnit(NotFound):
    """No unit has this code."""

    sentence = msgid("No unit has the code %(code)s.")
    cure = msgid("See the codes with: ceremony people units")


class UnknownPerson(NotFound):
    """Nobody in this host is called so."""

    sentence = msgid("Nobody here has the staff code, check-in code or e-mail address %(text)s.")
    cure = msgid("See the codes with: ceremony people list")


class SharedAddress(BadInput):
    """Several persons have this address."""

    sentence = msgid("The address %(text)s belongs to several persons: %(names)s.")
    cure = msgid("Name the person by staff code or check-in code (ceremony people list shows both).")


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


def list_outside_units() -> list[Unit]:
    """Return the units that stand outside the root and every host, in unit order."""
    root, hosts = get_root(), host_ids()
    return [
        unit
        for unit in list_units()
        if not unit.path.startswith(root.path) and nearest_host(unit.ancestor_ids, hosts) not in hosts
    ]


def list_people(unit: Unit, today: date, *, everyone: bool = False) -> list[Person]:
    """Return who belongs to *unit* or below it, down to the next host; *everyone* with those who left.

    In unit order, then in Vietnamese name order; the units are loaded with them.
    """
    wanted = (
        sa.select(Person)
        .join(Person.unit)
        .where(Unit.path.startswith(unit.path), Person.host_id == nearest_host_id(unit))
        .options(joinedload(Person.unit))
    )
    if not everyone:
        wanted = wanted.where(sa.or_(Person.left.is_(None), Person.left > today))
    ranks = unit_ranks()
    return sorted(session().scalars(wanted), key=lambda one: (ranks[one.unit_id], one.sort_key, one.full_name, one.id))


# By what a list of people may be ordered.
COLUMNS: dict[str, sa.ColumnElement[str]] = {
    "name": sa.type_coerce(Person.sort_key, sa.Text),
    "position": sa.func.lower(Person.position),
    "category": sa.func.lower(Person.category),
    "email": sa.func.coalesce(Person.email, ""),
    "code": sa.func.coalesce(Person.staff_code, ""),
}


@dataclass(frozen=True)
class FoundPeople:
    """A page of people, of how many in all."""

    people: list[Person]
    count: int


def find_people(
    unit_ids: Collection[int],
    today: date,
    asked: str = "",
    *,
    everyone: bool = False,
    begin: int = 0,
    size: int = 200,
    by: str = "",
) -> FoundPeople:
    """Return people of these units whose name's words, or staff code, begin with what is *asked*, without marks.

    From the *begin*-th on; three statements however many there are. In unit order, then in Vietnamese name
    order; or *by* one of COLUMNS, downwards with "-" before it.
    """
    wanted = [Person.unit_id.in_(unit_ids), *(_begins_so(word) for word in search_words(asked))]
    if not everyone:
        wanted.append(sa.or_(Person.left.is_(None), Person.left > today))
    if by:
        return _in_column_order(wanted, by, begin, size)
    rows = session().execute(sa.select(Person.unit_id, sa.func.count()).where(*wanted).group_by(Person.unit_id))
    counts = {row[0]: row[1] for row in rows}
    ranks = unit_ranks() if counts else {}
    before, shown = 0, {}
    for unit_id in sorted(counts, key=lambda one: ranks[one]):
        if before + counts[unit_id] > begin and before < begin + size:
            shown[unit_id] = before
        before += counts[unit_id]
    if not shown:
        return FoundPeople([], before)
    order = sa.case({unit_id: ranks[unit_id] for unit_id in shown}, value=Person.unit_id)
    page = (
        sa.select(Person)
        .where(*wanted, Person.unit_id.in_(shown))
        .options(joinedload(Person.unit))
        .order_by(order, Person.sort_key, Person.full_name, Person.id)
        .offset(begin - min(shown.values()))
        .limit(size)
    )
    return FoundPeople(list(session().scalars(page)), before)


def _in_column_order(wanted: list[sa.ColumnElement[bool]], by: str, begin: int, size: int) -> FoundPeople:
    column = COLUMNS[by.removeprefix("-")]
    count = session().scalar(sa.select(sa.func.count()).select_from(Person).where(*wanted)) or 0
    page = (
        sa.select(Person)
        .where(*wanted)
        .options(joinedload(Person.unit))
        .order_by(column.desc() if by.startswith("-") else column, Person.sort_key, Person.id)
        .offset(begin)
        .limit(size)
    )
    return FoundPeople(list(session().scalars(page)), count)


def _begins_so(word: str) -> sa.ColumnElement[bool]:
    # No name holds a figure, and few staff codes hold none.
    if any(map(str.isdigit, word)):
        return sa.func.lower(Person.staff_code).startswith(word, autoescape=True)
    return Person.search_key.contains(f" {word}", autoescape=True)


def count_own_people(today: date) -> dict[int, int]:
    """Return how many people belong to each unit itself today, by unit id; units without any are absent."""
    here = sa.and_(
        sa.or_(Person.joined.is_(None), Person.joined <= today), sa.or_(Person.left.is_(None), Person.left > today)
    )
    rows = session().execute(sa.select(Person.unit_id, sa.func.count()).where(here).group_by(Person.unit_id))
    return dict(rows.all())


def list_people_with_address(address: str, today: date) -> list[Person]:
    """Return everybody in the installation who has this address and has not left, in name order."""
    wanted = sa.select(Person).where(
        sa.func.lower(Person.email) == address.lower(), sa.or_(Person.left.is_(None), Person.left > today)
    )
    return list(session().scalars(wanted.order_by(Person.sort_key, Person.id)))


def find_code_owner(host_id: int, staff_code: str) -> Person | None:
    """Return who has this staff code in the host."""
    owner = sa.select(Person).where(Person.host_id == host_id, Person.staff_code == staff_code)
    return session().scalars(owner).one_or_none()


def get_person_by_id(person_id: int) -> Person:
    """Return the person of an address that holds the id; raises UnknownPerson."""
    person = session().get(Person, person_id)
    if person is None:
        raise UnknownPerson(text=person_id)
    return person


def steward_of(unit: Unit) -> Unit:
    """Return the unit whose office looks after *unit*: itself, or the root where it stands outside every host."""
    top = session().get_one(Unit, unit.ancestor_ids[0])
    is_outside = not top.is_root and nearest_host_id(unit) not in host_ids()
    return get_root() if is_outside else unit


def get_person(host: Unit, text: str) -> Person:
    """Return the person of *host* with this staff code, check-in code or unshared e-mail address.

    A staff code wins over a check-in code, and who is here over who has left.
    Raises UnknownPerson or SharedAddress.
    """
    wanted = text.strip()
    within = sa.select(Person).where(Person.host_id == host.id).order_by(Person.sort_key, Person.id)
    ways = (
        Person.staff_code == wanted,
        sa.func.lower(Person.staff_code) == wanted.lower(),
        Person.check_in_code == wanted.upper(),
        sa.func.lower(Person.email) == wanted.lower(),
    )
    for way in ways:
        found = list(session().scalars(within.where(way))) if wanted else []
        found = [person for person in found if person.left is None] or found
        if len(found) > 1:
            raise SharedAddress(text=wanted, names=", ".join(person.full_name for person in found))
        if found:
            return found[0]
    raise UnknownPerson(text=wanted)


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

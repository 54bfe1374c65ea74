"""Questions about persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.core.db import session
from ceremony.core.refusal import BadInput, NotFound, msgid
from ceremony.people.models import Person, Unit
from ceremony.people.queries.units import nearest_host_id, unit_ranks
from ceremony.people.rules.names import search_words


class UnknownPerson(NotFound):
    """Nobody in this host is called so."""

    sentence = msgid("Nobody here has the staff code, check-in code or e-mail address %(text)s.")
    cure = msgid("See the codes with: ceremony people list")
    page_cure = msgid("Look at the staff list.")


class SharedAddress(BadInput):
    """Several persons have this address."""

    sentence = msgid("The address %(text)s belongs to several persons: %(names)s.")
    cure = msgid("Name the person by staff code or check-in code (ceremony people list shows both).")
    page_cure = msgid("Write the staff code or check-in code instead.")


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


_MANY_UNITS = 200


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
    wanted = [_begins_so(word) for word in search_words(asked)]
    if not everyone:
        wanted.append(sa.or_(Person.left.is_(None), Person.left > today))
    if by:
        return _in_column_order([Person.unit_id.in_(unit_ids), *wanted], by, begin, size)
    counts = _count_by_unit(wanted, unit_ids)
    ranks = unit_ranks() if counts else {}
    before, shown = 0, {}
    for unit_id in sorted(counts, key=lambda one: ranks[one]):
        if before + counts[unit_id] > begin and before < begin + size:
            shown[unit_id] = before
        before += counts[unit_id]
    if not shown:
        return FoundPeople([], before)
    first, places = begin - min(shown.values()), {unit_id: ranks[unit_id] for unit_id in shown}
    found = sa.select(Person).where(*wanted, Person.unit_id.in_(shown)).options(joinedload(Person.unit))
    if sum(counts[unit_id] for unit_id in shown) <= 2 * size:
        # Many small units: to write their order into the statement takes longer than to sort a page here.
        people = sorted(session().scalars(found), key=lambda one: (places[one.unit_id], *_in_unit(one)))
        return FoundPeople(people[first : first + size], before)
    order = (sa.case(places, value=Person.unit_id), Person.sort_key, Person.full_name, Person.id)
    return FoundPeople(list(session().scalars(found.order_by(*order).offset(first).limit(size))), before)


def _in_unit(person: Person) -> tuple[str, str, int]:
    return person.sort_key, person.full_name, person.id


def _count_by_unit(wanted: list[sa.ColumnElement[bool]], unit_ids: Collection[int]) -> dict[int, int]:
    counted = sa.select(Person.unit_id, sa.func.count()).where(*wanted).group_by(Person.unit_id)
    if len(unit_ids) <= _MANY_UNITS:
        counted = counted.where(Person.unit_id.in_(unit_ids))
    # A statement with a thousand numbers takes longer than to leave units out here.
    mine = set(unit_ids)
    return {unit_id: number for unit_id, number in session().execute(counted) if unit_id in mine}


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
    # Both sides are folded: a place in a text is found several times quicker than a pattern.
    place = sa.func.instr if session().get_bind().dialect.name == "sqlite" else sa.func.strpos
    # No name holds a figure, and few staff codes hold none.
    if any(map(str.isdigit, word)):
        return place(sa.func.lower(Person.staff_code), word) == 1
    return place(Person.search_key, f" {word}") > 0


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


def get_person(host: Unit, text: str, today: date | None = None) -> Person:
    """Return the person of *host* with this staff code, check-in code or unshared e-mail address.

    A staff code wins over a check-in code, and who is here on *today* over who has left; without *today*
    whoever has a day of leaving has left. Raises UnknownPerson or SharedAddress.
    """
    return find_among(Person.host_id == host.id, text, today)


def find_among(people: sa.ColumnElement[bool], text: str, today: date | None) -> Person:
    """Return who of these people is meant, as `get_person` does."""
    wanted = text.strip()
    within = sa.select(Person).where(people).order_by(Person.sort_key, Person.id)
    ways = (
        Person.staff_code == wanted,
        sa.func.lower(Person.staff_code) == wanted.lower(),
        Person.check_in_code == wanted.upper(),
        sa.func.lower(Person.email) == wanted.lower(),
    )
    for way in ways:
        found = list(session().scalars(within.where(way))) if wanted else []
        found = [person for person in found if person.left is None or (today and person.left > today)] or found
        if len(found) > 1:
            raise SharedAddress(text=wanted, names=", ".join(person.full_name for person in found))
        if found:
            return found[0]
    raise UnknownPerson(text=wanted)

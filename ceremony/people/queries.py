"""Questions about units and persons."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.refusal import BadInput, NotFound, msgid
from ceremony.people.models import Office, Person, Unit


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


def get_unit(code: str) -> Unit:
    """Return the unit with this code; raises UnknownUnit."""
    unit = session().scalars(sa.select(Unit).where(Unit.code == code.strip().upper())).one_or_none()
    if unit is None:
        raise UnknownUnit(code=code)
    return unit


def get_root() -> Unit:
    """Return the unit that `init` made."""
    return session().scalars(sa.select(Unit).where(Unit.is_root)).one()


def list_hosts() -> list[Unit]:
    """Return the units that hold ceremonies, in unit order."""
    return list(session().scalars(sa.select(Unit).join(Office).order_by(Unit.path)))


def get_host(code: str | None) -> Unit:
    """Return the unit with this code; without one the only host, else the root.

    Raises UnknownUnit.
    """
    if code is not None:
        return get_unit(code)
    hosts = list_hosts()
    return hosts[0] if len(hosts) == 1 else get_root()


def list_subtree(unit: Unit) -> list[Unit]:
    """Return *unit* and all units below it, parents first."""
    return list(session().scalars(sa.select(Unit).where(Unit.path.startswith(unit.path)).order_by(Unit.path)))


def get_person(host: Unit, text: str) -> Person:
    """Return the person of *host* with this staff code, check-in code or unshared e-mail address.

    Raises UnknownPerson or SharedAddress.
    """
    wanted = text.strip()
    within = sa.select(Person).where(Person.host_id == host.id)
    by_code = sa.or_(Person.staff_code == wanted, Person.check_in_code == wanted.upper())
    found = list(session().scalars(within.where(by_code)))
    if not found:
        by_address = within.where(sa.func.lower(Person.email) == wanted.lower(), Person.left.is_(None))
        found = list(session().scalars(by_address.order_by(Person.sort_key)))
    if len(found) > 1:
        raise SharedAddress(text=wanted, names=", ".join(person.full_name for person in found))
    if not found:
        raise UnknownPerson(text=wanted)
    return found[0]


def office_of(host: Unit) -> Office:
    """Return what the host has set; an unset office where it has set nothing."""
    return session().get(Office, host.id) or Office(unit_id=host.id, name=host.name, contact="", reply_to="")

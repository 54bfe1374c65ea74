"""What the desk's pages share: their blueprint, and who the visitor is to a host."""

from dataclasses import dataclass

from flask import Blueprint

from ceremony.accounts.browser import current_user, may, may_enter, my_units, own_host
from ceremony.accounts.rules import Role
from ceremony.core.web.access import Holder
from ceremony.desk import links
from ceremony.people.models import Person, Unit

blueprint = Blueprint("desk", __name__)
blueprint.add_app_template_global(links.page_at, "page_at")
blueprint.add_app_template_global(links.task_page, "task_page")


@dataclass(frozen=True)
class Reader:
    """What the visitor is to a host: its office, somebody with units, somebody with an own record, or nobody."""

    is_signed_in: bool
    is_office: bool
    units: tuple[Unit, ...]
    person: Person | None


def reader_of(host: Unit) -> Reader:
    """Return what the visitor is to *host*; who is its office is not asked for single units."""
    user = current_user()
    if user is None:
        return Reader(False, False, (), None)
    is_office = may(Role.OFFICE, host)
    units = () if is_office else tuple(my_units(host, Role.MANAGER, Role.RECORDER))
    return Reader(True, is_office, units, user.person)


def holds_a_role() -> bool:
    """Whether the visitor holds any role on or within their own host: the menu asks on every page."""
    user = current_user()
    return user is not None and may_enter(Holder(tuple(Role), within=True), own_host(user))

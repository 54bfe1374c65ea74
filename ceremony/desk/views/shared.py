"""What the desk's pages share: their blueprint, and who the visitor is to a host."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from ceremony.accounts.browser import current_user, may, may_enter, my_units, own_host
from ceremony.accounts.rules import Role
from ceremony.core.web.access import Holder
from ceremony.desk import links
from ceremony.people.models import Person, Unit
from ceremony.schedule.queries import list_series

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


def kept() -> dict[str, Any]:
    """Return what the pages of a year keep in their addresses: host, series, and how the board is shown."""
    return {name: request.args.get(name) or None for name in ("unit", "series", "view")}


def series_asked() -> str | None:
    """Return the name of the series whose page this is; None means the host's first, or all of them."""
    return request.args.get("series") or None


def series_names(host: Unit) -> list[str]:
    """Return the names of the host's series, its first one first, where there is something to choose."""
    known = [one.name for one in list_series(host)]
    return known if len(known) > 1 else []

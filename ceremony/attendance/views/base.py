"""What the pages of the roll share."""

from typing import Any

from flask import Blueprint, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import get_user, may, my_units
from ceremony.accounts.rules import Role
from ceremony.attendance.rules import MarkSource
from ceremony.people.queries import office_of
from ceremony.schedule.models import Ceremony

blueprint = Blueprint("attendance", __name__)


def page(name: str, ceremony: Ceremony, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Return a page of *ceremony* under its host's letterhead."""
    office = office_of(ceremony.host)
    return make_response(render_template(f"attendance/{name}.html", ceremony=ceremony, office=office, **values), status)


def secret() -> str:
    """Return the key that signs what pages carry."""
    return str(current_app.config["SECRET_KEY"])


def is_office(ceremony: Ceremony) -> bool:
    """Whether the visitor is the office of the ceremony's host."""
    return may(Role.OFFICE, ceremony.host)


def units_of_visitor(ceremony: Ceremony) -> set[int] | None:
    """Return the ids of the units whose people the visitor may see and mark; None for the whole host."""
    if is_office(ceremony):
        return None
    return {unit.id for unit in my_units(ceremony.host)}


def source_of_visitor(ceremony: Ceremony) -> MarkSource:
    """Return in which capacity the visitor marks."""
    return MarkSource.OFFICE if is_office(ceremony) else MarkSource.RECORDER


def visitor_name() -> str:
    """Return the name that stands beside what the visitor marks."""
    return get_user().name

"""Links to the pages of other rooms: a page that this installation does not have is not linked."""

from typing import TYPE_CHECKING

from flask import current_app
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from ceremony.desk.rules import TaskName

if TYPE_CHECKING:
    from ceremony.schedule.models import Ceremony

_BELOW = {
    TaskName.PROGRAMME: "programme",
    TaskName.INVITATIONS: "invitations",
    TaskName.ROLL: "roll",
    TaskName.REPORT: "papers",
    TaskName.ARTICLE: "article",
}


def page_at(address: str) -> str | None:
    """Return *address* where a page answers there, else None."""
    try:
        current_app.url_map.bind("").match(address.partition("?")[0], method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
    return address


def task_page(ceremony: "Ceremony", name: TaskName) -> str | None:
    """Return the address of the page that does a task of the ceremony."""
    if name not in _BELOW:
        return None
    return page_at(f"/ceremonies/{ceremony.key}/{_BELOW[name]}")

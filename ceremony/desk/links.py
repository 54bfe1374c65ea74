"""Links to the pages of other rooms: a page that this installation does not have is not linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from ceremony.accounts.browser import opens
from ceremony.desk.rules import Task, TaskName

if TYPE_CHECKING:
    from ceremony.schedule.models import Ceremony

_BELOW = {
    TaskName.DATE: "date",
    TaskName.PROGRAMME: "programme",
    TaskName.INVITATIONS: "invitations",
    TaskName.ROLL: "roll",
    TaskName.REPORT: "papers",
    TaskName.ARTICLE: "article",
}


def page_at(address: str) -> str | None:
    """Return *address* where a page answers there, else None."""
    return address if _endpoint_at(address) else None


def _endpoint_at(address: str) -> str | None:
    try:
        endpoint, _values = current_app.url_map.bind("").match(address.partition("?")[0], method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
    return str(endpoint)


def task_page(ceremony: "Ceremony", name: TaskName) -> str | None:
    """Return the address of the page that does a task of the ceremony, where it is open to the visitor."""
    if name not in _BELOW:
        return None
    address = f"/ceremonies/{ceremony.key}/{_BELOW[name]}"
    endpoint = _endpoint_at(address)
    return address if endpoint and opens(endpoint, ceremony.host) else None


@dataclass(frozen=True)
class Step:
    """The next thing to do, and the page that does it."""

    task: Task
    address: str


def next_step(ceremony: "Ceremony", tasks: Sequence[Task]) -> Step | None:
    """Return the first task that a person can go on with on one of this installation's pages."""
    for task in tasks:
        moving = f"/ceremonies/{ceremony.key}/move" if task.name is TaskName.DATE else None
        address = page_at(moving) if moving else task_page(ceremony, task.name)
        if task.is_open and address:
            return Step(task, address)
    return None

"""The page for the projector: the turning code, the counter, who came last by initials."""

from datetime import timedelta

from flask import current_app, request
from flask.typing import ResponseReturnValue

from ceremony.attendance.queries import code_on_screen
from ceremony.attendance.queries.page import last_arrivals, roll_of
from ceremony.attendance.views.base import blueprint, page
from ceremony.core.clock import now
from ceremony.core.text import initials
from ceremony.core.web.access import who_may
from ceremony.core.web.qr import qr_code
from ceremony.schedule.queries import get_by_key

_SHOWN_ARRIVALS = 4
_LONGEST_LIST = 9


@blueprint.get("/ceremonies/<key>/screen")
@who_may(role=("office", "recorder"), within=True)
def show_screen(key: str) -> ResponseReturnValue:
    """Show the screen; a script asks for its live part alone, by the header that htmx sends."""
    moment = now()
    ceremony = get_by_key(key)
    code, ends = code_on_screen(ceremony, moment)
    base = current_app.extensions["settings"].base_url.rstrip("/")
    groups = roll_of(ceremony, None)
    is_part = request.headers.get("HX-Request") == "true"
    return page(
        "_live" if is_part else "screen",
        ceremony,
        code=code,
        qr=qr_code(f"{base}/c/{code}"),
        typed_at=base.partition("//")[2] + "/c",
        seconds=max(1, round((ends - moment) / timedelta(seconds=1))),
        groups=groups[:_LONGEST_LIST],
        more=groups[_LONGEST_LIST:],
        came=sum(group.came for group in groups),
        expected=sum(group.expected for group in groups),
        last=[".".join(initials(row.name)) + "." for row in last_arrivals(groups, _SHOWN_ARRIVALS)],
    )

"""Pages that look across the month."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ceremony.core.clock import today
from ceremony.core.refusal import msgid
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.queries import home_of
from ceremony.people.queries import get_host

blueprint = Blueprint("desk", __name__)
offer(blueprint, Entry("desk.home", msgid("Home page"), place=10))


@blueprint.get("/")
@who_may(Access.ANYONE)
def home() -> ResponseReturnValue:
    """Show the coming ceremony and the year's totals; nobody is signed in, so no unit, name or reason."""
    page = home_of(get_host(None), today())
    return render_template("desk/home.html", page=page, office=page.office, today=today())

"""The home page, by what the visitor is to the office."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import current_user, own_host
from ceremony.core.clock import now, today
from ceremony.core.refusal import msgid
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.links import next_step
from ceremony.desk.month import month_of
from ceremony.desk.needs import needs_of
from ceremony.desk.own import find_own_invitation
from ceremony.desk.queries import answers_by_unit, home_of
from ceremony.desk.start import start_of
from ceremony.desk.views.shared import blueprint, reader_of
from ceremony.programme.views.base import may_lead

offer(blueprint, Entry("desk.home", msgid("Home page"), place=10))


def _is_readable_on_the_way() -> bool:
    """Whether letters and pages go over an open line; a rehearsal stays on one machine."""
    extensions = current_app.extensions
    return not extensions["settings"].over_https and "demo_mailbox" not in extensions


@blueprint.get("/")
@who_may(Access.ANYONE)
def home() -> ResponseReturnValue:
    """Show the coming ceremony and the year; who is signed in gets their own part beside it.

    Nobody signed in: no unit, name or reason. The office: the next thing to do and what waits for it.
    A manager: the own units. Everybody: the own invitation.
    """
    user = current_user()
    host = own_host(user)
    reader = reader_of(host)
    page = home_of(host, today(), units=reader.units or None)
    ceremony = page.coming.ceremony if page.coming else None
    month = month_of(ceremony, now()) if ceremony and reader.is_office else None
    return render_template(
        "desk/home.html",
        page=page,
        office=page.office,
        today=today(),
        reader=reader,
        month=month,
        step=next_step(month.ceremony, month.tasks) if month else None,
        start=start_of(host) if reader.is_office else None,
        needs=needs_of(host, today()) if reader.is_office else None,
        unit_answers=answers_by_unit(ceremony, reader.units) if ceremony and reader.units else [],
        leads=user is not None and ceremony is not None and may_lead(ceremony),
        own=find_own_invitation(reader.person, ceremony, now()) if ceremony and reader.person else None,
        is_open_line=reader.is_office and _is_readable_on_the_way(),
    )

"""The own page: invitations, answers, and what the closed rolls say."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import current_user, get_user, own_host
from ceremony.attendance.queries.objections import own_objections
from ceremony.core.clock import now, today
from ceremony.core.refusal import msgid
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.desk.own import list_own_invitations
from ceremony.desk.views.shared import blueprint
from ceremony.people.queries import office_of
from ceremony.people.queries.corrections import list_corrections_of
from ceremony.reports.queries import person_record

_YEARS = range(1995, 2101)


def _is_person() -> bool:
    user = current_user()
    return user is not None and user.person is not None


offer(blueprint, Entry("desk.me", msgid("My record"), place=70, shown=_is_person))


@blueprint.get("/me")
@who_may(Access.SIGNED_IN)
def me() -> ResponseReturnValue:
    """Show the visitor's own invitations and record of a year (`?year=`, default: this one)."""
    user = get_user()
    asked = request.args.get("year", type=int)
    year = asked if asked is not None and asked in _YEARS else today().year
    person = user.person
    return render_template(
        "desk/me.html",
        year=year,
        person=person,
        name=user.name,
        office=office_of(own_host(user)),
        invitations=list_own_invitations(person, year, now()) if person else [],
        corrections=list_corrections_of(person) if person else [],
        objections=own_objections(person) if person else {},
        lines=person_record(person, year, own=True) if person else [],
    )

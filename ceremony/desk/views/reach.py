"""To which units a document was presented: who of each came to the ceremonies that presented it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import my_units
from ceremony.accounts.rules import Role
from ceremony.core.clock import now
from ceremony.core.web.access import who_may
from ceremony.desk.views.shared import blueprint
from ceremony.people.queries import office_of
from ceremony.programme.queries.usage import list_usage
from ceremony.reports.queries import month_figures
from ceremony.topics.queries import cite, get_document


@blueprint.get("/documents/<int:document>/reach")
@who_may(role=(Role.OFFICE, Role.MANAGER, Role.RECORDER), within=True)
def show_reach(document: int) -> ResponseReturnValue:
    """Show, for each ceremony that presented the document, how many of each unit of the visitor's attended."""
    found = get_document(document)
    mine = {unit.code for unit in my_units(found.host)}
    held = [one.item for one in list_usage(found, now()) if one.is_presented]
    return render_template(
        "topics/reach.html",
        office=office_of(found.host),
        document=found,
        cited=cite(found),
        held=[(one, [row for row in month_figures(one.ceremony) if row.unit_code in mine]) for one in held],
    )

"""What has not been presented so far: how old it is, what rests on it, and one press to give it a month."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import page_host
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.web.access import who_may
from ceremony.core.web.words import numeric_date
from ceremony.people.queries import office_of
from ceremony.programme.actions import attach_document
from ceremony.programme.queries import find_repeat, list_coming, list_waiting
from ceremony.programme.views.documents import blueprint
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import NoSuchCeremony, get_by_key
from ceremony.topics.models import Document
from ceremony.topics.queries import cite, get_document


@blueprint.get("/documents/waiting")
@who_may(role="office")
def show_waiting() -> ResponseReturnValue:
    """Show the documents that were not presented so far, the oldest first."""
    host, day = page_host(), today()
    return render_template(
        "topics/waiting.html",
        office=office_of(host),
        host=host,
        rows=list_waiting(host, now(), day),
        coming=list_coming(host, day),
        cite=cite,
    )


@blueprint.post("/documents/<int:document>/month")
@who_may(role="office")
def give_month(document: int) -> ResponseReturnValue:
    """Present the document in the chosen ceremony."""
    with transaction():
        found, ceremony = get_document(document), get_by_key(request.form.get("ceremony", ""))
        if ceremony.host.id != found.host_id:
            raise NoSuchCeremony(key=ceremony.key)
        attach_document(ceremony, found)
        words = gettext("It is presented in the ceremony of %(day)s.", day=numeric_date(ceremony.slot))
        warn_of_repeat(ceremony, found)
        code = found.host.code
    flash(words, "success")
    return redirect(url_for("documents.show_waiting", unit=code), code=303)


def warn_of_repeat(ceremony: Ceremony, document: Document) -> None:
    """Say where the document was presented not long ago."""
    earlier = find_repeat(ceremony, document)
    if earlier is not None and earlier.date is not None:
        sentence = "It was presented on %(day)s already, less than 24 months before."
        flash(gettext(sentence, day=numeric_date(earlier.date)), "warning")

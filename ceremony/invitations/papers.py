"""The invitation as a printed paper, in the layout of NĐ 30/2020/NĐ-CP (Mẫu 1.7)."""

from datetime import date

from flask import render_template
from markupsafe import Markup

from ceremony.core.language import language
from ceremony.invitations.models import Invitation
from ceremony.people.queries import office_of
from ceremony.programme.queries import list_documents_of
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.queries import cite


def print_invitation(invitation: Invitation, ceremony: Ceremony, day: date) -> Markup | None:
    """Return the paper as HTML, always in Vietnamese; None while the ceremony has no date that stands.

    *day* gives month and year of issue, never later than the ceremony. Number and day stay blank: they belong
    to the office's own register.
    """
    if ceremony.state is not CeremonyState.PLANNED or ceremony.date is None:
        return None
    with language("vi"):
        page = render_template(
            "invitations/_paper.html",
            invitation=invitation,
            ceremony=ceremony,
            office=office_of(ceremony.host),
            citations=[cite(document) for document in list_documents_of(ceremony)],
            day=min(day, ceremony.date),
        )
    return Markup(page)  # noqa: S704 - our own template has escaped every value

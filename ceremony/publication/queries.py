"""Questions about articles and what they tell of."""

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.invitations.models import Invitation
from ceremony.people.models import Unit
from ceremony.programme.queries import list_documents_of
from ceremony.publication.models import Article
from ceremony.publication.rules import Cited, Occasion, Text, printed_number
from ceremony.schedule.models import Ceremony, Guest

_FIRST_WEEK = 7


def find_article(ceremony: Ceremony) -> Article | None:
    """Return the ceremony's article."""
    return session().scalars(sa.select(Article).where(Article.ceremony_id == ceremony.id)).one_or_none()


def text_of(article: Article) -> Text:
    """Return the article's words as they stand."""
    return Text(article.headline, article.lead, article.body, article.source)


def _guest_names(ceremony: Ceremony) -> list[str]:
    """Return the guest units that were invited; those of the series where nobody was invited yet."""
    invited = sa.select(Invitation.id).where(Invitation.ceremony_id == ceremony.id)
    if session().scalars(invited.limit(1)).first() is None:
        guests = sa.select(Unit.name).join(Guest, Guest.unit_id == Unit.id).where(Guest.series_id == ceremony.series_id)
    else:
        guests = (
            sa.select(Unit.name)
            .join(Invitation, Invitation.unit_id == Unit.id)
            .where(Invitation.ceremony_id == ceremony.id, Invitation.person_id.is_(None))
        )
    return list(session().scalars(guests.order_by(Unit.position, Unit.id)))


def occasion_of(ceremony: Ceremony) -> Occasion:
    """Return what an article of the ceremony tells of; it must have a date."""
    assert ceremony.date is not None
    opens_month = ceremony.series.rule.startswith("first-") or ceremony.slot.day <= _FIRST_WEEK
    documents = [
        Cited(
            document.type,
            printed_number(document.number, document.year_in_symbol, document.symbol),
            document.issued_on,
            tuple(document.issuers),
            document.subject,
            tuple(document.points),
        )
        for document in list_documents_of(ceremony)
    ]
    return Occasion(
        host=ceremony.host.name,
        day=ceremony.date,
        start=ceremony.start,
        month=ceremony.slot if opens_month else None,
        place=ceremony.place,
        guests=_guest_names(ceremony),
        theme=ceremony.theme,
        documents=documents,
    )

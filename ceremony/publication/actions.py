"""Drafting an article, and editing it."""

from datetime import datetime

from ceremony.core.audit.actions import record
from ceremony.core.clock import local
from ceremony.core.db import session
from ceremony.publication.models import Article
from ceremony.publication.queries import find_article, occasion_of, text_of
from ceremony.publication.rules import (
    AlreadyOut,
    ArticleState,
    EditedMeanwhile,
    NoArticle,
    NotHeldYet,
    Text,
    draft_text,
)
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import lock_ceremony
from ceremony.schedule.rules.held import require_held


def draft_article(ceremony: Ceremony, now: datetime) -> Article:
    """Write the ceremony's article from its documents, from its day on, and return it.

    An article that a person has edited, or that is no draft any more, is returned as it is.
    Raises NotHeld or NotHeldYet.
    """
    _require_day_come(ceremony, now)
    article = find_article(ceremony)
    if article is not None and (article.state is not ArticleState.DRAFT or _is_edited(article)):
        return article
    text = draft_text(occasion_of(ceremony))
    if article is None:
        article = Article(ceremony_id=ceremony.id, state=ArticleState.DRAFT)
        session().add(article)
    elif text.digest == article.draft_digest:
        return article
    article.headline, article.lead, article.body, article.source = text.headline, text.lead, text.body, text.source
    article.drafted_at, article.draft_digest = now, text.digest
    record("draft-article", f"ceremony:{ceremony.key}", after={"headline": text.headline, "digest": text.digest})
    return article


def _require_day_come(ceremony: Ceremony, now: datetime) -> None:
    day = local(require_held(ceremony)).date()
    if local(now).date() < day:
        raise NotHeldYet(month=ceremony.month, date=f"{day:%d/%m/%Y}")


def _is_edited(article: Article) -> bool:
    return text_of(article).digest != article.draft_digest


def edit_article(ceremony: Ceremony, text: Text, seen: str) -> Article:
    """Write a person's text over the article's; *seen* is the digest of the text that they began with.

    Raises NoArticle, AlreadyOut (it is published) or EditedMeanwhile.
    """
    lock_ceremony(ceremony)
    article = find_article(ceremony)
    if article is None:
        raise NoArticle(month=ceremony.month)
    if article.state is ArticleState.PUBLISHED:
        raise AlreadyOut(month=ceremony.month)
    stands = text_of(article)
    if stands.digest != seen:
        raise EditedMeanwhile(month=ceremony.month)
    if text != stands:
        article.headline, article.lead, article.body, article.source = text.headline, text.lead, text.body, text.source
        before, after = {"digest": stands.digest}, {"headline": text.headline, "digest": text.digest}
        record("edit-article", f"ceremony:{ceremony.key}", before=before, after=after)
    return article

"""The page of a ceremony's article: drafted by the program, edited by a person."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.language import words_of
from ceremony.core.refusal import msgid
from ceremony.core.web.access import who_may
from ceremony.people.queries import office_of
from ceremony.publication.actions import draft_article, edit_article
from ceremony.publication.forms import ArticleForm
from ceremony.publication.models import Article
from ceremony.publication.queries import find_article, text_of
from ceremony.publication.rules import SOURCE, ArticleState, EditedMeanwhile, Text
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key
from ceremony.schedule.rules.held import require_held

blueprint = Blueprint("publication", __name__)
WORDS = {
    ArticleState.DRAFT: msgid("Draft"),
    ArticleState.AWAITING_APPROVAL: msgid("Awaiting approval"),
    ArticleState.PUBLISHED: msgid("Published"),
}


def _page(ceremony: Ceremony, form: ArticleForm | None, status: int = 200, **values: Any) -> ResponseReturnValue:
    article = find_article(ceremony)
    page = render_template(
        "publication/article.html",
        ceremony=ceremony,
        office=office_of(ceremony.host),
        article=article,
        edited=article is not None and text_of(article).digest != article.draft_digest,
        form=form,
        word=WORDS[article.state] if article else "",
        is_day=ceremony.date is not None and today() >= ceremony.date,
        **values,
    )
    return make_response(page, status)


def _form_of(article: Article) -> ArticleForm:
    text = text_of(article)
    shown = {"headline": text.headline, "lead": text.lead, "body": text.body, "seen": text.digest}
    return ArticleForm(formdata=None, data=shown)


@blueprint.get("/ceremonies/<key>/article")
@who_may(role="office")
def show_article(key: str) -> ResponseReturnValue:
    """Show the article with its fields, or the button that drafts it."""
    ceremony = get_by_key(key)
    require_held(ceremony)
    article = find_article(ceremony)
    saved = "saved" in request.args
    return _page(ceremony, _form_of(article) if article else None, saved=saved)


@blueprint.post("/ceremonies/<key>/article")
@who_may(role="office")
def save_article(key: str) -> ResponseReturnValue:
    """Draft the article, or save what a person has written; a text that changed meanwhile is shown beside it."""
    if "draft" in request.form:
        with transaction():
            draft_article(get_by_key(key), now())
        return redirect(url_for("publication.show_article", key=key), code=303)
    form = ArticleForm()
    if not form.validate():
        return _page(get_by_key(key), form, 422)
    text = Text(form.headline.data or "", form.lead.data or "", form.body.data or "", SOURCE)
    try:
        with transaction():
            ceremony = get_by_key(key)
            article = find_article(ceremony)
            written = Text(text.headline, text.lead, text.body, article.source if article else SOURCE)
            edit_article(ceremony, written, form.seen.data or "")
    except EditedMeanwhile:
        overtaken = changed_meanwhile([f"ceremony:{key}"], ["edit-article", "draft-article"])
        return _both(get_by_key(key), form, words_of(overtaken))
    return redirect(url_for("publication.show_article", key=key, saved=1), code=303)


def _both(ceremony: Ceremony, form: ArticleForm, refusal: tuple[str, str]) -> ResponseReturnValue:
    """Show what was typed in the fields and what stands below; saving again is then a choice."""
    article = find_article(ceremony)
    theirs = text_of(article) if article else None
    if theirs is not None:
        form.seen.data = theirs.digest
    return _page(ceremony, form, 409, refusal=refusal, theirs=theirs)

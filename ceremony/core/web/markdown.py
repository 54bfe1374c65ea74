"""Markdown that people type, as safe HTML."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "blockquote", "a", "code", "hr"}
_SCHEMES = {"http", "https", "mailto"}
_READER = MarkdownIt("commonmark", {"html": False, "breaks": True})


def markdown(text: str) -> Markup:
    """Return *text* as HTML: what is no plain text of an office is left out, and links lead to the web only."""
    made = nh3.clean(_READER.render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES)
    return Markup(made)  # noqa: S704 - cleaned above


def markdown_line(text: str) -> Markup:
    """Return one line of Markdown without a paragraph around it."""
    made = nh3.clean(
        _READER.renderInline(text), tags={"strong", "em", "code", "a"}, attributes={"a": {"href"}}, url_schemes=_SCHEMES
    )
    return Markup(made)  # noqa: S704 - cleaned above

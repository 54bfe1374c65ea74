"""A short guide for users, a page for each task; what search engines may read, and the icon that browsers ask for."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from ceremony.core.layout import bundled
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.assets import asset

blueprint = Blueprint("help", __name__)
# In the order of the month; the words stand in docs/guide/<language>/<task>.md.
TASKS = (
    *("start", "settings", "people", "roles", "plan", "topic", "invite", "answer", "absence"),
    *("roll", "close", "report", "article", "sign-in", "keys"),
)
GUIDE = bundled("docs/guide")
# By endpoint, else by blueprint.
_OF_PAGES = {
    "desk.show_this_year": "plan",
    "desk.show_year": "plan",
    "people": "people",
    "units": "people",
    "documents": "topic",
    "programme": "topic",
    "invitations": "answer",
    "sending": "invite",
    "leave": "absence",
    "attendance": "roll",
    "reports": "report",
    "publication": "article",
    "office.show_roles": "roles",
    "office.show_handover": "roles",
    "office": "settings",
    "accounts": "sign-in",
    "audit": "settings",
    "personal": "people",
}
PICTURES_STAY = 3600
_ROBOTS = "User-agent: *\nAllow: /news\nDisallow: /\n"


def help_address() -> str:
    """Return where the page that is shown is explained, else the list of tasks."""
    task = _OF_PAGES.get(request.endpoint or "") or _OF_PAGES.get(request.blueprint or "")
    return url_for("help.show_task", task=task) if task else url_for("help.show_index")


def _language() -> str:
    return "en" if str(get_locale()) == "en" else "vi"


def _link_here(_self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """Lead from one page of the guide to another by the address of the page, not of the file."""
    token = tokens[at]
    token.attrSet("href", str(token.attrGet("href")).removesuffix(".md"))
    return _self.renderToken(tokens, at, options, env)


def _picture_here(_self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[at]
    token.attrSet("src", url_for("help.show_picture", name=Path(str(token.attrGet("src"))).name))
    return _self.image(tokens, at, options, env)


@lru_cache
def _renderer() -> MarkdownIt:
    # The guide is our own text, so its <kbd> may stand as it is.
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    renderer.add_render_rule("link_open", _link_here)
    renderer.add_render_rule("image", _picture_here)
    return renderer


@lru_cache
def read_task(language: str, task: str) -> tuple[str, str]:
    """Return the title of a task's page and its Markdown."""
    head, _, text = (GUIDE / language / f"{task}.md").read_text(encoding="utf-8").partition("\n")
    return head.removeprefix("# "), text


@blueprint.get("/help")
@who_may(Access.ANYONE)
def show_index() -> ResponseReturnValue:
    """List the tasks."""
    titles = {task: read_task(_language(), task)[0] for task in TASKS}
    return render_template("help/index.html", tasks=titles)


@blueprint.get("/help/<task>")
@who_may(Access.ANYONE)
def show_task(task: str) -> ResponseReturnValue:
    """Explain one task in the reader's language."""
    if task not in TASKS:
        abort(404)
    title, text = read_task(_language(), task)
    return render_template("help/task.html", title=title, text=Markup(_renderer().render(text)))  # noqa: S704 - our own


@blueprint.get("/help/pictures/<name>")
@who_may(Access.ANYONE)
def show_picture(name: str) -> ResponseReturnValue:
    """Show a picture of the guide."""
    return send_from_directory(GUIDE / "pictures", name, max_age=PICTURES_STAY)


@blueprint.get("/robots.txt")
@who_may(Access.ANYONE)
def show_robots() -> ResponseReturnValue:
    """Let search engines read what is published, nothing else."""
    return Response(_ROBOTS, content_type="text/plain; charset=utf-8")


@blueprint.get("/favicon.ico")
@who_may(Access.ANYONE)
def show_icon() -> ResponseReturnValue:
    """Lead browsers to the icon that pages name themselves; they ask here for what is no page, such as a letter."""
    return redirect(asset("theme/flag.svg"), 301)


def init_app(app: Flask) -> None:
    """Offer the address of the page's help to the templates of *app*."""
    app.jinja_env.globals["help_address"] = help_address

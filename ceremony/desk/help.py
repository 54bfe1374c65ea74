"""A short guide for users, a page for each task; and what search engines may read."""

from flask import Blueprint, Flask, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from ceremony.core.language import gettext
from ceremony.core.refusal import msgid
from ceremony.core.web.access import Access, who_may

blueprint = Blueprint("help", __name__)
TASKS = {
    "plan": msgid("Plan a year"),
    "people": msgid("Take over the staff list"),
    "topic": msgid("Choose the topic"),
    "invite": msgid("Invite"),
    "answer": msgid("Answer an invitation, ask to be absent"),
    "roll": msgid("Take the roll"),
    "close": msgid("Close the roll"),
    "report": msgid("Report"),
    "article": msgid("Write the article"),
    "settings": msgid("Settings of the office"),
    "keys": msgid("Keys"),
}
# By endpoint, else by blueprint.
_OF_PAGES = {
    "desk.show_this_year": "plan",
    "desk.show_year": "plan",
    "people": "people",
    "units": "people",
    "topics": "topic",
    "invitations": "invite",
    "leave": "answer",
    "attendance": "roll",
    "reports": "report",
    "publication": "article",
    "office": "settings",
    "audit": "settings",
}
_ROBOTS = "User-agent: *\nAllow: /news\nDisallow: /\n"


def help_address() -> str:
    """Return where the page that is shown is explained, else the list of tasks."""
    task = _OF_PAGES.get(request.endpoint or "") or _OF_PAGES.get(request.blueprint or "")
    return url_for("help.show_task", task=task) if task else url_for("help.show_index")


@blueprint.get("/help")
@who_may(Access.ANYONE)
def show_index() -> ResponseReturnValue:
    """List the tasks."""
    return render_template("help/index.html", tasks=TASKS)


@blueprint.get("/help/<task>")
@who_may(Access.ANYONE)
def show_task(task: str) -> ResponseReturnValue:
    """Explain one task in the reader's language."""
    if task not in TASKS:
        abort(404)
    language = "en" if str(get_locale()) == "en" else "vi"
    return render_template("help/task.html", words=gettext(TASKS[task]), steps=f"help/{language}/{task}.html")


@blueprint.get("/robots.txt")
@who_may(Access.ANYONE)
def show_robots() -> ResponseReturnValue:
    """Let search engines read what is published, nothing else."""
    return Response(_ROBOTS, content_type="text/plain; charset=utf-8")


def init_app(app: Flask) -> None:
    """Offer the address of the page's help to the templates of *app*."""
    app.jinja_env.globals["help_address"] = help_address

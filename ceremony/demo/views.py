"""The rehearsal's mailbox in the browser, at /dev/mail."""

from email.message import EmailMessage

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from ceremony.core.refusal import msgid
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.navigation import Entry, offer
from ceremony.demo.mailbox import Mailbox

blueprint = Blueprint("demo", __name__)
offer(blueprint, Entry("demo.list_messages", msgid("Mailbox"), place=90, covers=("demo",)))
NEWEST = 200
# A letter brings its own inline styles and may do nothing else.
_LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation"


def _mailbox() -> Mailbox:
    mailbox: Mailbox = current_app.extensions["demo_mailbox"]
    return mailbox


def _part(message: EmailMessage, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind:
            return str(part.get_content())
    return ""


@blueprint.get("/dev/mail")
@who_may(Access.ANYONE)
def list_messages() -> ResponseReturnValue:
    """Show the newest messages."""
    mailbox = _mailbox()
    return render_template("demo/mailbox.html", messages=mailbox.newest(NEWEST), count=mailbox.count())


@blueprint.get("/dev/mail/<name>")
@who_may(Access.ANYONE)
def show_message(name: str) -> ResponseReturnValue:
    """Show one message: its heads, its text, its calendar."""
    message = _mailbox().get(name)
    return render_template(
        "demo/message.html",
        name=name,
        message=message,
        text=_part(message, "text/plain"),
        calendar=_part(message, "text/calendar"),
    )


@blueprint.get("/dev/mail/<name>/html")
@who_may(Access.ANYONE)
def show_html(name: str) -> ResponseReturnValue:
    """Show a message's HTML part as a mail client would."""
    response = Response(_part(_mailbox().get(name), "text/html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _LETTER_POLICY
    return response

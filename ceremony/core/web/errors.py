"""What people see when something cannot be done: one sentence, the cure, the way home."""

import logging
import secrets
from typing import Any

from flask import Flask, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from ceremony.core.db import session
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, Forbidden, Gone, NotFound, Refusal, msgid

log = logging.getLogger(__name__)
_STATUS = ((NotFound, 404), (BadInput, 422), (Forbidden, 403), (Gone, 410))
_FOREIGN_HOST = msgid("This address does not belong to the office's program; use the one in CEREMONY_BASE_URL.")
_SENTENCES = {
    400: (msgid("The request cannot be understood."), msgid("Go back and try again.")),
    403: (msgid("This page is not open to you."), msgid("Ask the office of your agency.")),
    404: (msgid("There is no page at this address."), msgid("Check the address, or begin at the home page.")),
    405: (msgid("This address cannot be used in this way."), msgid("Begin at the home page.")),
    413: (msgid("What was sent is too large."), msgid("Send a smaller file.")),
    429: (msgid("That was tried too often."), msgid("Wait a moment and try again.")),
    500: (msgid("Something went wrong in the program."), msgid("Try again; nothing was saved half-way.")),
}


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that a refusal answers with."""
    for kind, status in _STATUS:
        if isinstance(refusal, kind):
            return status
    return 409


def _page(status: int, sentence: str, cure: str, **values: Any) -> ResponseReturnValue:
    return make_response(render_template("core/error.html", sentence=sentence, cure=cure, **values), status)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    sentence, cure = words_of(refusal)
    return _page(status_of(refusal), sentence, cure)


def _stopped(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        # No page for a foreign host name: its links would carry that name.
        return make_response(f"{gettext(_FOREIGN_HOST)}\n", 400, {"Content-Type": "text/plain; charset=utf-8"})
    sentence, cure = _SENTENCES.get(error.code, _SENTENCES[400 if error.code < 500 else 500])
    return _page(error.code, gettext(sentence), gettext(cure))


def _broken(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.exception("error %s", number, exc_info=error)
    session().rollback()
    sentence, cure = _SENTENCES[500]
    return _page(500, gettext(sentence), gettext(cure), number=number, office=None)


def init_app(app: Flask) -> None:
    """Answer refusals, HTTP errors and faults of *app* with a page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _stopped)
    app.register_error_handler(Exception, _broken)

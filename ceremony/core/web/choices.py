"""What a reader chooses for this device and keeps for a year: the language, light or dark."""

from flask import Blueprint, Flask, Response, current_app, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ceremony.core.web.access import Access, who_may

LANGUAGES = ("vi", "en")
THEMES = ("light", "dark")
_YEAR = 365 * 24 * 3600
_OFFERED = {"language": LANGUAGES, "theme": (*THEMES, "auto")}

blueprint = Blueprint("choices", __name__)


def chosen_language() -> str | None:
    """Return the language that was pressed on this device; None where none was."""
    language = request.cookies.get("language") if has_request_context() else None
    return language if language in LANGUAGES else None


def chosen_theme() -> str | None:
    """Return "light" or "dark" where the reader chose it, None where the page follows the system."""
    theme = request.cookies.get("theme") if has_request_context() else None
    return theme if theme in THEMES else None


def theme_attribute() -> Markup:
    """Return what the page's first tag says of a chosen theme."""
    theme = chosen_theme()
    return Markup(' data-bs-theme="{}"').format(theme) if theme else Markup("")


def safe_next(address: str) -> str:
    """Return *address* where it is a page of this host, else the home page."""
    # A browser reads a backslash as "/" and drops line breaks, so an address with either may lead elsewhere.
    if not address.isprintable() or "\\" in address or not address.startswith("/") or address.startswith("//"):
        return "/"
    return address


def _keep(response: Response, name: str, value: str) -> None:
    over_https = bool(current_app.extensions["settings"].over_https)
    if value == "auto":
        response.delete_cookie(name, samesite="Lax", secure=over_https, httponly=True)
        return
    response.set_cookie(name, value, max_age=_YEAR, samesite="Lax", secure=over_https, httponly=True)


@blueprint.post("/choice")
@who_may(Access.ANYONE)
def choose() -> ResponseReturnValue:
    """Keep the choice and go back to the page it was made on."""
    response = current_app.make_response(redirect(safe_next(request.form.get("next", "/")), code=303))
    for name, offered in _OFFERED.items():
        value = request.form.get(name)
        if value in offered:
            _keep(response, name, str(value))
    return response


def init_app(app: Flask) -> None:
    """Offer the choices to the pages of *app*."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(chosen_theme=chosen_theme, theme_attribute=theme_attribute)

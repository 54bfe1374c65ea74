"""Puts onto an application what all its pages share."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, current_app

from ceremony.core import clock
from ceremony.core.settings import Settings
from ceremony.core.web import access, assets, choices, errors, gallery, headers, navigation, words

_LARGEST_REQUEST = 25 * 1024 * 1024
# A staff list of 30,000 rows travels packed in a hidden field.
_LARGEST_FIELDS = 8 * 1024 * 1024


def this_app() -> Flask:
    """Return the application itself, for what runs on beyond this context: threads, workers."""
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return] # werkzeug's proxy


def init_app(app: Flask, settings: Settings) -> None:
    """Set up cookies, limits, who may, errors, headers and words for *app*."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    app.config.update(
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FIELDS,
        TRUSTED_HOSTS=[host, "localhost", "127.0.0.1", "[::1]"],
        SESSION_COOKIE_NAME="__Host-ceremony" if settings.over_https else "ceremony",
        SESSION_COOKIE_SECURE=settings.over_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=30),
        WTF_I18N_ENABLED=True,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["rehearsal"] = lambda: clock.installed().rehearsal is not None
    app.jinja_env.globals["now"] = clock.now
    for part in (access, errors, headers, words, assets, choices, navigation, gallery):
        part.init_app(app)

"""Who may: every address says so itself, and what says nothing is closed to all."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request


class Access(Enum):
    """Who may come to an address."""

    ANYONE = "anyone"
    # The address itself is the right: it carries a signed token.
    LINK_HOLDER = "holder of the link"


View = TypeVar("View", bound=Callable[..., Any])
_MARK = "access"


def who_may(access: Access) -> Callable[[View], View]:
    """Declare who may come to the decorated view; put it below the route."""

    def declare(view: View) -> View:
        setattr(view, _MARK, access)
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declares; None where it says nothing."""
    if endpoint == "static":
        return Access.ANYONE
    return getattr(app.view_functions[endpoint], _MARK, None)


def _guard() -> None:
    if request.endpoint is not None and declared(current_app, request.endpoint) is None:
        abort(403)


def init_app(app: Flask) -> None:
    """Close every address of *app* that does not declare who may."""
    app.before_request(_guard)

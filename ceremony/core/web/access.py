"""Who may: every address says so itself, and what says nothing is closed to all.

This file knows no accounts: `accounts` registers the keeper who decides about visitors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, overload

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue


class Access(Enum):
    """Who may come to an address."""

    ANYONE = "anyone"
    # The address itself is the right: it carries a signed token.
    LINK_HOLDER = "holder of the link"
    SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Holder:
    """Who holds one of the roles on the host of the page.

    `within`: a role on any unit of the host's own people is enough, and the view narrows by `may`.
    `above`: the office of a unit above the host may come too, for figures and grants.
    """

    roles: tuple[str, ...]
    within: bool = False
    above: bool = False


Need = Access | Holder
# Returns None where the visitor may enter, else the answer that they get instead; may abort or raise.
Keeper = Callable[[Need], ResponseReturnValue | None]
View = TypeVar("View", bound=Callable[..., Any])
_MARK = "access"
_KEEPER = "access_keeper"


@overload
def who_may(access: Access) -> Callable[[View], View]: ...
@overload
def who_may(*, role: str | tuple[str, ...], within: bool = False, above: bool = False) -> Callable[[View], View]: ...


def who_may(
    access: Access | None = None, *, role: str | tuple[str, ...] = (), within: bool = False, above: bool = False
) -> Callable[[View], View]:
    """Declare who may come to the decorated view; put it below the route.

    Either an Access, or the role (any one of several) that the visitor holds on the host of the page.
    """
    roles = (role,) if isinstance(role, str) else role
    if (access is None) == (not roles):
        raise ValueError("say either an access or a role")
    need: Need = access or Holder(roles, within, above)

    def declare(view: View) -> View:
        setattr(view, _MARK, need)
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Need | None:
    """Return what an endpoint declares; None where it says nothing."""
    if endpoint == "static":
        return Access.ANYONE
    return getattr(app.view_functions[endpoint], _MARK, None)


def keep(app: Flask, keeper: Keeper) -> None:
    """Let *keeper* decide about the visitors of *app*."""
    app.extensions[_KEEPER] = keeper


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    need = declared(current_app, request.endpoint)
    keeper: Keeper | None = current_app.extensions.get(_KEEPER)
    if keeper is None:
        # Without a keeper nobody can be signed in.
        if need in (Access.ANYONE, Access.LINK_HOLDER):
            return None
        abort(403)
    if need is None:
        abort(403)
    return keeper(need)


def init_app(app: Flask) -> None:
    """Close every address of *app* that does not declare who may."""
    app.before_request(_guard)

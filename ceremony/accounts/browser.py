"""Who sits at the browser: the signed cookie, the row behind it, and what the visitor may.

The cookie holds the key of a `SignIn` row, which can be revoked, and when it was last seen, so that a
page that is only looked at writes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import flask_login
import flask_security
from flask import current_app, g, has_request_context, request
from flask import session as cookie

from ceremony.accounts.models import Grant, SignIn, User
from ceremony.accounts.queries import find_by_uniquifier, find_sign_in, host_paths, roles_of
from ceremony.accounts.rules import Held, NotOpen, Role, allows, holds
from ceremony.accounts.rules.second import HALF_LIFE, HalfOver
from ceremony.accounts.rules.sign_in import agent_label, is_live
from ceremony.core.clock import now, today
from ceremony.core.db import before_commit, session
from ceremony.core.settings import Settings
from ceremony.core.web.access import Access, Holder, declared
from ceremony.people.models import Person, Unit
from ceremony.people.queries import get_host, get_unit, list_own_units, nearest_host_id

HOST_FINDERS = "page_host_finders"
_KEY, _SEEN, _HALF = "sign_in", "seen", "half"
# What flask-login, flask-wtf, flask-babel and this file keep for the length of a request.
_OF_A_REQUEST = ("_login_user", "csrf_token", "visitor", "identity", "_flask_babel")
_ANSWERS = "ceremony.answers"
_LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, readable also where the database is not."""

    name: str
    language: str | None


def visitor() -> Visitor | None:
    """Return who is signed in, for templates; None for nobody."""
    found: Visitor | None = g.get("visitor")
    return found


def visitor_language() -> str | None:
    """Return the language that the visitor chose; None leaves it to the installation."""
    found = visitor() if has_request_context() else None
    return found.language if found else None


def load_user(uniquifier: str) -> User | None:
    """Return the account of the cookie, where its sign-in still holds; flask-login asks once a request."""
    if request.endpoint == "static" or not isinstance(cookie.get(_SEEN), int):
        return None
    row = find_sign_in(str(cookie.get(_KEY)), uniquifier)
    moment = now()
    if row is None or not is_live(row.created_at, datetime.fromtimestamp(cookie[_SEEN], UTC), moment):
        return None
    user = row.user
    if user.person is not None and user.person.left is not None and user.person.left <= today():
        return None
    cookie[_SEEN] = int(moment.timestamp())
    g.visitor = Visitor(user.name, user.language)
    return user


def current_user() -> User | None:
    """Return the account that is signed in; None for nobody."""
    found = cast("Any", flask_login.current_user)
    return found._get_current_object() if found.is_authenticated else None


def get_user() -> User:
    """Return the account that is signed in, on a page that only such visitors reach."""
    user = current_user()
    assert user is not None, "declare who_may(Access.SIGNED_IN) or a role"
    return user


def begin(user: User, row: SignIn) -> None:
    """Give the browser a new cookie for *row*; nothing of the old one stays, so none can be planted."""
    cookie.clear()
    for name in _OF_A_REQUEST:
        g.pop(name, None)
    flask_security.login_user(user, remember=False)
    cookie.permanent = True
    cookie[_KEY], cookie[_SEEN] = row.key, int(row.created_at.timestamp())
    g.visitor = Visitor(user.name, user.language)


def begin_half(user: User, moment: datetime) -> None:
    """Note in a new cookie that password or link were right, and nothing more: the second factor is still asked for."""
    cookie.clear()
    for name in _OF_A_REQUEST:
        g.pop(name, None)
    cookie.permanent = True
    cookie[_HALF] = [user.fs_uniquifier, int(moment.timestamp())]


def get_half(moment: datetime) -> User:
    """Return whose second factor is asked for; raises HalfOver."""
    uniquifier, since = cookie.get(_HALF) or ("", 0)
    user = find_by_uniquifier(str(uniquifier))
    if user is None or not timedelta(0) <= moment - datetime.fromtimestamp(since, UTC) < HALF_LIFE:
        raise HalfOver
    return user


def end() -> None:
    """Take the cookie's contents away."""
    flask_security.logout_user()
    cookie.clear()
    for name in _OF_A_REQUEST:
        g.pop(name, None)


def sign_in_key() -> str | None:
    """Return the key of this browser's sign-in."""
    return cookie.get(_KEY)


def this_agent() -> str:
    """Return what the browser calls itself, shortened to "Firefox, Windows"."""
    return agent_label(request.user_agent.string)


def forget_request(_error: BaseException | None) -> None:
    """Drop what was kept for one request: an application context may outlive it (tests, a shell)."""
    for name in _OF_A_REQUEST:
        g.pop(name, None)


def network_address() -> str:
    """Return where the request comes from.

    Over https a proxy on this machine stands before the program; the last address that it added to
    X-Forwarded-For is the one that called it, what stands before that anybody may have written.
    """
    settings: Settings = current_app.extensions["settings"]
    address = request.remote_addr or ""
    if settings.over_https and address in _LOOPBACK and request.access_route:
        return request.access_route[-1]
    return address


def _once(name: str, ask: Callable[[], Any]) -> Any:
    """Return what *ask* answers, asked once a request as long as it writes nothing: every line of the menu wants it."""
    answers: dict[str, Any] = request.environ.setdefault(_ANSWERS, {})
    if name not in answers:
        answers[name] = ask()
    return answers[name]


@before_commit
def _ask_anew(_session: object) -> None:
    if has_request_context():
        request.environ.pop(_ANSWERS, None)


def my_grants() -> list[Grant]:
    """Return the grants that the visitor holds today, oldest first; none where nobody is signed in."""
    user = current_user()
    return cast("list[Grant]", _once("grants", lambda: roles_of(user, today()))) if user is not None else []


def _hosts() -> list[str]:
    return cast("list[str]", _once("hosts", host_paths))


def own_host(user: User | None) -> Unit:
    """Return the host that somebody belongs to: their person's, else that of their oldest role, else the first."""
    if user is not None and user.person is not None:
        return user.person.host
    if user is None:
        return get_host(None)
    grants = my_grants() if user == current_user() else roles_of(user, today())
    return _host_of(grants[0].unit) if grants else get_host(None)


def _host_of(unit: Unit) -> Unit:
    host = session().get(Unit, nearest_host_id(unit))
    assert host is not None
    return host


def page_unit() -> Unit:
    """Return the unit that the page is about: `?unit=CODE`, the host of the ceremony in the address, else the own host.

    Raises UnknownUnit, or what the ceremony's key is refused with.
    """
    finders = current_app.extensions[HOST_FINDERS]
    for name, value in (request.view_args or {}).items():
        if name in finders:
            return cast("Unit", finders[name](value))
    code = request.args.get("unit", "").strip()
    return get_unit(code) if code else own_host(current_user())


def page_host() -> Unit:
    """Return the host of the page: the nearest host at or above its unit."""
    return _host_of(page_unit())


def held() -> list[Held]:
    """Return the roles that the visitor holds today, for the rules."""
    return [Held(grant.role, grant.unit.path) for grant in my_grants()]


def holds_any(*roles: Role | str) -> bool:
    """Whether the visitor holds one of *roles* (default: any) on any unit."""
    wanted = tuple(Role(role) for role in roles) or tuple(Role)
    return any(one.role in wanted for one in held())


def may(role: Role | str, unit: Unit) -> bool:
    """Whether the visitor holds *role* on *unit*, or above it with no other host between."""
    return holds(held(), (Role(role),), unit.path, _hosts())


def opens(endpoint: str, host: Unit) -> bool:
    """Whether a page of *host* would let the visitor in: what is not open is not linked."""
    need = declared(current_app, endpoint)
    if isinstance(need, Holder):
        return may_enter(need, host)
    return need is not None and (need is not Access.SIGNED_IN or current_user() is not None)


def may_enter(need: Holder, host: Unit | None = None) -> bool:
    """Whether the visitor's roles open a page of *host* (default: of the page's own) to them."""
    host = host or page_host()
    return allows(held(), need.roles, host.path, _hosts(), within=need.within, above=need.above)


def may_see(person: Person) -> bool:
    """Whether the visitor may see this person: themselves, or somebody of a unit on which they hold any role."""
    user = current_user()
    if user is not None and user.person_id == person.id:
        return True
    return holds(held(), tuple(Role), person.unit.path, _hosts())


def require_member(host: Unit) -> None:
    """Refuse who neither belongs to the host nor holds a role there; raises NotOpen."""
    if own_host(get_user()).id != host.id and not my_units(host):
        raise NotOpen


def my_units(host: Unit, *roles: Role | str) -> list[Unit]:
    """Return the units of *host* on which the visitor holds one of *roles* (default: any), in unit order."""
    mine, hosts = held(), _hosts()
    wanted = tuple(Role(role) for role in roles) or tuple(Role)
    return [unit for unit in list_own_units(host) if holds(mine, wanted, unit.path, hosts)]

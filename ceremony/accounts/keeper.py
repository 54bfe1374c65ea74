"""Decides about every visitor: lets in, asks to sign in, or refuses. Puts sign-in onto an application."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import RoleMixin, Security
from flask_security.datastore import UserDatastore
from flask_wtf import CSRFProtect
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from ceremony.accounts import browser
from ceremony.accounts.forms import LoginForm
from ceremony.accounts.kept import keep_form
from ceremony.accounts.models import User
from ceremony.accounts.queries import find_user_of, has_second_factor
from ceremony.accounts.rules import NotOpen, Role
from ceremony.core.audit.actions import acting
from ceremony.core.audit.rules import Actor
from ceremony.core.settings import Settings
from ceremony.core.web import access
from ceremony.core.web.access import Access, Holder, Need
from ceremony.people.models import Person, Unit
from ceremony.people.queries import office_of

SAFE = ("GET", "HEAD", "OPTIONS")
HostFinder = Callable[[str], Unit]
_csrf = CSRFProtect()
_SECURITY = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Argon2id needs no pepper of ours before it.
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    # OWASP Password Storage: 19 MiB, 2 passes, 1 lane.
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID",
        "argon2__memory_cost": 19_456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    "SECURITY_TRACKABLE": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    # A token lives as long as its session.
    "WTF_CSRF_TIME_LIMIT": None,
    # Our pages send no referrer, which this check would ask for.
    "WTF_CSRF_SSL_STRICT": False,
    # The keeper checks it where somebody is signed in; elsewhere there is no session to ride on.
    "WTF_CSRF_CHECK_DEFAULT": False,
}


def login_page(form: LoginForm, status: int, **values: Any) -> ResponseReturnValue:
    """Return the sign-in page."""
    office = office_of(browser.own_host(None))
    settings: Settings = current_app.extensions["settings"]
    values = {"provider": settings.oidc_name, **values}
    return make_response(render_template("accounts/login.html", form=form, office=office, **values), status)


def _foreign(origin: str | None) -> bool:
    if origin in (None, "null"):
        return False
    settings: Settings = current_app.extensions["settings"]
    return urlsplit(str(origin)).netloc not in (request.host, urlsplit(settings.base_url).netloc)


def _refuse_foreign_forms() -> None:
    """Refuse what another site lets a visitor send: nobody shall be signed in as somebody else unawares."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403)
    if _foreign(request.headers.get("Origin")):
        abort(403)


def _shows_a_page(path: str) -> bool:
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(path, method="GET")
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False
    return True


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in SAFE:
        return redirect(url_for("accounts.show_login", next=request.full_path.rstrip("?")))
    kept = keep_form()
    target = request.full_path.rstrip("?") if _shows_a_page(request.path) else None
    if kept is None:
        return redirect(url_for("accounts.show_login", next=target), code=303)
    form = LoginForm(formdata=None, data={"kept": kept, "next": target})
    return login_page(form, 401)


# What somebody may do before they have the second factor that their role asks for.
_BEFORE = ("accounts", "choices", "help", "operations")


def _owes_second_factor(user: User) -> bool:
    settings: Settings = current_app.extensions["settings"]
    if not settings.second_factor_required or request.endpoint == "static" or request.blueprint in _BEFORE:
        return False
    return browser.holds_any(Role.OFFICE) and not has_second_factor(user)


def _decide(need: Need) -> ResponseReturnValue | None:
    user = browser.current_user()
    if user is not None:
        act_as(user)
        if _owes_second_factor(user):
            return redirect(url_for("accounts.show_factors"), code=303)
    writes = request.method not in SAFE
    if need in (Access.ANYONE, Access.LINK_HOLDER):
        if writes:
            _refuse_foreign_forms()
        return None
    if user is None:
        return _ask_to_sign_in()
    if writes:
        _csrf.protect()
    if isinstance(need, Holder) and not browser.may_enter(need):
        raise NotOpen
    return None


def act_as(user: User) -> None:
    """Let the audit log name the visitor until the request ends; who signs in is named from then on."""
    _stop_acting(None)
    g.acting = ExitStack()
    g.acting.enter_context(acting(Actor(user.id, user.name)))


def _stop_acting(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("acting", None)
    if stack is not None:
        stack.close()


def _signs_in_twice(person: Person) -> bool:
    user = find_user_of(person.id)
    return user is not None and has_second_factor(user)


def init_app(app: Flask, host_finders: Mapping[str, HostFinder]) -> None:
    """Let people sign in to *app*; *host_finders* name the host of a page by a part of its address.

    Flask-Security hashes passwords and holds the session with flask-login; its own pages, which commit
    by themselves, are left out.
    """
    app.config.update(_SECURITY)
    Security(app, UserDatastore(User, RoleMixin), register_blueprint=False)
    app.login_manager.user_loader(browser.load_user)  # type: ignore[attr-defined] # flask-login puts it there
    _csrf.init_app(app)
    app.extensions[browser.HOST_FINDERS] = dict(host_finders)
    app.jinja_env.globals.update(visitor=browser.visitor, opens=browser.opens, signs_in_twice=_signs_in_twice)
    app.teardown_request(_stop_acting)
    app.teardown_request(browser.forget_request)
    access.keep(app, _decide)

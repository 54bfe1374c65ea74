"""Signing in through the office's identity provider: there, back, and one press; the cookie keeps what lies between."""

from dataclasses import asdict
from datetime import UTC, datetime

from flask import abort, current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from ceremony.accounts.actions.oidc import find_welcome, use_address
from ceremony.accounts.browser import current_user
from ceremony.accounts.forms import LoginForm
from ceremony.accounts.keeper import login_page
from ceremony.accounts.provider import Flow, begin_flow, finish_flow
from ceremony.accounts.rules.oidc import FlowOver, require_young
from ceremony.accounts.views.base import ask_second, blueprint, go_on, let_in, page
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import words_of
from ceremony.core.refusal import Refusal
from ceremony.core.settings import Settings
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.choices import safe_next
from ceremony.core.web.errors import status_of

_BEGUN, _PROVEN = "oidc", "oidc address"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    if not settings.oidc_issuer:
        abort(404)
    return settings


def _back(settings: Settings) -> str:
    return settings.base_url.rstrip("/") + url_for("accounts.show_return")


def _again(refusal: Refusal, target: str) -> ResponseReturnValue:
    """Say why on the sign-in page, where the other ways in stand too."""
    form = LoginForm(formdata=None, data={"next": safe_next(target)})
    return login_page(form, status_of(refusal), refusal=words_of(refusal))


@blueprint.get("/login/oidc")
@who_may(Access.ANYONE)
def show_provider() -> ResponseReturnValue:
    """Lead to the provider's own page."""
    settings, target = _settings(), safe_next(request.args.get("next", "/"))
    if current_user() is not None:
        return redirect(target)
    try:
        address, flow = begin_flow(settings, _back(settings))
    except Refusal as refusal:
        return _again(refusal, target)
    cookie.permanent = True
    cookie[_BEGUN] = {"flow": asdict(flow), "next": target, "at": int(now().timestamp())}
    return redirect(address)


@blueprint.get("/login/oidc/back")
@who_may(Access.ANYONE)
def show_return() -> ResponseReturnValue:
    """Take the provider's answer; whatever it is, the same state is not taken again."""
    settings, begun = _settings(), cookie.pop(_BEGUN, None) or {}
    target = str(begun.get("next", "/"))
    try:
        require_young(datetime.fromtimestamp(begun.get("at", 0), UTC), now())
        flow = Flow(**begun["flow"])
        address = finish_flow(settings, _back(settings), flow, request.args, real_now())
        find_welcome(address, today())
    except Refusal as refusal:
        return _again(refusal, target)
    cookie[_PROVEN] = {"address": address, "next": target, "at": int(now().timestamp())}
    # The code leaves the address bar, and a reload asks the provider nothing.
    return redirect(url_for("accounts.show_oidc"))


def _proven() -> tuple[str, str]:
    """Return the address that the provider has confirmed for this browser, and where it goes on; raises FlowOver."""
    proven = cookie.get(_PROVEN)
    if proven is None:
        raise FlowOver
    require_young(datetime.fromtimestamp(proven["at"], UTC), now())
    return proven["address"], proven["next"]


@blueprint.get("/login/oidc/enter")
@who_may(Access.ANYONE)
def show_oidc() -> ResponseReturnValue:
    """Show the button that signs in: to look at a page writes nothing."""
    settings = _settings()
    try:
        address, _target = _proven()
        candidate = find_welcome(address, today())
    except Refusal as refusal:
        return _again(refusal, "/")
    return page("oidc", candidate=candidate, address=address, provider=settings.oidc_name)


@blueprint.post("/login/oidc/enter")
@who_may(Access.ANYONE)
def take_oidc() -> ResponseReturnValue:
    """Sign in; the cookie that proved the address is used up."""
    _settings()
    try:
        address, target = _proven()
        with transaction():
            is_in = let_in(use_address(address, today(), now()))
    except Refusal as refusal:
        return _again(refusal, "/")
    return (go_on if is_in else ask_second)(target, None)

"""Signing in, by password or by a mailed link."""

from collections.abc import Callable

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from ceremony.accounts import browser
from ceremony.accounts.actions import find_by_password, forgive, send_link, set_password, take_turn, use_link
from ceremony.accounts.browser import current_user
from ceremony.accounts.forms import ForgotForm, LoginForm, NewPasswordForm, WhoForm
from ceremony.accounts.keeper import login_page
from ceremony.accounts.kept import read_kept
from ceremony.accounts.queries import candidates_of, get_link
from ceremony.accounts.rules.sign_in import Purpose, TooOften, WeakPassword, WhoIsIt, WrongSignIn
from ceremony.accounts.views.base import ask_second, blueprint, go_on, let_in, page, too_often
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.choices import safe_next


@blueprint.get("/login")
@who_may(Access.ANYONE)
def show_login() -> ResponseReturnValue:
    """Show the sign-in form."""
    target = safe_next(request.args.get("next", "/"))
    if current_user() is not None:
        return redirect(target)
    return login_page(LoginForm(formdata=None, data={"next": target}), 200)


@blueprint.post("/login")
@who_may(Access.ANYONE)
def take_login() -> ResponseReturnValue:
    """Sign in by password, or send a link."""
    form = LoginForm()
    if form.link.data:
        return _send(form.email.data or "", Purpose.SIGN_IN, _login_again(form), form.next.data, form.kept.data)
    subjects = {"account": form.email.data or "", "network": browser.network_address()}
    try:
        with transaction():
            take_turn(subjects, real_now())
        user = find_by_password(form.email.data or "", form.password.data or "", today())
    except WrongSignIn as refusal:
        return login_page(form, 422, refusal=words_of(refusal))
    except TooOften as refusal:
        return _login_again(form)(refusal)
    with transaction():
        forgive(subjects, real_now())
        is_in = let_in(user)
    return (go_on if is_in else ask_second)(form.next.data, form.kept.data)


def _login_again(form: LoginForm) -> Callable[[TooOften], ResponseReturnValue]:
    return lambda refusal: too_often(login_page(form, 429, refusal=words_of(refusal)), refusal)


def _send(
    email: str,
    purpose: Purpose,
    refused: Callable[[TooOften], ResponseReturnValue],
    target: str | None = None,
    kept: str | None = None,
) -> ResponseReturnValue:
    """Send a letter with a link; the page is the same whether anybody has the address or not."""
    try:
        with transaction():
            take_turn({"letter": email, "network": browser.network_address()}, real_now())
            settings = current_app.extensions["settings"]
            kept = kept if read_kept(kept) else None
            send_link(
                email, purpose, settings, today(), now(), real_now(), next_page=safe_next(target or "/"), kept=kept
            )
    except TooOften as refusal:
        return refused(refusal)
    return page("sent", email=email)


@blueprint.get("/login/link")
@who_may(Access.LINK_HOLDER)
def show_link() -> ResponseReturnValue:
    """Show the button that signs in; programs that look into letters press no buttons."""
    link = get_link(request.args.get("token", ""), Purpose.SIGN_IN, now())
    return page("link", candidates=candidates_of(link, today()), form=WhoForm(formdata=None))


@blueprint.post("/login/link")
@who_may(Access.LINK_HOLDER)
def take_link() -> ResponseReturnValue:
    """Use the link up and sign in."""
    form, token = WhoForm(), request.values.get("token", "")
    try:
        with transaction():
            link = get_link(token, Purpose.SIGN_IN, now(), lock=True)
            target, kept = link.next, link.kept
            link.kept = None
            is_in = let_in(use_link(link, form.who.data, today(), now()))
    except WhoIsIt as refusal:
        return _link_page("link", token, Purpose.SIGN_IN, form, refusal)
    return (go_on if is_in else ask_second)(target, kept)


def _link_page(name: str, token: str, purpose: Purpose, form: WhoForm, refusal: Refusal) -> ResponseReturnValue:
    candidates = candidates_of(get_link(token, purpose, now()), today())
    return page(name, 422, candidates=candidates, form=form, refusal=words_of(refusal))


@blueprint.get("/forgot")
@who_may(Access.ANYONE)
def show_forgot() -> ResponseReturnValue:
    """Show the form that asks for a letter with a link."""
    return page("forgot", form=ForgotForm(formdata=None, data={"email": request.args.get("email", "")}))


@blueprint.post("/forgot")
@who_may(Access.ANYONE)
def take_forgot() -> ResponseReturnValue:
    """Send a letter with a link to set a password."""
    form = ForgotForm()
    return _send(
        form.email.data or "",
        Purpose.PASSWORD,
        lambda refusal: too_often(page("forgot", 429, form=form, refusal=words_of(refusal)), refusal),
    )


@blueprint.get("/password/link")
@who_may(Access.LINK_HOLDER)
def show_new_password() -> ResponseReturnValue:
    """Show the form for a new password."""
    link = get_link(request.args.get("token", ""), Purpose.PASSWORD, now())
    return page("new_password", candidates=candidates_of(link, today()), form=NewPasswordForm(formdata=None))


@blueprint.post("/password/link")
@who_may(Access.LINK_HOLDER)
def take_new_password() -> ResponseReturnValue:
    """Use the link up, set the password and sign in."""
    form, token = NewPasswordForm(), request.values.get("token", "")
    try:
        with transaction():
            link = get_link(token, Purpose.PASSWORD, now(), lock=True)
            target, user = link.next, use_link(link, form.who.data, today(), now())
            set_password(user, form.password.data or "", now())
            is_in = let_in(user)
    except (WhoIsIt, WeakPassword) as refusal:
        return _link_page("new_password", token, Purpose.PASSWORD, form, refusal)
    return (go_on if is_in else ask_second)(target, None)

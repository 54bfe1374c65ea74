"""Signing in, by password or by a mailed link; the own profile."""

from collections.abc import Callable, Mapping

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts import browser
from ceremony.accounts.actions import (
    change_language,
    find_by_password,
    forget_sign_ins,
    forgive,
    send_link,
    set_password,
    sign_in,
    sign_out,
    take_turn,
    use_link,
)
from ceremony.accounts.browser import current_user, get_user
from ceremony.accounts.forms import ChangePasswordForm, ForgotForm, LoginForm, NewPasswordForm, ProfileForm, WhoForm
from ceremony.accounts.keeper import act_as, login_page
from ceremony.accounts.kept import read_kept
from ceremony.accounts.models import User
from ceremony.accounts.queries import candidates_of, get_link, list_sign_ins
from ceremony.accounts.rules.sign_in import (
    Purpose,
    TooOften,
    WeakPassword,
    WhoIsIt,
    WrongPassword,
    WrongSignIn,
)
from ceremony.core.clock import local, now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import words_of
from ceremony.core.refusal import Refusal
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.choices import safe_next
from ceremony.people.queries import office_of

blueprint = Blueprint("accounts", __name__)


def _page(name: str, status: int = 200, **values: object) -> ResponseReturnValue:
    office = office_of(browser.own_host(current_user()))
    return make_response(render_template(f"accounts/{name}.html", office=office, **values), status)


def _too_often(answer: ResponseReturnValue, refusal: TooOften) -> ResponseReturnValue:
    response = make_response(answer)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _enter(user: User) -> None:
    """Sign the browser in as *user*, inside the open transaction; who sat there before is signed out."""
    before, key = current_user(), browser.sign_in_key()
    if before is not None and key is not None:
        sign_out(before, now(), key=key)
    forget_sign_ins(now())
    act_as(user)
    browser.begin(user, sign_in(user, browser.this_agent(), now()))


def _go_on(target: str | None, kept_text: str | None) -> ResponseReturnValue:
    """Go where the visitor wanted to; a form that was kept is shown to be sent again."""
    kept = read_kept(kept_text)
    if kept is not None:
        return _page("kept", kept=kept)
    return redirect(safe_next(target or "/"), code=303)


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
        _enter(user)
    return _go_on(form.next.data, form.kept.data)


def _login_again(form: LoginForm) -> Callable[[TooOften], ResponseReturnValue]:
    return lambda refusal: _too_often(login_page(form, 429, refusal=words_of(refusal)), refusal)


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
    return _page("sent", email=email)


@blueprint.get("/login/link")
@who_may(Access.LINK_HOLDER)
def show_link() -> ResponseReturnValue:
    """Show the button that signs in; programs that look into letters press no buttons."""
    link = get_link(request.args.get("token", ""), Purpose.SIGN_IN, now())
    return _page("link", candidates=candidates_of(link, today()), form=WhoForm(formdata=None))


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
            _enter(use_link(link, form.who.data, today(), now()))
    except WhoIsIt as refusal:
        return _link_page("link", token, Purpose.SIGN_IN, form, refusal)
    return _go_on(target, kept)


def _link_page(name: str, token: str, purpose: Purpose, form: WhoForm, refusal: Refusal) -> ResponseReturnValue:
    candidates = candidates_of(get_link(token, purpose, now()), today())
    return _page(name, 422, candidates=candidates, form=form, refusal=words_of(refusal))


@blueprint.get("/forgot")
@who_may(Access.ANYONE)
def show_forgot() -> ResponseReturnValue:
    """Show the form that asks for a letter with a link."""
    return _page("forgot", form=ForgotForm(formdata=None, data={"email": request.args.get("email", "")}))


@blueprint.post("/forgot")
@who_may(Access.ANYONE)
def take_forgot() -> ResponseReturnValue:
    """Send a letter with a link to set a password."""
    form = ForgotForm()
    return _send(
        form.email.data or "",
        Purpose.PASSWORD,
        lambda refusal: _too_often(_page("forgot", 429, form=form, refusal=words_of(refusal)), refusal),
    )


@blueprint.get("/password/link")
@who_may(Access.LINK_HOLDER)
def show_new_password() -> ResponseReturnValue:
    """Show the form for a new password."""
    link = get_link(request.args.get("token", ""), Purpose.PASSWORD, now())
    return _page("new_password", candidates=candidates_of(link, today()), form=NewPasswordForm(formdata=None))


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
            _enter(user)
    except (WhoIsIt, WeakPassword) as refusal:
        return _link_page("new_password", token, Purpose.PASSWORD, form, refusal)
    return _go_on(target, None)


@blueprint.get("/password")
@who_may(Access.SIGNED_IN)
def show_password() -> ResponseReturnValue:
    """Show the form that changes the own password."""
    return _page("password", form=ChangePasswordForm(formdata=None), user=get_user())


@blueprint.post("/password")
@who_may(Access.SIGNED_IN)
def take_password() -> ResponseReturnValue:
    """Change the own password; every other browser is signed out."""
    form, user = ChangePasswordForm(), get_user()
    subjects: Mapping[str, str] = {"account": user.email}
    try:
        with transaction():
            take_turn(subjects, real_now())
        _require_password(user, form.current.data or "")
        with transaction():
            forgive(subjects, real_now())
            set_password(user, form.password.data or "", now())
            _enter(user)
    except (WrongPassword, WeakPassword) as refusal:
        return _page("password", 422, form=form, user=get_user(), refusal=words_of(refusal))
    except TooOften as refusal:
        page = _page("password", 429, form=form, user=get_user(), refusal=words_of(refusal))
        return _too_often(page, refusal)
    return redirect(url_for("accounts.show_profile"), code=303)


def _require_password(user: User, password: str) -> None:
    try:
        known = find_by_password(user.email, password, today())
    except WrongSignIn as error:
        raise WrongPassword from error
    if known.id != user.id:
        raise WrongPassword


@blueprint.get("/profile")
@who_may(Access.SIGNED_IN)
def show_profile() -> ResponseReturnValue:
    """Show what the visitor may set for themselves, and the browsers they are signed in with."""
    user = get_user()
    return _profile(ProfileForm(formdata=None, data={"language": user.language or "vi"}), 200)


def _profile(form: ProfileForm, status: int) -> ResponseReturnValue:
    user = get_user()
    rows = list_sign_ins(user, now())
    return _page("profile", status, form=form, user=user, sign_ins=rows, key=browser.sign_in_key(), local=local)


@blueprint.post("/profile")
@who_may(Access.SIGNED_IN)
def take_profile() -> ResponseReturnValue:
    """Keep the chosen language."""
    form = ProfileForm()
    if not form.validate():
        return _profile(form, 422)
    with transaction():
        change_language(get_user(), form.language.data)
    response = make_response(redirect(url_for("accounts.show_profile"), code=303))
    # What was pressed on this device before would win over the account's choice.
    response.delete_cookie("language", samesite="Lax", secure=bool(request.is_secure), httponly=True)
    return response


@blueprint.post("/logout")
@who_may(Access.SIGNED_IN)
def leave() -> ResponseReturnValue:
    """Sign this browser out, or every one (`everywhere`)."""
    key = None if request.form.get("everywhere") else browser.sign_in_key()
    with transaction():
        sign_out(get_user(), now(), key=key)
    browser.end()
    return redirect(url_for("desk.home"), code=303)

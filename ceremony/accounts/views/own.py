"""The own profile, the own password, and signing out."""

from collections.abc import Mapping

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts import browser
from ceremony.accounts.actions import change_language, forgive, require_password, set_password, sign_out, take_turn
from ceremony.accounts.actions.second import IS_AVAILABLE
from ceremony.accounts.browser import get_user
from ceremony.accounts.forms import ChangePasswordForm, ProfileForm
from ceremony.accounts.queries import list_sign_ins
from ceremony.accounts.rules.sign_in import TooOften, WeakPassword, WrongPassword
from ceremony.accounts.views.base import blueprint, enter, page, too_often
from ceremony.core.clock import local, now, real_now
from ceremony.core.db import transaction
from ceremony.core.language import words_of
from ceremony.core.web.access import Access, who_may


@blueprint.get("/password")
@who_may(Access.SIGNED_IN)
def show_password() -> ResponseReturnValue:
    """Show the form that changes the own password."""
    return page("password", form=ChangePasswordForm(formdata=None), user=get_user())


@blueprint.post("/password")
@who_may(Access.SIGNED_IN)
def take_password() -> ResponseReturnValue:
    """Change the own password; every other browser is signed out."""
    form, user = ChangePasswordForm(), get_user()
    subjects: Mapping[str, str] = {"account": user.address}
    try:
        with transaction():
            take_turn(subjects, real_now())
        require_password(user, form.current.data or "")
        with transaction():
            forgive(subjects, real_now())
            set_password(user, form.password.data or "", now())
            enter(user)
    except (WrongPassword, WeakPassword) as refusal:
        return page("password", 422, form=form, user=get_user(), refusal=words_of(refusal))
    except TooOften as refusal:
        return too_often(page("password", 429, form=form, user=get_user(), refusal=words_of(refusal)), refusal)
    return redirect(url_for("accounts.show_profile"), code=303)


@blueprint.get("/profile")
@who_may(Access.SIGNED_IN)
def show_profile() -> ResponseReturnValue:
    """Show what the visitor may set for themselves, and the browsers they are signed in with."""
    user = get_user()
    return _profile(ProfileForm(formdata=None, data={"language": user.language or "vi"}), 200)


def _profile(form: ProfileForm, status: int) -> ResponseReturnValue:
    user = get_user()
    rows = list_sign_ins(user, now())
    values = {"user": user, "sign_ins": rows, "key": browser.sign_in_key(), "local": local}
    return page("profile", status, form=form, is_available=IS_AVAILABLE, **values)


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


@blueprint.post("/profile/sign-ins/<int:number>/end")
@who_may(Access.SIGNED_IN)
def end_sign_in(number: int) -> ResponseReturnValue:
    """Sign another browser of the visitor out; one that is over already stays so."""
    keys = {row.id: row.key for row in list_sign_ins(get_user(), now())}
    if number in keys:
        with transaction():
            sign_out(get_user(), now(), key=keys[number])
    return redirect(url_for("accounts.show_profile"), code=303)


@blueprint.post("/logout")
@who_may(Access.SIGNED_IN)
def leave() -> ResponseReturnValue:
    """Sign this browser out, or every one (`everywhere`)."""
    key = None if request.form.get("everywhere") else browser.sign_in_key()
    with transaction():
        sign_out(get_user(), now(), key=key)
    browser.end()
    return redirect(url_for("desk.home"), code=303)

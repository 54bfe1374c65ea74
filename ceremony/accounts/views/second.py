"""The second factor: asked for when signing in, added and removed in the profile, taken away by an office."""

from collections.abc import Callable

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from ceremony.accounts import browser, challenges
from ceremony.accounts.actions import (
    add_factor,
    check_code,
    forgive,
    remove_factor,
    renew_codes,
    reset_factors,
    sign_out,
    take_turn,
)
from ceremony.accounts.actions.notices import send_notice
from ceremony.accounts.actions.second import IS_AVAILABLE, make_secret, require_above, secret_to_show
from ceremony.accounts.browser import get_user
from ceremony.accounts.forms import CodeForm, NewFactorForm, SecondForm
from ceremony.accounts.models import User
from ceremony.accounts.queries import count_recovery_codes, find_user_of, list_factors, list_passkeys
from ceremony.accounts.rules import NotOpen, Role
from ceremony.accounts.rules.second import HalfOver, NoSuchFactor, WrongCode
from ceremony.accounts.rules.sign_in import TooOften
from ceremony.accounts.views.base import ask_second, blueprint, enter, go_on, issuer, page, second_page, too_often
from ceremony.core.clock import now, real_now, today
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.web.access import Access, who_may
from ceremony.core.web.qr import qr_code
from ceremony.people.queries import get_person_by_id

# So long a page with a new secret may lie open.
_SEED_SECONDS = 3600


@blueprint.get("/login/second")
@who_may(Access.ANYONE)
def show_second() -> ResponseReturnValue:
    """Ask for the second factor of whoever gave password or link before."""
    browser.get_half(now())
    return ask_second(None, None)


@blueprint.post("/login/second")
@who_may(Access.ANYONE)
def take_second() -> ResponseReturnValue:
    """Take the code and sign in."""
    form, user = SecondForm(), browser.get_half(now())
    try:
        _with_turn(user, form, enter)
    except WrongCode as refusal:
        return second_page(form, 422, refusal=words_of(refusal))
    except TooOften as refusal:
        return too_often(second_page(form, 429, refusal=words_of(refusal)), refusal)
    return go_on(form.next.data, form.kept.data)


def _with_turn(user: User, form: SecondForm | CodeForm, act: Callable[[User], object]) -> object:
    """Do *act* where code or passkey is right, in one transaction; tries are counted before.

    Raises WrongCode or TooOften.
    """
    subjects = {"second": str(user.id)}
    with transaction():
        take_turn(subjects, real_now())
    with transaction():
        if form.passkey.data:
            challenges.take_asked(user, form.passkey.data)
        else:
            check_code(user, form.code.data or "", now())
        forgive(subjects, real_now())
        return act(user)


@blueprint.get("/profile/second")
@who_may(Access.SIGNED_IN)
def show_factors() -> ResponseReturnValue:
    """Show the own second factors."""
    return _factors()


def _factors(status: int = 200, **values: object) -> ResponseReturnValue:
    user = get_user()
    values = {"form": CodeForm(formdata=None), **values}
    return page(
        "factors",
        status,
        factors=list_factors(user),
        codes_left=count_recovery_codes(user),
        is_available=IS_AVAILABLE,
        passkeys=list_passkeys(user),
        passkey=challenges.ask(user),
        takes_passkeys=challenges.site() is not None,
        **values,
    )


def _seeds() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="second factor seed")


def _new_page(form: NewFactorForm, secret: str, status: int = 200, **values: object) -> ResponseReturnValue:
    user = get_user()
    uri, key = secret_to_show(secret, user.address, issuer(user))
    return page("new_factor", status, form=form, qr=qr_code(uri, border=2), typed=key, **values)


@blueprint.get("/profile/second/new")
@who_may(Access.SIGNED_IN)
def show_new_factor() -> ResponseReturnValue:
    """Show a new secret for the app."""
    if not IS_AVAILABLE:
        abort(404)
    secret = make_secret()
    seed = _seeds().dumps([get_user().id, secret])
    return _new_page(NewFactorForm(formdata=None, data={"seed": seed}), secret)


@blueprint.post("/profile/second/new")
@who_may(Access.SIGNED_IN)
def take_new_factor() -> ResponseReturnValue:
    """Add the app that shows the right code; every other browser is signed out."""
    form, user = NewFactorForm(), get_user()
    try:
        owner, secret = _seeds().loads(form.seed.data or "", max_age=_SEED_SECONDS)
    except BadData as error:
        raise HalfOver from error
    if owner != user.id:
        raise NoSuchFactor
    name = form.name.data or gettext("Authenticator app")
    try:
        with transaction():
            codes = add_factor(user, name, secret, form.code.data or "", now())
            sign_out(user, now())
            enter(user)
    except WrongCode as refusal:
        return _new_page(form, secret, 422, refusal=words_of(refusal))
    return added(codes)


def added(codes: list[str]) -> ResponseReturnValue:
    """Show the recovery codes that came with a first factor, else the list that has the new one."""
    if codes:
        return page("codes", codes=codes)
    return redirect(url_for("accounts.show_factors"), code=303)


@blueprint.post("/profile/second/<int:number>/remove")
@who_may(Access.SIGNED_IN)
def take_factor_away(number: int) -> ResponseReturnValue:
    """Remove one of the own apps; a code or a passkey is asked for."""
    done = changed(lambda user: remove_factor(user, number))
    return done or redirect(url_for("accounts.show_factors"), code=303)


@blueprint.post("/profile/second/codes")
@who_may(Access.SIGNED_IN)
def take_new_codes() -> ResponseReturnValue:
    """Give new recovery codes; a code or a passkey is asked for."""
    codes: list[str] = []
    return changed(lambda user: codes.extend(renew_codes(user))) or page("codes", codes=codes)


def changed(act: Callable[[User], object]) -> ResponseReturnValue | None:
    """Do *act* for the visitor where code or passkey is right; return the page that refuses, else None."""
    form = CodeForm()
    try:
        _with_turn(get_user(), form, act)
    except WrongCode as refusal:
        return _factors(422, refusal=words_of(refusal))
    except TooOften as refusal:
        return too_often(_factors(429, refusal=words_of(refusal)), refusal)
    return None


@blueprint.post("/people/<int:person_id>/second")
@who_may(role=Role.OFFICE)
def reset_second(person_id: int) -> ResponseReturnValue:
    """Take the second factors of somebody away whose phone is lost, and tell them by letter."""
    person = get_person_by_id(person_id)
    if not browser.may(Role.OFFICE, person.unit):
        raise NotOpen
    with transaction():
        person = get_person_by_id(person_id)
        user, name = find_user_of(person_id), person.full_name
        if user is not None:
            require_above(browser.held(), user, today())
            if reset_factors(user):
                sign_out(user, now())
                send_notice(user, "factor-removed", current_app.extensions["settings"], now(), real_now())
    flash(gettext("%(name)s signs in without a second factor now, and is told so.", name=name), "success")
    return redirect(url_for("people.show_person", person_id=person_id, unit=request.args.get("unit")), code=303)

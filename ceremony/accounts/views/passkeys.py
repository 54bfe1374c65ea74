"""Passkeys in the profile: added and removed; the page's script talks to the browser, the form is an ordinary one."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts import challenges
from ceremony.accounts.actions import remove_factor, sign_out
from ceremony.accounts.browser import get_user
from ceremony.accounts.forms import NewPasskeyForm
from ceremony.accounts.models import Passkey
from ceremony.accounts.rules.passkeys import KnownPasskey, NotAdded
from ceremony.accounts.views.base import blueprint, enter, issuer, page
from ceremony.accounts.views.second import added, changed
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.web.access import Access, who_may


def _new_page(form: NewPasskeyForm, status: int = 200, **values: object) -> ResponseReturnValue:
    user, site = get_user(), challenges.site()
    if site is None:
        abort(404)
    return page("new_passkey", status, form=form, passkey=challenges.offer(user, site, issuer(user)), **values)


@blueprint.get("/profile/second/passkeys/new")
@who_may(Access.SIGNED_IN)
def show_new_passkey() -> ResponseReturnValue:
    """Show the form that makes a passkey."""
    return _new_page(NewPasskeyForm(formdata=None))


@blueprint.post("/profile/second/passkeys/new")
@who_may(Access.SIGNED_IN)
def take_new_passkey() -> ResponseReturnValue:
    """Add the passkey that the browser made; every other browser is signed out."""
    form, user = NewPasskeyForm(), get_user()
    try:
        with transaction():
            codes = challenges.take_added(user, form.name.data or gettext("Passkey"), form.passkey.data or "")
            sign_out(user, now())
            enter(user)
    except (NotAdded, KnownPasskey) as refusal:
        return _new_page(form, 422, refusal=words_of(refusal))
    return added(codes)


@blueprint.post("/profile/second/passkeys/<int:number>/remove")
@who_may(Access.SIGNED_IN)
def take_passkey_away(number: int) -> ResponseReturnValue:
    """Remove one of the own passkeys; a code or a passkey is asked for."""
    done = changed(lambda user: remove_factor(user, number, Passkey))
    return done or redirect(url_for("accounts.show_factors"), code=303)

"""What the pages of accounts share: how a browser is let in, and asked for the second factor before."""

from flask import Blueprint, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from ceremony.accounts import browser, challenges
from ceremony.accounts.actions import forget_sign_ins, sign_in, sign_out
from ceremony.accounts.browser import current_user
from ceremony.accounts.forms import SecondForm
from ceremony.accounts.keeper import act_as
from ceremony.accounts.kept import read_kept
from ceremony.accounts.models import User
from ceremony.accounts.queries import has_second_factor
from ceremony.accounts.rules.sign_in import TooOften
from ceremony.core.clock import now
from ceremony.core.language import gettext
from ceremony.core.web.choices import safe_next
from ceremony.people.queries import office_of

blueprint = Blueprint("accounts", __name__)


def page(name: str, status: int = 200, **values: object) -> ResponseReturnValue:
    """Return a page of accounts under the letterhead of the visitor's own host."""
    office = office_of(browser.own_host(current_user()))
    return make_response(render_template(f"accounts/{name}.html", office=office, **values), status)


def too_often(answer: ResponseReturnValue, refusal: TooOften) -> ResponseReturnValue:
    """Say with *answer* when the next try is free."""
    response = make_response(answer)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def enter(user: User) -> None:
    """Sign the browser in as *user*, inside the open transaction; who sat there before is signed out."""
    before, key = current_user(), browser.sign_in_key()
    if before is not None and key is not None:
        sign_out(before, now(), key=key)
    forget_sign_ins(now())
    act_as(user)
    browser.begin(user, sign_in(user, browser.this_agent(), now()))


def go_on(target: str | None, kept_text: str | None) -> ResponseReturnValue:
    """Go where the visitor wanted to; a form that was kept is shown to be sent again."""
    kept = read_kept(kept_text)
    if kept is not None:
        return page("kept", kept=kept)
    return redirect(safe_next(target or "/"), code=303)


def let_in(user: User) -> bool:
    """Sign the browser in as *user*; where the account has a second factor only half, and return False.

    Inside the open transaction.
    """
    if has_second_factor(user):
        browser.begin_half(user, now())
        return False
    enter(user)
    return True


def ask_second(target: str | None, kept_text: str | None) -> ResponseReturnValue:
    """Ask for the second factor; where the visitor wanted to go, and what they sent, travels with the form."""
    kept = kept_text if read_kept(kept_text) else ""
    return second_page(SecondForm(formdata=None, data={"next": safe_next(target or "/"), "kept": kept}))


def second_page(form: SecondForm, status: int = 200, **values: object) -> ResponseReturnValue:
    """Return the page that asks for the second factor, with a new challenge where a passkey may answer it."""
    user = browser.get_half(now())
    return page("second", status, form=form, passkey=challenges.ask(user), **values)


def issuer(user: User) -> str:
    """Return what apps and passkeys call the place that they sign in to."""
    return office_of(browser.own_host(user)).sender_name or gettext("Flag ceremony")

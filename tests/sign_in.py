"""Signing in for tests of pages: `sign_in(client, "cb01@example.gov.vn")`, then `csrf(client)` for each form."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from ceremony.accounts.actions import grant_role, make_account, make_link
from ceremony.accounts.models import User
from ceremony.accounts.queries import find_user_of, list_users, token_of
from ceremony.accounts.rules import Role
from ceremony.accounts.rules.sign_in import LINK_LIFE, Purpose
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.people.models import Person
from ceremony.people.queries import get_unit, list_people_with_address

# So that a grant holds on every day that a test plays on.
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def account_of(who: Person | str) -> User:
    """Return the account of a person or an address, made where it is missing; inside a transaction."""
    if isinstance(who, str):
        known = list_users(who)
        if known:
            return known[0]
        who = list_people_with_address(who, today())[0]
    person = session().merge(who)
    return find_user_of(person.id) or make_account(person.email or "", person.full_name, person, now())


def give_role(who: Person | str, role: Role | str, unit_code: str) -> None:
    """Grant a role on a unit."""
    with transaction():
        user = account_of(who)
        grant_role(user, Role(role), get_unit(unit_code), LONG_AGO.date())


def sign_in(client: FlaskClient, who: Person | str, role: Role | str | None = None, unit_code: str = "SNV") -> None:
    """Sign *client* in as a person or an address, by a real one-time link; with *role* it is granted first."""
    if role is not None:
        give_role(who, role, unit_code)
    with transaction():
        user = account_of(who)
        made = make_link(user.email, Purpose.SIGN_IN, now() + LINK_LIFE[Purpose.SIGN_IN], now(), user=user)
        token = token_of(made)
    session().rollback()
    answer = client.post("/login/link", query_string={"token": token})
    assert answer.status_code == 303, answer.text


def csrf(client: FlaskClient) -> str:
    """Return the token that every form of somebody signed in sends as `csrf_token`."""
    page = client.get("/profile").text
    return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]

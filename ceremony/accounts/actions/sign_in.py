"""Signing in and out, and setting a password."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_security import hash_password, verify_password

from ceremony.accounts.models import OneTimeLink, SignIn, User
from ceremony.accounts.queries import list_candidates
from ceremony.accounts.rules.sign_in import LONGEST, WrongPassword, WrongSignIn, check_password
from ceremony.core.audit.actions import record
from ceremony.core.db import session

# A hash that no password has: an unknown address takes as long as a known one. Same parameters as real ones.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$41xr7V2LESLkPIfwXmsNoQ$KCqHoUAz768GE5vp5PJPTyc63bgRpCQ1Kag/85xPj2k"
# So many persons may share an address; more would let one try cost as much as many.
_MOST_SHARING = 5


def find_by_password(email: str, password: str, today: date) -> User:
    """Return the account that *email* and *password* name; raises WrongSignIn and tells nothing else.

    Where two persons share the address and the password, neither is signed in. Writes nothing, and
    takes about 40 ms, so call it outside a transaction.
    """
    candidates = [one for one in list_candidates(email, today) if one.user is not None and one.user.password]
    fitting = [
        one.user
        for one in candidates[:_MOST_SHARING]
        if one.user is not None and one.user.password and verify_password(password, one.user.password)
    ]
    if not candidates:
        verify_password(password, _NOBODY)
    if len(fitting) != 1:
        raise WrongSignIn
    return fitting[0]


def require_password(user: User, password: str) -> None:
    """Raise WrongPassword unless it is the one of *user*; takes about 40 ms, so call it outside a transaction."""
    if not (user.password and verify_password(password, user.password)):
        raise WrongPassword


def sign_in(user: User, agent: str, now: datetime) -> SignIn:
    """Note that *user* signed in with a browser (`agent` is "Firefox, Windows")."""
    row = SignIn(user_id=user.id, created_at=now, agent=agent)
    session().add(row)
    session().flush()
    record("sign in", f"account:{user.id}", after={"with": agent})
    return row


def sign_out(user: User, now: datetime, *, key: str | None = None) -> int:
    """End the sign-in *key* of *user*, or all of them; return how many ended."""
    ending = sa.update(SignIn).where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None))
    if key is not None:
        ending = ending.where(SignIn.key == key)
    ending = ending.values(revoked_at=now).returning(SignIn.id).execution_options(synchronize_session=False)
    ended = len(session().scalars(ending).all())
    if ended:
        record("sign out" if key else "sign out everywhere", f"account:{user.id}")
    return ended


def set_password(user: User, password: str, now: datetime) -> None:
    """Give *user* a new password, end all their sign-ins and links; raises WeakPassword."""
    check_password(password, (user.address, user.name))
    user.password, user.password_set_at = hash_password(password), now
    sign_out(user, now)
    theirs = sa.or_(OneTimeLink.user_id == user.id, sa.func.lower(OneTimeLink.email) == user.address.lower())
    links = sa.update(OneTimeLink).where(theirs, OneTimeLink.used_at.is_(None))
    session().execute(links.values(used_at=now).execution_options(synchronize_session=False))
    record("set password", f"account:{user.id}")


def change_language(user: User, language: str) -> None:
    """Speak *language* to *user* from now on, on pages and in letters."""
    user.language = language
    if user.person is not None:
        user.person.language = language
    record("change language", f"account:{user.id}", after={"language": language})


def forget_sign_ins(now: datetime) -> None:
    """Delete the sign-ins and links that are over for a month."""
    long_ago = now - LONGEST - 60 * LONGEST
    for row, moment in ((SignIn, SignIn.created_at), (OneTimeLink, OneTimeLink.expires_at)):
        session().execute(sa.delete(row).where(moment < long_ago).execution_options(synchronize_session=False))

"""What accounts keep of a person: the account, its roles and sign-ins, links and their letters."""

from collections.abc import Collection
from typing import TypeVar

import sqlalchemy as sa

from ceremony.accounts.models import Grant, OneTimeLink, Passkey, RecoveryCode, SecondFactor, SignIn, User
from ceremony.accounts.queries import find_user_of
from ceremony.core.clock import today
from ceremony.core.db import session
from ceremony.core.mail.personal import erase_letters
from ceremony.core.personal import NOBODY, Belongings, Kept, Room
from ceremony.core.refusal import msgid
from ceremony.people.models import Person

KEPT = (
    Kept(
        "account",
        msgid("Name, e-mail address and language of your account, and a digest of the password"),
        msgid("So that you can sign in, and nobody else as you."),
        msgid("As long as your entry in the staff list."),
        columns=("email", "name", "person_id", "password", "language", "fs_uniquifier"),
        plain=("id", "active", "created_at", "password_set_at"),
    ),
    Kept(
        "role_grant",
        msgid("Roles that you hold or held, on which unit and when"),
        msgid("They say what you may see and do."),
        msgid("They stay with the account, whose name is erased."),
        columns=("user_id",),
        plain=("id", "role", "unit_id", "starts", "ends"),
    ),
    Kept(
        "sign_in",
        msgid("When you signed in, and the kind of browser"),
        msgid("So that you can see and end your sign-ins."),
        msgid("As long as your entry in the staff list."),
        columns=("user_id", "agent", "key"),
        plain=("id", "created_at", "revoked_at"),
    ),
    Kept(
        "second_factor",
        msgid("The authenticator apps that you set up, by the name that you gave each, with their secret"),
        msgid("So that a password alone does not open your account."),
        msgid("Until you remove the app, or your entry in the staff list goes."),
        columns=("user_id", "name", "secret"),
        plain=("id", "last_counter", "added_at", "used_at"),
    ),
    Kept(
        "passkey",
        msgid("The passkeys that you set up, by the name that you gave each, with their public key"),
        msgid("So that a password alone does not open your account."),
        msgid("Until you remove the passkey, or your entry in the staff list goes."),
        columns=("user_id", "name", "handle", "credential", "public_key"),
        plain=("id", "sign_count", "last_challenge_at", "added_at", "used_at"),
    ),
    Kept(
        "recovery_code",
        msgid("Digests of your recovery codes"),
        msgid("So that you can sign in when the phone is lost."),
        msgid("Until new ones are made, or your entry in the staff list goes."),
        columns=("user_id", "digest"),
        plain=("id", "used_at"),
    ),
    Kept(
        "one_time_link",
        msgid("One-time links that were mailed to you, and what you had typed when you asked for one"),
        msgid("So that you can sign in without a password."),
        msgid("As long as your entry in the staff list; a link ends by itself after some minutes."),
        columns=("email", "user_id", "nonce", "next", "kept"),
        plain=("id", "purpose", "made_at", "expires_at", "used_at"),
    ),
    Kept(
        "sign_in_tries",
        msgid("Counts of failed attempts to sign in, under a digest of the address"),
        msgid("So that nobody can guess a password by trying."),
        msgid("Until the time of waiting is over; the digest names nobody."),
        columns=("subject",),
        plain=("tries", "last_at", "open_at"),
    ),
)


_Row = TypeVar("_Row", SecondFactor, Passkey, RecoveryCode)


def _sign_ins(user: User) -> list[SignIn]:
    return list(session().scalars(sa.select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.id.desc())))


def _links(user: User) -> list[OneTimeLink]:
    """Return the links of the account: made for it, or for its address where nobody else has an account there."""
    return list(session().scalars(sa.select(OneTimeLink).where(OneTimeLink.user_id == user.id)))


def _rows(table: type[_Row], user: User) -> list[_Row]:
    return list(session().scalars(sa.select(table).where(table.user_id == user.id).order_by(table.id)))


def belongings(person: Person) -> list[Belongings]:
    """Return the person's account, roles and sign-ins; never the password's digest."""
    user = find_user_of(person.id)
    if user is None:
        return []
    account = {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "created_at": user.created_at,
        "password_set_at": user.password_set_at,
    }
    grants = session().scalars(sa.select(Grant).where(Grant.user_id == user.id).order_by(Grant.id))
    roles = [{"role": one.role, "unit": one.unit.name, "starts": one.starts, "ends": one.ends} for one in grants]
    sign_ins = [
        {"created_at": one.created_at, "agent": one.agent, "revoked_at": one.revoked_at} for one in _sign_ins(user)
    ]
    apps, passkeys = (
        [{"name": one.name, "added_at": one.added_at, "used_at": one.used_at} for one in rows]
        for rows in (_rows(SecondFactor, user), _rows(Passkey, user))
    )
    return [
        Belongings("account", msgid("Account"), [account]),
        Belongings("second_factors", msgid("Authenticator apps"), apps),
        Belongings("passkeys", msgid("Passkeys"), passkeys),
        Belongings("roles", msgid("Roles"), roles),
        Belongings("sign_ins", msgid("Sign-ins"), sign_ins),
    ]


def subjects(person: Person) -> Collection[str]:
    """Return what the audit log calls the person's account."""
    user = find_user_of(person.id)
    return [f"account:{user.id}"] if user is not None else []


def forget(person: Person) -> None:
    """Close the account, end its roles, and take everything away that could sign in or tells who it was."""
    user = find_user_of(person.id)
    if user is None:
        return
    links = _links(user)
    erase_letters([*(f"link:{one.id}" for one in links), f"user:{user.id}"])
    factors = (*_rows(SecondFactor, user), *_rows(Passkey, user), *_rows(RecoveryCode, user))
    for row in (*links, *_sign_ins(user), *factors):
        session().delete(row)
    open_grants = sa.update(Grant).where(Grant.user_id == user.id, Grant.ends.is_(None))
    session().execute(open_grants.values(ends=today()))
    user.name, user.email = f"{NOBODY} {person.id}", ""
    user.active, user.language, user.password, user.password_set_at = False, None, None, None
    user.fs_uniquifier = f"erased-{user.id}"


ROOM = Room(KEPT, belongings, forget, subjects)

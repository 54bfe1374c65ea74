"""Questions about the browsers that somebody is signed in with, and their second factors."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ceremony.accounts.models import Passkey, RecoveryCode, SecondFactor, SignIn, User
from ceremony.accounts.rules.sign_in import LONGEST
from ceremony.core.db import session


def find_sign_in(key: str, uniquifier: str) -> SignIn | None:
    """Return the sign-in of a cookie with its account and person, unless it was revoked or the account closed."""
    wanted = (
        sa.select(SignIn)
        .join(SignIn.user)
        .where(SignIn.key == key, SignIn.revoked_at.is_(None), User.fs_uniquifier == uniquifier, User.active)
        .options(joinedload(SignIn.user).joinedload(User.person))
    )
    return session().scalars(wanted).one_or_none()


def list_sign_ins(user: User, now: datetime) -> Sequence[SignIn]:
    """Return the browsers that *user* may still be signed in with, the newest first."""
    wanted = sa.select(SignIn).where(
        SignIn.user_id == user.id, SignIn.revoked_at.is_(None), SignIn.created_at > now - LONGEST
    )
    return session().scalars(wanted.order_by(SignIn.id.desc())).all()


def list_factors(user: User) -> Sequence[SecondFactor]:
    """Return the authenticator apps of *user*, the oldest first."""
    wanted = sa.select(SecondFactor).where(SecondFactor.user_id == user.id)
    return session().scalars(wanted.order_by(SecondFactor.id)).all()


def list_passkeys(user: User) -> Sequence[Passkey]:
    """Return the passkeys of *user*, the oldest first."""
    return session().scalars(sa.select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all()


def has_second_factor(user: User) -> bool:
    """Whether *user* signs in with a second factor: an authenticator app or a passkey."""
    kinds = [sa.exists().where(table.user_id == user.id) for table in (SecondFactor, Passkey)]
    return bool(session().scalar(sa.select(sa.or_(*kinds))))


def count_recovery_codes(user: User) -> int:
    """Return how many recovery codes *user* has left."""
    left = sa.select(sa.func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return session().scalar(left) or 0

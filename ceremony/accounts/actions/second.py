"""The second factor: added, asked for, taken away. The codes are Flask-Security's, who can also encrypt the secret."""

import hashlib
import hmac
import secrets
from datetime import datetime
from importlib.util import find_spec
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_security.totp import Totp

from ceremony.accounts.models import Passkey, RecoveryCode, SecondFactor, User
from ceremony.accounts.queries import has_second_factor, list_factors, list_passkeys, roles_of
from ceremony.accounts.rules import Held
from ceremony.accounts.rules.second import (
    LONGEST_NAME,
    RECOVERY_CODES,
    SKEW,
    HoldsMore,
    NoSuchFactor,
    WrongCode,
    first_out_of_reach,
    typed_code,
)
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean

# Without the extra `mfa` a secret could not be encrypted, and nothing of this is offered.
IS_AVAILABLE = find_spec("cryptography") is not None


class _App(Totp):
    """Codes of an authenticator app; the "user" of a code is its row here."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.last_counter = tmatch.counter


def _app(issuer: str = "ceremony") -> Any:
    key = hashlib.sha256(f"second factor 1:{current_app.config['SECRET_KEY']}".encode()).hexdigest()
    return _App({"1": key}, issuer.replace(":", " "))


def make_secret() -> str:
    """Return a new secret, encrypted."""
    return str(_app().generate_totp_secret())


def secret_to_show(secret: str, address: str, issuer: str) -> tuple[str, str]:
    """Return what an app reads as a QR code, and what a person types instead."""
    app = _app(issuer)
    return str(app.get_totp_uri(address, secret)), str(app.get_totp_pretty_key(secret))


def add_factor(user: User, name: str, secret: str, code: str, now: datetime) -> list[str]:
    """Add the app that shows *code*; return the recovery codes that come with the first one, else none.

    Raises WrongCode.
    """
    is_first = not has_second_factor(user)
    factor = SecondFactor(
        user_id=user.id, name=clean(name)[:LONGEST_NAME], secret=secret, last_counter=None, added_at=now
    )
    if not _app().verify_totp(typed_code(code), secret, factor, window=SKEW):
        raise WrongCode
    session().add(factor)
    session().flush()
    record("add second factor", f"account:{user.id}", after={"name": factor.name})
    return renew_codes(user) if is_first else []


def renew_codes(user: User) -> list[str]:
    """Give *user* new recovery codes in place of the old ones; they are readable only now."""
    session().execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [secrets.token_hex(8) for _ in range(RECOVERY_CODES)]
    session().add_all(RecoveryCode(user_id=user.id, digest=_digest(code)) for code in codes)
    record("renew recovery codes", f"account:{user.id}")
    return ["-".join(code[place : place + 4] for place in range(0, len(code), 4)) for code in codes]


def _digest(code: str) -> str:
    key = f"recovery code 1:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def check_code(user: User, code: str, now: datetime) -> None:
    """Take a code of one of the apps of *user*, or use a recovery code up; raises WrongCode."""
    typed = typed_code(code)
    locked = sa.select(SecondFactor).where(SecondFactor.user_id == user.id).order_by(SecondFactor.id)
    for factor in session().scalars(locked.with_for_update()):
        if _app().verify_totp(typed, factor.secret, factor, window=SKEW):
            factor.used_at = now
            return
    using = (
        sa.update(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.digest == _digest(typed), RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    if session().scalars(using).first() is None:
        raise WrongCode
    record("use recovery code", f"account:{user.id}")


def remove_factor(user: User, number: int, kind: type[SecondFactor] | type[Passkey] = SecondFactor) -> None:
    """Take one app or passkey of *user* away, with the last one also the recovery codes; raises NoSuchFactor."""
    known: list[SecondFactor | Passkey] = [*(list_passkeys(user) if kind is Passkey else list_factors(user))]
    factor = next((one for one in known if one.id == number), None)
    if factor is None:
        raise NoSuchFactor
    told = {"name": factor.name} | ({"kind": "passkey"} if kind is Passkey else {})
    record("remove second factor", f"account:{user.id}", told)
    session().delete(factor)
    session().flush()
    if not has_second_factor(user):
        session().execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def reset_factors(user: User) -> int:
    """Take all second factors of *user* away, whose phone is lost; return how many there were."""
    apps, passkeys = list_factors(user), list_passkeys(user)
    for app in apps:
        remove_factor(user, app.id)
    for passkey in passkeys:
        remove_factor(user, passkey.id, Passkey)
    return len(apps) + len(passkeys)


def require_above(held: list[Held], user: User, today: Any) -> None:
    """Refuse who does not stand at or above every role of *user* with an office; raises HoldsMore."""
    grants = roles_of(user, today)
    beyond = first_out_of_reach(held, [Held(grant.role, grant.unit.path) for grant in grants])
    if beyond is not None:
        unit = next(grant.unit for grant in grants if grant.unit.path == beyond.path)
        raise HoldsMore(name=user.name, unit=unit.name)

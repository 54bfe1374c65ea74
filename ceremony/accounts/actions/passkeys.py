"""Passkeys: asked for, added, checked. What a browser answers is verified by py_webauthn."""

import secrets
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import sqlalchemy as sa

from ceremony.accounts.actions.second import renew_codes
from ceremony.accounts.models import Passkey, User
from ceremony.accounts.queries import has_second_factor, list_passkeys
from ceremony.accounts.rules.passkeys import Challenge, KnownPasskey, NotAdded, Site, WrongPasskey
from ceremony.accounts.rules.second import LONGEST_NAME
from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.text import clean

# Without the extra `mfa` none is offered.
IS_AVAILABLE = find_spec("webauthn") is not None
# Bytes of a challenge and of the name that an account has in a passkey (WebAuthn 13.4.3, 14.6.1).
_RANDOM = 32


def _library() -> Any:
    # Without the extra it is missing, and this file must load all the same.
    return import_module("webauthn")


def _bytes(text: str) -> bytes:
    return bytes(_library().base64url_to_bytes(text))


def _text(value: bytes) -> str:
    return str(_library().helpers.bytes_to_base64url(value))


def make_challenge(user: User, now: datetime, *, adding: bool) -> Challenge:
    """Return a new challenge; *adding* one, with the random name that the passkeys of *user* know the account by."""
    known = list_passkeys(user) if adding else []
    handle = (known[0].handle if known else secrets.token_urlsafe(_RANDOM)) if adding else ""
    return Challenge(secrets.token_urlsafe(_RANDOM), now, handle)


def adding_options(user: User, challenge: Challenge, site: Site, issuer: str) -> str:
    """Return what the browser needs to make a passkey, as JSON."""
    library = _library()
    kinds = library.helpers.structs
    options = library.generate_registration_options(
        rp_id=site.rp_id,
        rp_name=issuer,
        user_id=_bytes(challenge.handle),
        user_name=user.address,
        user_display_name=user.name,
        challenge=_bytes(challenge.value),
        authenticator_selection=kinds.AuthenticatorSelectionCriteria(
            resident_key=kinds.ResidentKeyRequirement.PREFERRED,
            user_verification=kinds.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(user),
    )
    return str(library.options_to_json(options))


def asking_options(user: User, challenge: Challenge, site: Site) -> str:
    """Return what the browser needs to ask for one of the passkeys of *user*, as JSON."""
    library = _library()
    options = library.generate_authentication_options(
        rp_id=site.rp_id, challenge=_bytes(challenge.value), allow_credentials=_descriptors(user)
    )
    return str(library.options_to_json(options))


def _descriptors(user: User) -> list[Any]:
    describe = _library().helpers.structs.PublicKeyCredentialDescriptor
    return [describe(id=_bytes(one.credential)) for one in list_passkeys(user)]


def add_passkey(user: User, name: str, answer: str, challenge: Challenge, site: Site, now: datetime) -> list[str]:
    """Add the passkey of a browser's *answer*; return the recovery codes that come with a first factor, else none.

    Raises NotAdded or KnownPasskey.
    """
    try:
        made = _library().verify_registration_response(
            credential=answer,
            expected_challenge=_bytes(challenge.value),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
        )
    except Exception as error:  # Whatever the library stumbles over: the answer is a stranger's.
        raise NotAdded from error
    credential = _text(made.credential_id)
    if session().scalar(sa.select(Passkey.id).where(Passkey.credential == credential)) is not None:
        raise KnownPasskey
    is_first = not has_second_factor(user)
    passkey = Passkey(
        user_id=user.id,
        name=clean(name)[:LONGEST_NAME],
        handle=challenge.handle,
        credential=credential,
        public_key=_text(made.credential_public_key),
        sign_count=made.sign_count,
        added_at=now,
    )
    session().add(passkey)
    session().flush()
    record("add second factor", f"account:{user.id}", after={"name": passkey.name, "kind": "passkey"})
    return renew_codes(user) if is_first else []


def check_passkey(user: User, answer: str, challenge: Challenge, site: Site, now: datetime) -> None:
    """Take a browser's *answer* by one of the passkeys of *user*; raises WrongPasskey.

    The cookie that holds the challenge is the browser's, who could send an old one again: a passkey
    answers no challenge that is not younger than the last one it answered.
    """
    try:
        given = _library().helpers.parse_authentication_credential_json(answer)
        wanted = sa.select(Passkey).where(Passkey.user_id == user.id, Passkey.credential == _text(given.raw_id))
        passkey = session().scalars(wanted.with_for_update()).one()
        checked = _library().verify_authentication_response(
            credential=given,
            expected_challenge=_bytes(challenge.value),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except Exception as error:  # Whatever the library stumbles over: the answer is a stranger's.
        raise WrongPasskey from error
    last, handle = passkey.last_challenge_at, given.response.user_handle
    if (last is not None and challenge.made_at <= last) or (handle and handle != _bytes(passkey.handle)):
        raise WrongPasskey
    passkey.sign_count, passkey.last_challenge_at, passkey.used_at = checked.new_sign_count, challenge.made_at, now

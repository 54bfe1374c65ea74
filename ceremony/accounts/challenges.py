"""The challenges that a browser's passkeys are to answer: kept in its signed cookie, each for one use.

They are measured in real time: browsers follow it, also in a rehearsal.
"""

from datetime import datetime
from enum import StrEnum

from flask import current_app
from flask import session as cookie

from ceremony.accounts.actions.passkeys import (
    IS_AVAILABLE,
    add_passkey,
    adding_options,
    asking_options,
    check_passkey,
    make_challenge,
)
from ceremony.accounts.models import User
from ceremony.accounts.queries import list_passkeys
from ceremony.accounts.rules.passkeys import Challenge, NotAdded, Site, WrongPasskey, site_of
from ceremony.core.clock import now, real_now


class _Use(StrEnum):
    ASK = "passkey_asked"
    ADD = "passkey_added"


def site() -> Site | None:
    """Return where passkeys hold; None where the installation can have none."""
    return site_of(current_app.extensions["settings"].base_url) if IS_AVAILABLE else None


def ask(user: User) -> str | None:
    """Return what the page's script needs to ask for a passkey of *user*; None where there is none to ask for."""
    place = site()
    if place is None or not list_passkeys(user):
        return None
    return asking_options(user, _open(user, _Use.ASK), place)


def offer(user: User, place: Site, issuer: str) -> str:
    """Return what the page's script needs to make a passkey for *user*."""
    return adding_options(user, _open(user, _Use.ADD), place, issuer)


def take_asked(user: User, answer: str) -> None:
    """Take the *answer* of a passkey of *user*, inside the open transaction; raises WrongPasskey."""
    place, challenge = site(), _take(_Use.ASK)
    if place is None or challenge is None:
        raise WrongPasskey
    check_passkey(user, answer, challenge, place, now())


def take_added(user: User, name: str, answer: str) -> list[str]:
    """Add the passkey of *answer*, inside the open transaction; return the recovery codes that come with it.

    Raises NotAdded or KnownPasskey.
    """
    place, challenge = site(), _take(_Use.ADD)
    if place is None or challenge is None:
        raise NotAdded
    return add_passkey(user, name, answer, challenge, place, now())


def _open(user: User, use: _Use) -> Challenge:
    challenge = make_challenge(user, real_now(), adding=use is _Use.ADD)
    cookie[use] = [challenge.value, challenge.made_at.isoformat(), challenge.handle]
    return challenge


def _take(use: _Use) -> Challenge | None:
    kept = cookie.pop(use, None)
    if kept is None:
        return None
    challenge = Challenge(kept[0], datetime.fromisoformat(kept[1]), kept[2])
    return challenge if challenge.is_open(real_now()) else None

"""Passkeys (WebAuthn) as a second factor: for which site, for how long a challenge is open, and what is refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from ceremony.accounts.rules.second import WrongCode
from ceremony.core.refusal import BadInput, msgid

# From the page to the answer; the browser's own dialogue waits one minute.
CHALLENGE_LIFE = timedelta(minutes=5)
_PORTS = {"http": 80, "https": 443}


class WrongPasskey(WrongCode):
    """The browser's answer does not prove a passkey of the account."""

    sentence = msgid("This passkey was not accepted.")
    cure = msgid("Try again, or type a code.")


class NotAdded(BadInput):
    """The browser's answer does not bring a new passkey."""

    sentence = msgid("The passkey could not be added.")
    cure = msgid("Begin again: open this page anew.")


class KnownPasskey(BadInput):
    """An account has this very passkey already."""

    sentence = msgid("This passkey is set up already.")
    cure = msgid("Take another device or another security key.")


@dataclass(frozen=True)
class Site:
    """Where passkeys hold: `rp_id` is a host's name, `origin` what the browser calls the pages."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class Challenge:
    """What a passkey is to sign (base64url), when it was asked, and the account's `handle` where one is added."""

    value: str
    made_at: datetime
    handle: str = ""

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be answered at *now*."""
        return timedelta(0) <= now - self.made_at < CHALLENGE_LIFE


def site_of(base_url: str) -> Site | None:
    """Return where passkeys of the pages at *base_url* hold; None where browsers give none: no https, or no name."""
    split = urlsplit(base_url.lower())
    host = split.hostname or ""
    is_local = host == "localhost" or host.endswith(".localhost")
    if not host or _is_address(host) or (split.scheme != "https" and not is_local):
        return None
    port = "" if split.port in (None, _PORTS.get(split.scheme)) else f":{split.port}"
    return Site(host, f"{split.scheme}://{host}{port}")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True

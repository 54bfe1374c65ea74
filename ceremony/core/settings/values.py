"""What a single setting may say: each function returns it as it is meant, or raises ValueError."""

import re
from email.utils import parseaddr
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from ceremony.core.clock import Rehearsal

WEAKEST_SECRET = 32
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


def zone(name: str) -> str:
    """Return the name of a known time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is no known time zone") from error
    return name


def clock(text: str | None) -> str | None:
    """Return a rehearsal as it was written; None for none."""
    if text:
        Rehearsal.parse(text)
    return text or None


def sender(text: str) -> str:
    """Return an address that letters can come from."""
    address = parseaddr(text)[1]
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or not text.isprintable():
        raise ValueError("is no address that letters can come from")
    return text


def is_private_web(address: object) -> bool:
    """Whether *address* is a web address that nobody on the way can read: https, or on this machine."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


def issuer(address: str | None) -> str | None:
    """Return the https address by which the provider calls itself; None for none."""
    if address and (not is_private_web(address) or set(address) & set("?# ")):
        raise ValueError("is no https address (http is enough on this machine only)")
    return address or None


def strong(secret: str) -> str:
    """Return a secret that is long enough, or none."""
    if secret and len(secret) < WEAKEST_SECRET:
        raise ValueError(f"has fewer than {WEAKEST_SECRET} characters")
    return secret


def numbers(value: Any) -> Any:
    """Return "60,300" in its parts."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    return value


Seconds = Annotated[int, Field(ge=1, le=86_400)]
Port = Annotated[int, Field(ge=1, le=65_535)]
# Seconds between tries; the last one repeats.
Retries = Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(numbers), Field(min_length=1)]

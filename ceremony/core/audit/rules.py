"""How an entry is digested and chained: HMAC-SHA-256 over the previous hash and a digest."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ceremony.core.refusal import Refusal, msgid


@dataclass(frozen=True)
class Actor:
    """Who acts: an account's id where there is one, and the words that people read."""

    id: int | None
    label: str


class ChangedMeanwhile(Refusal):
    """Somebody else saved after the page was shown."""

    sentence = msgid("%(who)s changed this at %(when)s.")
    cure = msgid("What you typed is still here. Look at what stands now; saving again puts yours in its place.")


class ChangedBySomebody(ChangedMeanwhile):
    """The same, where no act is recorded that tells who."""

    sentence = msgid("Somebody else has just changed this.")


@dataclass(frozen=True)
class Link:
    """An entry as the chain sees it; *at* is aware."""

    id: int
    at: datetime
    actor: Actor
    act: str
    subject: str
    values: dict[str, Any] | None
    digest: str
    previous_hash: str
    hash: str


def digest_of(values: dict[str, Any]) -> str:
    """Return the SHA-256 of *values* in one canonical JSON form."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def chained_hash(key: bytes, previous: str, at: datetime, actor: Actor, act: str, subject: str, digest: str) -> str:
    """Return the hash of an entry; *at* is aware, *previous* is "" for the first entry."""
    fields = [previous, at.isoformat(timespec="microseconds"), actor.id, actor.label, act, subject, digest]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def head_seal(key: bytes, entries: int, last: str) -> str:
    """Return the seal over the number of entries and the last hash: who lacks the key cannot cut the end off."""
    text = json.dumps(["head", entries, last], separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def checked(links: Iterable[Link], key: bytes, seal: Callable[[str], str]) -> Iterator[tuple[Link, bool]]:
    """Yield each entry in order and whether it holds after the one before; the first that does not is the last.

    *seal* turns an actor's name into what the hash covers. Entries of the first version of the program have
    the name itself in their hash.
    """
    previous = ""
    for one in links:
        holds = one.previous_hash == previous and one.hash in _hashes(one, key, seal)
        intact = one.values is None or digest_of(one.values) == one.digest
        yield one, holds and intact
        if not (holds and intact):
            return
        previous = one.hash


def _hashes(one: Link, key: bytes, seal: Callable[[str], str]) -> Iterator[str]:
    for label in (seal(one.actor.label), one.actor.label):
        actor = Actor(one.actor.id, label)
        yield chained_hash(key, one.previous_hash, one.at, actor, one.act, one.subject, one.digest)

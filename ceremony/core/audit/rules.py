"""How an entry is digested and chained: HMAC-SHA-256 over the previous hash and a digest."""

import hashlib
import hmac
import json
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


def digest_of(values: dict[str, Any]) -> str:
    """Return the SHA-256 of *values* in one canonical JSON form."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def chained_hash(key: bytes, previous: str, at: datetime, actor: Actor, act: str, subject: str, digest: str) -> str:
    """Return the hash of an entry; *at* is aware, *previous* is "" for the first entry."""
    fields = [previous, at.isoformat(timespec="microseconds"), actor.id, actor.label, act, subject, digest]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

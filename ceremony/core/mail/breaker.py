"""What a run of delivery counts, and what this process remembers of the relay's trouble."""

from dataclasses import dataclass

from flask import Flask

from ceremony.core import clock
from ceremony.core.language import gettext
from ceremony.core.refusal import msgid
from ceremony.core.settings import Settings

TROUBLE = msgid(
    "The mail server %(server)s:%(port)s cannot be used (%(said)s). The letters stay queued. "
    "Check the CEREMONY_MAIL_* settings, then: ceremony mail test ADDRESS"
)
_PROBE_SECONDS = 60
_BREAKER = "mail_breaker"


@dataclass(frozen=True)
class Tally:
    """What one run did, and the sentence about the relay's trouble where there was one."""

    accepted: int = 0
    failed: int = 0
    unknown: int = 0
    trouble: str | None = None

    def __add__(self, other: "Tally") -> "Tally":
        """Sum the counts; the later trouble counts, and a later success ends it."""
        trouble = other.trouble or (None if other.accepted else self.trouble)
        counts = (self.accepted + other.accepted, self.failed + other.failed, self.unknown + other.unknown)
        return Tally(*counts, trouble)


@dataclass
class Breaker:
    """Remembers that the relay is in trouble, so that it is probed once a minute only."""

    until: float = 0.0
    said: str = ""
    sentence: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the relay is left alone for now."""
        return clock.real_seconds() < self.until

    @property
    def seconds(self) -> float:
        """How long the relay is still left alone."""
        return max(self.until - clock.real_seconds(), 0.0)

    def open(self, settings: Settings, said: str) -> str:
        """Leave the relay alone for a minute (less where the office asks for quicker retries); return why."""
        self.said = said
        self.sentence = gettext(TROUBLE) % {"server": settings.mail_server, "port": settings.mail_port, "said": said}
        self.until = clock.real_seconds() + min(_PROBE_SECONDS, settings.mail_retry[0])
        return self.sentence

    def close(self) -> None:
        """The relay answers again."""
        self.until = 0.0


def breaker_of(app: Flask) -> Breaker:
    """Return the breaker of this process."""
    found: Breaker = app.extensions.setdefault(_BREAKER, Breaker())
    return found

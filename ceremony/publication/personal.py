"""What articles keep of people: nothing but what was published of those who spoke."""

from typing import Any

from ceremony.core.personal import Kept, Room, nothing_of
from ceremony.core.refusal import msgid

KEPT = (
    Kept(
        "article",
        msgid("Who presided and spoke, where the news item says so; never who was absent"),
        msgid("It is what the office publishes."),
        msgid("As published: the office edits it where somebody asks for it."),
        columns=("headline", "lead", "body", "source"),
        plain=("id", "ceremony_id", "state", "drafted_at", "draft_digest"),
    ),
)


def forget(person: Any) -> None:
    """Do nothing: what was published is the office's word, and it edits it."""
    del person


ROOM = Room(KEPT, nothing_of, forget)

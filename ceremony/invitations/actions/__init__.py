"""What the office and the invited do."""

from ceremony.invitations.actions.answering import Reply, answer_invitation
from ceremony.invitations.actions.sending import (
    Moment,
    announce_changes,
    keep_quiet,
    remind,
    send_copy,
    send_invitations,
    undo_sending,
    unreachable,
)

__all__ = [
    "Moment",
    "Reply",
    "announce_changes",
    "answer_invitation",
    "keep_quiet",
    "remind",
    "send_copy",
    "send_invitations",
    "undo_sending",
    "unreachable",
]

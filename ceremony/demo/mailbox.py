"""The rehearsal's mail server and mailbox: real SMTP on loopback, every message kept as a file."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ceremony.core.refusal import NotFound, msgid

HOST = "127.0.0.1"


class NoSuchMessage(NotFound):
    """The mailbox holds no message of this name."""

    sentence = msgid("There is no such message in the mailbox.")
    cure = msgid("Begin at /dev/mail.")


@dataclass(frozen=True)
class Mailbox:
    """A folder of messages in the order in which they came."""

    folder: Path

    def keep(self, content: bytes) -> None:
        """Write a message under the next number; it is whole or not there."""
        name = f"{self.count() + 1:06d}"
        partial = self.folder / f"{name}.part"
        partial.write_bytes(content)
        partial.rename(self.folder / f"{name}.eml")

    def count(self) -> int:
        """Return how many messages there are."""
        return sum(1 for _ in self.folder.glob("*.eml"))

    def newest(self, most: int) -> list[tuple[str, EmailMessage]]:
        """Return the *most* newest messages by name, newest first."""
        files = sorted(self.folder.glob("*.eml"), reverse=True)[:most]
        return [(file.stem, _parsed(file)) for file in files]

    def message_ids(self) -> set[str]:
        """Return the Message-IDs of all messages that the server took."""
        return {str(_parsed(file)["Message-ID"]) for file in self.folder.glob("*.eml")}

    def get(self, name: str) -> EmailMessage:
        """Return one message; raises NoSuchMessage."""
        file = self.folder / f"{name}.eml"
        if not name.isdigit() or not file.is_file():
            raise NoSuchMessage
        return _parsed(file)


def _parsed(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


class _Keeper:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content
        assert content is not None
        self._mailbox.keep(content)
        return "250 kept in the rehearsal's mailbox"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running_server(mailbox: Mailbox) -> Iterator[int]:
    """Run the mail server on a free port of this machine; gives the port."""
    mailbox.folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(_Keeper(mailbox), hostname=HOST, port=_free_port(), ready_timeout=30)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()

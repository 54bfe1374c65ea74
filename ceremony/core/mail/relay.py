"""The one door through which mail leaves: Flask-Mail, with what it lacks to keep the promise.

Seen in Flask-Mail 0.10.0 and mended here: no time-outs, any certificate taken for STARTTLS, refused
recipients unnoticed, a failing QUIT after the 250 raised, nothing sent under TESTING, `getfqdn()` for
each connection. A letter goes out as finished bytes; the caller commits *transmitting* between the
body and the final dot.
"""

import smtplib  # noqa: TID251 - this is the door
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from types import TracebackType
from typing import Any

from flask_mail import Connection, Mail

from ceremony.core.mail.rules import (
    NO_ANSWER,
    BadAddress,
    BadSender,
    Outcome,
    Stage,
    is_mailbox,
    mailbox_of,
    outcome_of,
)
from ceremony.core.settings import Settings

_LONGEST_WORDS = 300
_SOME_TOKEN = "0" * 24


class RelayTrouble(Exception):  # noqa: N818 - says what it is
    """The relay cannot be used at all: not reached, its certificate or our account refused."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Reply:
    """What became of one letter, and the server's words."""

    outcome: Outcome
    said: str
    stage: Stage


class OfficeMail(Mail):
    """Flask-Mail set up from the program's settings; it hands out `Line`s and sends nothing by itself.

    Raises BadSender.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        config = {
            "MAIL_SERVER": settings.mail_server,
            "MAIL_PORT": settings.mail_port,
            "MAIL_USE_TLS": settings.mail_use_tls,
            "MAIL_USE_SSL": settings.mail_use_ssl,
            "MAIL_USERNAME": settings.mail_username,
            "MAIL_PASSWORD": settings.mail_password,
            "MAIL_DEFAULT_SENDER": settings.mail_default_sender,
        }
        self._sender = sender_of(settings)
        if not is_mailbox((settings.mail_bounce_address or self._sender).replace("{token}", _SOME_TOKEN)):
            raise BadSender
        # Never silent under TESTING: what the outbox calls accepted was accepted by a server.
        self.state = self.init_mail(config, debug=False, testing=False)

    def connect(self) -> "Line":
        """Return a connection for one thread, not yet open."""
        return Line(self)

    def send(self, message: Any) -> None:
        """Refuse: a letter that is not in the outbox can be lost and doubled."""
        raise RuntimeError("letters are queued with ceremony.core.mail.actions.queue_letters")

    def envelope_sender(self, message_id: str) -> str:
        """Return the address that bounces go to: the relay's own account, or one with the letter's token."""
        if self.settings.mail_bounce_address is None:
            return self._sender
        token = message_id.strip("<>").partition("@")[0]
        return self.settings.mail_bounce_address.replace("{token}", token)


class Line(Connection):
    """One connection to the relay, used by one thread, kept open from letter to letter."""

    mail: OfficeMail
    host: smtplib.SMTP | None

    def __init__(self, mail: OfficeMail) -> None:
        super().__init__(mail)
        self._sent = 0

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect, secure the line and sign in; raises RelayTrouble."""
        try:
            self.host = self.configure_host()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise RelayTrouble(words_of_error(error)) from error
        self._sent = 0

    def configure_host(self) -> smtplib.SMTP:
        """Return an open, verified and signed-in SMTP session; closed again where a step fails."""
        settings = self.mail.settings
        where = (settings.mail_server, settings.mail_port)
        # Python reads SSL_CERT_FILE and SSL_CERT_DIR for an office with its own authority.
        context = ssl.create_default_context() if settings.mail_use_ssl or settings.mail_use_tls else None
        name, seconds = _own_name(settings), settings.mail_timeout
        host: smtplib.SMTP
        if settings.mail_use_ssl:
            host = smtplib.SMTP_SSL(*where, local_hostname=name, timeout=seconds, context=context)
        else:
            host = smtplib.SMTP(*where, local_hostname=name, timeout=seconds)
        try:
            assert host.sock is not None
            # The final dot is a small packet of its own; it may not wait for the body's receipt.
            host.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if settings.mail_use_tls:
                host.starttls(context=context)
            host.ehlo_or_helo_if_needed()
            if settings.mail_username and settings.mail_password:
                host.login(settings.mail_username, settings.mail_password)
        except BaseException:
            host.close()
            raise
        return host

    def transmit(self, sender: str, address: str, message: bytes, before_dot: Callable[[], None]) -> Reply:
        """Hand over one finished letter; *before_dot* commits, or raises and the line is dropped before the dot.

        Both addresses are such as `mailbox_of` returns.
        Opens the line where needed; raises RelayTrouble where that fails, and whatever *before_dot* raises.
        """
        if self.host is None:
            self.open()
        reply = self._attempt(sender, address, message, before_dot)
        if reply.outcome is Outcome.LATER and reply.stage is Stage.MAIL and self.host is None and self._sent:
            # The server had closed the kept line; this letter has not been tried yet.
            self.open()
            reply = self._attempt(sender, address, message, before_dot)
        self._sent += 1
        return reply

    def _attempt(self, sender: str, address: str, message: bytes, before_dot: Callable[[], None]) -> Reply:
        host, stage = self.host, Stage.MAIL
        assert host is not None
        try:
            size = f" SIZE={len(message)}" if host.has_extn("size") else ""
            code, words = host.docmd(f"MAIL FROM:<{sender}>{size}")
            if _done(code):
                stage = Stage.RCPT
                code, words = host.docmd(f"RCPT TO:<{address}>")
            if stage is Stage.RCPT and _done(code):
                stage = Stage.DATA
                code, words = host.docmd("DATA")
            if stage is Stage.DATA and code == 354:
                stage = Stage.BODY
                host.send(_stuffed(message))
                before_dot()
                stage = Stage.DOT
                code, words = self._dot(host)
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            said = NO_ANSWER if stage is Stage.DOT else words_of_error(error)
            return Reply(outcome_of(stage, None), said, stage)
        except BaseException:
            self.drop()
            raise
        outcome = outcome_of(stage, code)
        self._tidy(host, stage, code)
        return Reply(outcome, _words(code, words), stage)

    def _dot(self, host: smtplib.SMTP) -> tuple[int, bytes]:
        """Send the final dot and wait for the server's word; from here on silence means unknown."""
        assert host.sock is not None
        host.sock.settimeout(self.mail.settings.mail_dot_timeout)
        host.send(b".\r\n")
        reply = host.getreply()
        host.sock.settimeout(self.mail.settings.mail_timeout)
        return reply

    def _tidy(self, host: smtplib.SMTP, stage: Stage, code: int) -> None:
        """Make the line ready for the next letter, or drop it."""
        if code == 421 or not 200 <= code <= 599 or (stage is Stage.DATA and code < 400):
            self.drop()
        elif stage is not Stage.DOT:
            try:
                host.rset()
            except (smtplib.SMTPException, OSError):
                self.drop()

    def drop(self) -> None:
        """Close the line without a word: a letter without its dot does not exist for the server."""
        if self.host is not None:
            self.host.close()
            self.host = None

    def close(self) -> None:
        """End the session politely; what was accepted stays accepted whatever QUIT is answered."""
        if self.host is not None:
            try:
                self.host.quit()
            except (smtplib.SMTPException, OSError):
                pass
            finally:
                self.drop()


def sender_of(settings: Settings) -> str:
    """Return the installation's sender address, in ASCII; raises BadSender."""
    try:
        return mailbox_of(parseaddr(settings.mail_default_sender)[1])
    except BadAddress as error:
        raise BadSender from error


def _own_name(settings: Settings) -> str:
    """Return the name for EHLO without asking the network: this machine's, else the sender's domain."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    return parseaddr(settings.mail_default_sender)[1].rpartition("@")[2] or "localhost"


def _done(code: int) -> bool:
    return 200 <= code <= 299


def _stuffed(message: bytes) -> bytes:
    """Return *message* with leading dots doubled (RFC 5321 section 4.5.2) and a line end at its end."""
    stuffed = message.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _words(code: int, words: bytes) -> str:
    text = " ".join(words.decode("utf-8", "replace").split())
    return "".join(letter for letter in f"{code if code > 0 else '?'} {text}".strip() if letter.isprintable())[
        :_LONGEST_WORDS
    ]


def words_of_error(error: Exception) -> str:
    """Return what *error* says, on one line, for people."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _words(error.smtp_code, words if isinstance(words, bytes) else str(words).encode())
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate refused: {error.verify_message}"
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(text.split())[:_LONGEST_WORDS]

"""A minimal SMTP server that behaves as badly as it is told to.

In a test: `with Sink(port=0) as sink: …; sink.messages`. As its own process:
`python -m tests.smtp_sink --port 0 --log FILE` prints its port, then runs until SIGTERM. Each message
it takes is appended to the log before it is answered. A verb is CONNECT, EHLO, STARTTLS, AUTH, MAIL,
RCPT, DATA, BODY (while the body comes in), DOT, RSET or QUIT.
"""

import argparse
import asyncio
import base64
import json
import ssl
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


class _HangUp(Exception):  # noqa: N818 - says what happens
    """The connection ends without a word."""


@dataclass(frozen=True)
class Received:
    """One message that the sink took."""

    sender: str
    to: str
    data: bytes

    @property
    def message_id(self) -> str:
        """The Message-ID header."""
        head = self.data.partition(b"\r\n\r\n")[0].decode()
        return next(line.partition(":")[2].strip() for line in head.split("\r\n") if line.startswith("Message-ID:"))


@dataclass
class Behaviour:
    """What the sink does: answers per verb (`{"MAIL": "550 no"}`), silence, hang-ups, delays."""

    replies: dict[str, str] = field(default_factory=dict)
    hang: set[str] = field(default_factory=set)
    drop: set[str] = field(default_factory=set)
    refuse: set[str] = field(default_factory=set)
    delay: float = 0.0
    dot_delay: float = 0.0
    greylist: bool = False
    per_connection: int | None = None
    account: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    implicit_tls: bool = False


class Sink:
    """The server, in a thread of its own; `behaviour` may be changed while it runs."""

    def __init__(self, behaviour: Behaviour | None = None, port: int = 0, log: Path | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.port = port
        self.messages: list[Received] = []
        self.verbs: list[str] = []
        self.moments: list[float] = []
        self._log = log
        self._seen: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="smtp-sink", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of all messages taken, in order."""
        return [message.message_id for message in self.messages]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self.start())
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def start(self) -> asyncio.Server:
        """Listen on loopback; `port` is known afterwards."""
        context = self.behaviour.tls if self.behaviour.implicit_tls else None
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=64 * 1024 * 1024, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Session(self, reader, writer).run()
        except (_HangUp, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        except asyncio.CancelledError:
            # The sink is closing; its clients notice by themselves.
            pass
        finally:
            writer.close()

    def take(self, message: Received) -> None:
        """Keep a message, on disk first where there is a log."""
        if self._log is not None:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps({"to": message.to, "message_id": message.message_id}) + "\n")
        self.messages.append(message)
        self.moments.append(self._loop.time())

    def greylisted(self, address: str) -> bool:
        """Say whether this is the first time that mail for *address* comes."""
        first = address not in self._seen
        self._seen.add(address)
        return first


class _Session:
    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sink, self.reader, self.writer = sink, reader, writer
        self.sender, self.to = "", ""
        self.secure, self.signed_in, self.taken = False, False, 0

    @property
    def rules(self) -> Behaviour:
        return self.sink.behaviour

    async def say(self, verb: str, reply: str) -> bool:
        """Answer *verb*, as told or with *reply*; return whether the answer was positive."""
        self.sink.verbs.append(verb)
        if verb in self.rules.hang:
            await asyncio.sleep(3600)
        if verb in self.rules.drop:
            raise _HangUp
        pause = self.rules.dot_delay if verb == "DOT" and self.rules.dot_delay else self.rules.delay
        if pause:
            await asyncio.sleep(pause)
        text = self.rules.replies.get(verb, reply)
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()
        if text.startswith("421"):
            raise _HangUp
        return text[:1] in "23"

    async def run(self) -> None:
        await self.say("CONNECT", "220 sink ESMTP")
        while line := await self.reader.readline():
            verb, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            handler = getattr(self, f"do_{verb.lower()}", None)
            if handler is None:
                await self.say(verb.upper(), "500 unknown")
            elif await handler(rest) == "end":
                return

    async def do_ehlo(self, _rest: str) -> None:
        features = ["SIZE 50000000"]
        if self.rules.tls and not self.secure and not self.rules.implicit_tls:
            features.append("STARTTLS")
        if self.rules.account:
            features.append("AUTH PLAIN")
        lines = ["sink", *features]
        await self.say("EHLO", "\r\n".join(f"250{'-' if word != lines[-1] else ' '}{word}" for word in lines))

    async def do_helo(self, _rest: str) -> None:
        await self.say("HELO", "250 sink")

    async def do_starttls(self, _rest: str) -> None:
        if await self.say("STARTTLS", "220 go ahead"):
            assert self.rules.tls is not None
            await self.writer.start_tls(self.rules.tls)
            self.secure = True

    async def do_auth(self, rest: str) -> None:
        assert self.rules.account is not None
        given = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")[1:]
        self.signed_in = tuple(given) == self.rules.account
        await self.say("AUTH", "235 welcome" if self.signed_in else "535 5.7.8 authentication failed")

    async def do_mail(self, rest: str) -> None:
        limit = self.rules.per_connection
        if limit is not None and self.taken >= limit:
            raise _HangUp
        self.sender = rest.partition("<")[2].partition(">")[0]
        refused = self.rules.account and not self.signed_in
        await self.say("MAIL", "530 5.7.0 authentication required" if refused else "250 ok")

    async def do_rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].partition(">")[0]
        if self.to in self.rules.refuse:
            await self.say("RCPT", "550 5.1.1 no such person")
        elif self.rules.greylist and self.sink.greylisted(self.to):
            await self.say("RCPT", "451 4.7.1 greylisted, try again")
        else:
            await self.say("RCPT", "250 ok")

    async def do_data(self, _rest: str) -> None:
        if not await self.say("DATA", "354 go ahead"):
            return
        if "BODY" in self.rules.drop:
            await self.reader.readline()
            raise _HangUp
        data = (await self.reader.readuntil(b"\r\n.\r\n"))[:-3]
        reply = self.rules.replies.get("DOT", "250 taken")
        if reply.startswith("2") or not reply[:3].isdigit():
            clean = data.replace(b"\r\n..", b"\r\n.")
            self.sink.take(Received(self.sender, self.to, clean))
            self.taken += 1
        await self.say("DOT", reply)

    async def do_rset(self, _rest: str) -> None:
        await self.say("RSET", "250 ok")

    async def do_noop(self, _rest: str) -> None:
        await self.say("NOOP", "250 ok")

    async def do_quit(self, _rest: str) -> str:
        await self.say("QUIT", "221 bye")
        return "end"


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--dot-delay", type=float, default=0.0, help="seconds before the answer to the dot")
    parser.add_argument("--reply", action="append", default=[], metavar="VERB=REPLY")
    parser.add_argument("--hang", action="append", default=[], metavar="VERB")
    parser.add_argument("--drop", action="append", default=[], metavar="VERB")
    parser.add_argument("--refuse", action="append", default=[], metavar="ADDRESS")
    parser.add_argument("--greylist", action="store_true")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    return parser.parse_args()


async def _main(given: Any) -> None:
    context = None
    if given.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*given.tls)
    behaviour = Behaviour(
        replies=dict(pair.split("=", 1) for pair in given.reply),
        hang=set(given.hang),
        drop=set(given.drop),
        refuse=set(given.refuse),
        delay=given.delay,
        dot_delay=given.dot_delay,
        greylist=given.greylist,
        tls=context,
    )
    server = await Sink(behaviour, given.port, given.log).start()
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(_arguments()))

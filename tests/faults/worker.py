"""A worker to be killed, in a process of its own.

Without a step it says that it is ready and delivers until it is killed. With one it sends the one letter and
kills itself there: claim, body, transmitting, dot or answer.
"""

import os
import signal
import smtplib  # noqa: TID251 - a type of the line that is cut
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from ceremony.app import create_app
from ceremony.core.mail.delivery import deliver_due
from ceremony.core.mail.relay import Line, Reply

STEPS = ("claim", "body", "transmitting", "dot", "answer")


def die() -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def die_at(step: str) -> None:
    """Let this process die as soon as a letter comes to *step*."""
    transmit, dot = Line.transmit, Line._dot

    def transmit_and_die(
        line: Line, sender: str, address: str, message: bytes, before_dot: Callable[[], None]
    ) -> Reply:
        def fence() -> None:
            if step == "body":
                die()
            before_dot()
            if step == "transmitting":
                die()

        if step == "claim":
            die()
        return transmit(line, sender, address, message, fence)

    def dot_and_die(line: Line, host: smtplib.SMTP) -> tuple[int, bytes]:
        if step == "dot":
            host.send(b".\r\n")
            time.sleep(0.3)
            die()
        reply = dot(line, host)
        die()
        return reply

    Line.transmit = transmit_and_die  # type: ignore[method-assign]
    if step in ("dot", "answer"):
        Line._dot = dot_and_die  # type: ignore[method-assign]


def work(surroundings: dict[str, str], ready: Connection, step: str | None = None, letter: int | None = None) -> None:
    """Run with the settings in *surroundings* until the end comes."""
    os.environ.clear()
    os.environ.update(surroundings)
    app = create_app()
    if step is not None:
        die_at(step)
        deliver_due(app, only=letter)
        return
    ready.send("ready")
    while True:
        deliver_due(app)
        time.sleep(0.05)

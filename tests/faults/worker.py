"""A worker to be killed: `python -m tests.faults.worker [STEP LETTER]`, settings from the environment.

Without arguments it says "ready" and delivers until it is killed. With them it sends the one letter and
kills itself at the named step: claim, body, transmitting, dot or answer.
"""

import os
import signal
import smtplib  # noqa: TID251 - a type of the line that is cut
import sys
import time
from collections.abc import Callable

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


def main() -> None:
    """Run until the end comes."""
    app = create_app()
    if len(sys.argv) > 1:
        die_at(sys.argv[1])
        deliver_due(app, only=int(sys.argv[2]))
        return
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        deliver_due(app)
        time.sleep(0.05)


if __name__ == "__main__":
    main()

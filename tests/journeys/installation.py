"""An installation as its users have it: a folder of its own, commands and servers in processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

HOST = "127.0.0.1"
_ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> tuple[int, str]:
    """GET *address*: the status and the text, whatever the status."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve *app* from this process for a while, at any port or at this one; gives the address."""
    server = make_server(HOST, port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Installation:
    """`CEREMONY_INSTANCE` is *folder*; *settings* are further `CEREMONY_…` names without the prefix."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CEREMONY_")}
        own = {"INSTANCE": str(self.folder)} | self.settings | more
        return kept | {f"CEREMONY_{name}": value for name, value in own.items()}

    def run(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run `ceremony …` to its end."""
        command = [sys.executable, "-m", "ceremony", *arguments]
        return subprocess.run(
            command,
            env=self._environment(settings),
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *command: str, **settings: str) -> "tuple[subprocess.Popen[str], str]":
        """Start `ceremony serve`, or another command that serves; returns process and address once it answers."""
        port = free_port()
        address = f"http://{HOST}:{port}"
        process = subprocess.Popen(
            [sys.executable, "-m", "ceremony", *(command or ("serve",)), "--port", str(port)],
            env=self._environment({"BASE_URL": address} | settings),
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _await(process, f"{address}/robots.txt")
        except AssertionError:
            process.kill()
            raise
        return process, address

    @contextmanager
    def serving(self, *command: str, **settings: str) -> Iterator[str]:
        """The same for a while: gives the address, ends the process by SIGTERM."""
        process, address = self.start(*command, **settings)
        try:
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def _await(process: "subprocess.Popen[str]", address: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0])
        try:
            fetch(address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")

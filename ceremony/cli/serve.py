"""ceremony serve, ceremony worker."""

import logging
import signal
import sys
from collections.abc import Callable
from threading import Event
from types import FrameType
from typing import Any

import click
from flask import Flask
from waitress import create_server

from ceremony.cli.base import Frame, command, say
from ceremony.core.language import gettext
from ceremony.core.refusal import BadInput, Word, msgid
from ceremony.core.web.setup import this_app
from ceremony.jobs.on_apscheduler import Worker

top = click.Group("top")
THREADS = 32


class PortTaken(BadInput):
    """Somebody else listens there."""

    sentence = msgid("Port %(port)s on %(host)s cannot be used (%(why)s).")
    cure = msgid("Choose another one with --port, or stop the program that uses it.")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def serve_pages(app: Flask, host: str, port: int, *, with_worker: bool, once_open: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; the worker finishes the letter under way.

    *once_open* is called when the port is ours. Raises PortTaken.
    """
    try:
        server: Any = create_server(app, host=host, port=port, threads=THREADS, ident="ceremony")
    except OSError as error:
        raise PortTaken(host=host, port=port, why=Word(error.strerror or error)) from error
    worker = Worker(app) if with_worker else None
    signal.signal(signal.SIGTERM, _stop)
    once_open()
    if worker is not None:
        worker.start()
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        if worker is not None:
            worker.stop()


@command(top, "serve", hosted=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `ceremony worker` elsewhere.")
def serve(_frame: Frame, host: str, port: int, no_worker: bool) -> None:
    """Serve the pages and, in the same process, do the jobs."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    address = f"ceremony: http://{host}:{port}"
    serve_pages(this_app(), host, port, with_worker=not no_worker, once_open=lambda: say(address))


@command(top, "worker", hosted=False)
def work(_frame: Frame) -> None:
    """Do the jobs only: announce, deliver letters."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    worker = Worker(this_app())
    worker.start()
    say(gettext("ceremony worker: running"))
    try:
        stopped.wait()
    finally:
        worker.stop()

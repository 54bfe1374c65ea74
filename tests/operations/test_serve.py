"""The server's start, and what the command line says to those who type too little."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run


def test_a_taken_port_is_one_sentence_and_no_address_is_promised(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        # A process of its own: the server's library leaves things open where it cannot listen.
        serve = [str(Path(sys.executable).with_name("ceremony")), "serve", "--port", port, "--no-worker"]
        ended = subprocess.run(serve, env=os.environ | environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert port in ended.stderr
    assert "http://" not in ended.stderr


@pytest.mark.parametrize("group", [(), ("people",)])
def test_who_names_no_command_is_led_to_the_help(ceremony: Run, group: tuple[str, ...]) -> None:
    answer = ceremony(*group, json=False)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"No command was named. See: {' '.join(('ceremony', *group))} --help\n"

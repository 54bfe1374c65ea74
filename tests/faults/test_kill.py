"""A worker that is killed loses no letter and doubles none; what SMTP cannot settle is held as unknown."""

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from flask import Flask

from ceremony.core.mail.breaker import Tally
from ceremony.core.mail.delivery import deliver_until_empty
from ceremony.core.mail.queries import count_states
from tests.core.mail.letters import letters, queue
from tests.faults.worker import STEPS, work
from tests.smtp_sink import Sink

LETTERS, KILLS = 150, 10


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with Sink() as sink:
        yield sink


@pytest.fixture
def environment(environment: dict[str, str], sink: Sink) -> dict[str, str]:
    """An office with short leases."""
    return environment | {
        "CEREMONY_MAIL_SERVER": "127.0.0.1",
        "CEREMONY_MAIL_PORT": str(sink.port),
        "CEREMONY_MAIL_TIMEOUT": "2",
        "CEREMONY_MAIL_DOT_TIMEOUT": "1",
        "CEREMONY_MAIL_LEASE": "2",
    }


# A server that has loaded the program once, and forks a worker in 50 ms where a new process takes two seconds.
NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(["tests.faults.worker"])


def start_worker(environment: dict[str, str], step: str | None = None, letter: int | None = None) -> BaseProcess:
    """Start a worker process; one that is to die at no step is ready when this returns."""
    here, there = NURSERY.Pipe(duplex=False)
    worker = NURSERY.Process(target=work, args=(_surroundings(environment), there, step, letter))
    worker.start()
    there.close()
    if step is None:
        assert here.recv() == "ready"
    here.close()
    return worker


def _surroundings(environment: dict[str, str]) -> dict[str, str]:
    """Return the settings of the office and no others."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CEREMONY_")} | environment


def start_process(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
    """Start *command* with the settings of the office and no others."""
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, env=_surroundings(environment), cwd=root, stdout=subprocess.PIPE, text=True)


def test_killed_ten_times_at_random_150_letters_are_neither_lost_nor_doubled(
    app: Flask, environment: dict[str, str], sink: Sink
) -> None:
    chance = random.Random(20210802)
    sink.behaviour.delay = 0.02
    queue(LETTERS)
    for _kill in range(KILLS):
        worker = start_worker(environment)
        time.sleep(chance.uniform(0.05, 0.5))
        assert worker.is_alive()
        worker.kill()
        worker.join()
    left = count_states()["queued"]
    sink.behaviour.delay = 0.0
    deliver_until_empty(app, 15, lambda: None)

    taken = Counter(sink.ids)
    states = {letter.message_id: letter.state.value for letter in letters()}
    lost = [key for key, state in states.items() if state != "unknown" and not taken[key]]
    doubled = [key for key, number in taken.items() if number > 1]
    unknown = [key for key, state in states.items() if state == "unknown"]
    figures = f"{len(states)} letters, {KILLS} kills: lost {len(lost)}, doubled {len(doubled)}, unknown {len(unknown)}"
    sys.stdout.write(f"{figures} ({sum(taken[key] for key in unknown)} of them had arrived)\n")
    assert set(states.values()) <= {"accepted", "unknown"}
    assert (lost, doubled) == ([], [])
    assert left < LETTERS
    assert len(unknown) <= KILLS * 4


def test_two_workers_at_once_send_each_letter_once(app: Flask, environment: dict[str, str], sink: Sink) -> None:
    sink.behaviour.delay = 0.005
    workers = [start_worker(environment) for _ in range(2)]
    queue(60)
    deadline = time.monotonic() + 30
    while len(sink.messages) < 60 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    for worker in workers:
        assert worker.is_alive()
        worker.kill()
        worker.join()
    assert Counter(sink.ids) == Counter(letter.message_id for letter in letters())
    assert count_states()["accepted"] == 60
    assert len({letter.owner for letter in letters()}) == 2


def test_killed_at_each_step_a_letter_is_sent_again_or_held_as_the_step_demands(
    app: Flask, environment: dict[str, str], sink: Sink
) -> None:
    queue(len(STEPS))
    for step, letter in zip(STEPS, letters(), strict=True):
        worker = start_worker(environment, step, letter.id)
        worker.join(20)
        assert worker.exitcode == -signal.SIGKILL
        held = next(found for found in letters() if found.id == letter.id)
        assert held.state.value == ("claimed" if step in ("claim", "body") else "transmitting")
    tally = deliver_until_empty(app, 15, lambda: None)
    assert tally.accepted == 2
    taken = Counter(sink.ids)
    assert {
        step: (letter.state.value, taken[letter.message_id]) for step, letter in zip(STEPS, letters(), strict=True)
    } == {
        "claim": ("accepted", 1),
        "body": ("accepted", 1),
        "transmitting": ("unknown", 0),
        "dot": ("unknown", 1),
        "answer": ("unknown", 1),
    }
    assert deliver_until_empty(app, 0, lambda: None) == Tally()


def test_asked_to_end_the_command_finishes_its_letter_and_leaves_the_others_queued(
    app: Flask, environment: dict[str, str], sink: Sink
) -> None:
    sink.behaviour.delay = 0.1
    queue(20)
    environment["CEREMONY_MAIL_CONNECTIONS"] = "1"
    command = [sys.executable, "-c", "from ceremony.app import main; main()", "mail", "deliver", "--json"]
    worker = start_process(command, environment)
    while len(sink.messages) < 2:
        time.sleep(0.01)
    worker.send_signal(signal.SIGTERM)
    out, _err = worker.communicate(timeout=20)
    answer = json.loads(out)
    assert worker.returncode == 0
    assert answer["accepted"] == len(sink.messages) < 20
    assert answer["queued"] == count_states()["queued"] == 20 - answer["accepted"]

"""The rehearsal as a newcomer starts it: a process of its own, an empty folder, a real mail server."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

COUNTS = {
    "units": 7,
    "people": 40,
    "invited": 41,
    "accepted": 41,
    "answered": 34,
    "attended": 35,
    # 40 people: 35 attended, 3 with granted leave, 2 absent.
    "rate": 35 / 37,
}


def _environment(instance: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CEREMONY_")}
    return kept | {"CEREMONY_INSTANCE": str(instance)}


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ceremony", *arguments]


def _run(instance: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = _command(*arguments)
    return subprocess.run(command, env=_environment(instance), capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the month was played once."""
    folder = tmp_path_factory.mktemp("rehearsal") / "instance"
    played = _run(folder, "demo", "--no-serve", "--json")
    assert played.returncode == 0, played.stderr
    assert json.loads(played.stdout) == COUNTS
    return folder


@pytest.mark.xdist_group("demo")
def test_the_month_played_again_changes_nothing(instance: Path) -> None:
    again = _run(instance, "demo", "--no-serve", "--json")
    assert json.loads(again.stdout) == COUNTS
    assert len(list((instance / "mailbox").glob("*.eml"))) == COUNTS["accepted"]


@pytest.mark.xdist_group("demo")
def test_all_commands_then_use_the_rehearsal_s_data(instance: Path) -> None:
    month = json.loads(_run(instance, "reports", "month", "2021-08", "--json").stdout)
    assert month[-1]["unit"] is None
    assert (month[-1]["attended"], month[-1]["excused"], month[-1]["absent"]) == (35, 3, 2)
    assert json.loads(_run(instance, "audit", "verify", "--json").stdout)["ok"]
    (topic,) = json.loads(_run(instance, "topics", "list", "--json").stdout)
    assert topic["presented"] == ["2021-08"]


@pytest.mark.xdist_group("demo")
def test_another_office_s_data_are_left_alone(tmp_path: Path) -> None:
    assert _run(tmp_path / "real", "init", "--name", "Sở Thật").returncode == 0
    refused = _run(tmp_path / "real", "demo", "--no-serve")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Sở Thật" in refused.stderr
    assert json.loads(_run(tmp_path / "real", "people", "list", "--json").stdout) == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def served(instance: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`ceremony demo`, serving."""
    port = _free_port()
    process = subprocess.Popen(
        _command("demo", "--port", str(port)),
        env=_environment(instance),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            if _get(f"{address}/healthz")[0] == 200:
                break
        except OSError:
            time.sleep(0.1)
    yield process, address
    process.kill()
    process.communicate()


@pytest.mark.xdist_group("demo")
def test_the_served_pages_show_the_month_and_its_mail(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    assert _get(f"{address}/")[0] == 200
    status, mailbox = _get(f"{address}/dev/mail")
    assert (status, mailbox.count("/dev/mail/0")) == (200, COUNTS["accepted"])
    assert _get(f"{address}/dev/mail/000001")[0] == 200
    assert _get(f"{address}/dev/mail/999999")[0] == 404
    assert json.loads(_get(f"{address}/healthz")[1])["worker"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


@pytest.mark.xdist_group("demo")
def test_a_taken_port_is_said_in_one_sentence(instance: Path, served: tuple[subprocess.Popen[str], str]) -> None:
    port = served[1].rpartition(":")[2]
    refused = _run(instance, "serve", "--no-worker", "--port", port)
    assert refused.returncode == 2
    assert port in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr

"""The rehearsal as a newcomer starts it: a process of its own, an empty folder, a real mail server."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.installation import Installation, fetch

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


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the month was played once."""
    folder = tmp_path_factory.mktemp("rehearsal") / "instance"
    played = Installation(folder).run("demo", "--no-serve", "--json")
    assert played.returncode == 0, played.stderr
    assert json.loads(played.stdout) == COUNTS
    return folder


@pytest.mark.xdist_group("demo")
def test_the_month_played_again_changes_nothing(instance: Path) -> None:
    again = Installation(instance).run("demo", "--no-serve", "--json")
    assert json.loads(again.stdout) == COUNTS
    assert len(list((instance / "mailbox").glob("*.eml"))) == COUNTS["accepted"]


@pytest.mark.xdist_group("demo")
def test_all_commands_then_use_the_rehearsal_s_data(instance: Path) -> None:
    month = json.loads(Installation(instance).run("reports", "month", "2021-08", "--json").stdout)
    assert month[-1]["unit"] is None
    assert (month[-1]["attended"], month[-1]["excused"], month[-1]["absent"]) == (35, 3, 2)
    assert json.loads(Installation(instance).run("audit", "verify", "--json").stdout)["ok"]
    (topic,) = json.loads(Installation(instance).run("topics", "list", "--json").stdout)
    assert topic["presented"] == ["2021-08"]


@pytest.mark.xdist_group("demo")
def test_another_office_s_data_are_left_alone(tmp_path: Path) -> None:
    assert Installation(tmp_path / "real").run("init", "--name", "Sở Thật").returncode == 0
    refused = Installation(tmp_path / "real").run("demo", "--no-serve")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Sở Thật" in refused.stderr
    assert json.loads(Installation(tmp_path / "real").run("people", "list", "--json").stdout) == []


@pytest.fixture
def served(instance: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`ceremony demo`, serving."""
    process, address = Installation(instance).start("demo")
    for _ in range(200):
        if fetch(f"{address}/healthz")[0] == 200:
            break
        time.sleep(0.1)
    yield process, address
    process.kill()
    process.communicate()


@pytest.mark.xdist_group("demo")
def test_the_served_pages_show_the_month_and_its_mail(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    assert fetch(f"{address}/")[0] == 200
    status, mailbox = fetch(f"{address}/dev/mail")
    assert (status, mailbox.count("/dev/mail/0")) == (200, COUNTS["accepted"])
    assert fetch(f"{address}/dev/mail/000001")[0] == 200
    assert fetch(f"{address}/dev/mail/999999")[0] == 404
    assert json.loads(fetch(f"{address}/healthz")[1])["worker"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


@pytest.mark.xdist_group("demo")
def test_a_taken_port_is_said_in_one_sentence(instance: Path, served: tuple[subprocess.Popen[str], str]) -> None:
    port = served[1].rpartition(":")[2]
    refused = Installation(instance).run("serve", "--no-worker", "--port", port)
    assert refused.returncode == 2
    assert port in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr

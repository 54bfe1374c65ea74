"""A child process: what it is given, and how far it may go. Python's own `code` runs what comes in on stdin."""

import subprocess
from pathlib import Path

import pytest

from ceremony.core.child import run_child

HELD = "from ceremony.core.child import Limits\nLimits(seconds=1, memory=1 << 28).hold()\n"


def does(program: str, patience: float = 20) -> "subprocess.CompletedProcess[bytes]":
    return run_child("code", program.encode(), patience=patience)


def test_a_child_knows_the_program_and_none_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CEREMONY_SECRET_KEY", "hush")
    told = does(
        "import os, ceremony.core.child\nprint(sorted(os.environ), ceremony.core.child.Limits.__name__)\n"
    ).stdout
    assert b"CEREMONY" not in told
    assert b"Limits" in told


def test_a_child_takes_nothing_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "planted.py").write_text("print('planted')")
    monkeypatch.chdir(tmp_path)
    done = does("import planted\n")
    assert b"planted" not in done.stdout
    assert b"ModuleNotFoundError" in done.stderr


def test_a_child_that_takes_too_much_is_held() -> None:
    assert b"MemoryError" in does(f"{HELD}_ = bytearray(1 << 30)\n").stderr
    assert does(f"{HELD}while True: pass\n\n").returncode < 0


def test_a_child_that_sleeps_is_not_waited_for() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        does("import time\ntime.sleep(60)\n", patience=0.5)

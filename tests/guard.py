"""Waits until a test process has ended, and cleans up behind it where it was killed.

`python tests/guard.py FOLDER PROCESS`: stdin is a pipe that the process holds open; FOLDER holds the data of the
PostgreSQL server that it uses, perhaps with others of its run.
"""

import json
import shutil
import signal
import sys
import time
from pathlib import Path

import psutil

# Seconds in which all processes of a run are gone that were killed together.
PATIENCE = 1


def is_alive(process: int) -> bool:
    """Return whether this process still runs."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def clean_up(folder: Path, ended: int) -> None:
    """End the server of *folder* and remove it, unless the process left it in order or another one uses it."""
    users, server = folder / ".handle_pids.json", folder / "postmaster.pid"
    if not users.exists() or ended not in json.loads(users.read_text(encoding="utf-8")):
        return
    time.sleep(PATIENCE)
    if not users.exists() or any(map(is_alive, json.loads(users.read_text(encoding="utf-8")))):
        return
    number = int(server.read_text(encoding="utf-8").split()[0]) if server.exists() else 0
    if number and is_alive(number):
        process = psutil.Process(number)
        # Fast shutdown: whoever is connected waits for nothing any more.
        process.send_signal(signal.SIGINT)
        process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    clean_up(Path(sys.argv[1]), int(sys.argv[2]))

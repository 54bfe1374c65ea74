"""A process of its own for what may break or mean harm: a brought file is read there, a paper is typeset."""

import os
import subprocess
import sys
from dataclasses import dataclass

from ceremony.core.layout import PACKAGE

try:
    import resource
except ImportError:  # Windows has no such limits; the parent's patience still holds
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of work, and bytes of memory."""

    seconds: int
    memory: int

    def hold(self) -> None:
        """Bound the process that calls this: beyond its seconds it is ended, beyond its memory it gets MemoryError."""
        if resource is not None:
            resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
            resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds + 1))


def run_child(module: str, content: bytes, *arguments: str, patience: float) -> "subprocess.CompletedProcess[bytes]":
    """Run `python -m module` with *content* on its standard input; raises TimeoutExpired after *patience* seconds.

    It finds this very program wherever that lies, takes nothing from the folder where the program was
    started, and gets none of the settings: they hold secrets.
    """
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("CEREMONY_")}
    surroundings["PYTHONPATH"] = str(PACKAGE.parent)
    return subprocess.run(  # noqa: S603 - our own module, nothing of the content on the command line
        [sys.executable, "-P", "-m", module, *arguments],
        input=content,
        capture_output=True,
        timeout=patience,
        check=False,
        env=surroundings,
    )

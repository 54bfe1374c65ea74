"""The timetable: one line a job, when and what."""

from collections.abc import Callable
from dataclasses import dataclass

from ceremony.jobs.work import Tick, announce, beat, deliver, end_roles, erase, release


@dataclass(frozen=True)
class Job:
    """A piece of work that is asked for every so many seconds."""

    name: str
    seconds: int
    work: Callable[[Tick], None]


TIMETABLE = (
    Job("say that the worker lives", 20, beat),
    Job("announce changed ceremonies", 3, announce),
    Job("release expired leases", 30, release),
    Job("deliver letters", 2, deliver),
    Job("end the roles of who has left", 3600, end_roles),
    Job("erase personal data that are due", 3600, erase),
)

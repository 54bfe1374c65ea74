"""Rows that are measured in turn, so that a noisy machine is as noisy for each: only ratios of one run count."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

ROUNDS = 5
# Outside of these two runs of the same thing differ too much for any ratio to mean something.
QUIET = (0.8, 1.25)


@dataclass(frozen=True)
class Goal:
    """Ours as a multiple of the limit's or the naive way's rate: at least so much."""

    beside: Literal["limit", "naive"]
    at_least: float

    def __str__(self) -> str:
        return f">= {self.at_least:g} x {self.beside}"


@dataclass(frozen=True)
class Row:
    """One thing to measure; each callable does *amount* of *unit* once."""

    name: str
    unit: str
    amount: int
    ours: Callable[[], object]
    limit: Callable[[], object]
    naive: Callable[[], object] | None = None
    goal: Goal | None = None


@dataclass(frozen=True)
class Result:
    """Rates in units a second; ratios of medians; `control` is ours beside ours."""

    name: str
    ours: float
    naive: float | None
    limit: float
    unit: str
    ratio_limit: float
    ratio_naive: float | None
    goal: str | None
    met: bool | None
    spread: float
    control: float

    @property
    def is_worth_something(self) -> bool:
        """Whether the machine was quiet enough."""
        return QUIET[0] <= self.control <= QUIET[1]

    def as_json(self) -> dict[str, object]:
        """Return what BENCH readers expect."""
        return asdict(self)


def measure(row: Row, rounds: int = ROUNDS) -> Result:
    """Run limit, naive, ours and ours again in turn, the order rotated, after a warm-up of each."""
    ways = {"limit": row.limit, "naive": row.naive, "ours": row.ours, "again": row.ours}
    ways = {name: way for name, way in ways.items() if way is not None}
    for way in ways.values():
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for turn in range(rounds):
        at = turn % len(names)
        for name in names[at:] + names[:at]:
            gc.collect()
            begun = time.perf_counter()
            ways[name]()
            seconds[name].append(time.perf_counter() - begun)
    rates = {name: row.amount / statistics.median(taken) for name, taken in seconds.items()}
    ratio_limit = rates["ours"] / rates["limit"]
    ratio_naive = rates["ours"] / rates["naive"] if "naive" in rates else None
    reached = ratio_limit if row.goal is None or row.goal.beside == "limit" else ratio_naive
    return Result(
        name=row.name,
        ours=rates["ours"],
        naive=rates.get("naive"),
        limit=rates["limit"],
        unit=f"{row.unit}/s",
        ratio_limit=ratio_limit,
        ratio_naive=ratio_naive,
        goal=str(row.goal) if row.goal else None,
        met=None if row.goal is None or reached is None else reached >= row.goal.at_least,
        spread=(max(seconds["ours"]) - min(seconds["ours"])) / statistics.median(seconds["ours"]),
        control=rates["again"] / rates["ours"],
    )

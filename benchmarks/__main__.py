"""`python -m benchmarks [--only GROUP] [--json PATH]`: measure all groups, print a table."""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.harness import Result, measure

_TOOLS = {"__main__", "harness", "office"}


def groups() -> list[str]:
    """Return the groups by name: every module beside this one that offers rows()."""
    return sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in _TOOLS)


def _line(result: Result) -> str:
    naive = f"{result.ratio_naive:8.2f}" if result.ratio_naive is not None else "       –"
    verdict = {None: "", True: "met", False: "NOT MET"}[result.met]
    noise = "" if result.is_worth_something else "  worth nothing: too noisy"
    return (
        f"{result.name:44} {result.ours:12,.0f} {result.limit:12,.0f} {result.unit:16} {result.ratio_limit:8.2f}"
        f" {naive} {result.spread:7.0%} {result.control:6.2f}  {result.goal or '':16} {verdict}{noise}"
    )


def main() -> int:
    """Measure and print; 2 for a group that is none."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", metavar="GROUP", help=", ".join(groups()))
    parser.add_argument("--json", default="", metavar="PATH", type=str)
    asked = parser.parse_args()
    if asked.only and asked.only not in groups():
        sys.stderr.write(f"There is no group {asked.only}. Choose one of: {', '.join(groups())}\n")
        return 2
    head = f"{'':44} {'ours':>12} {'limit':>12} {'':16} {'/limit':>8} {'/naive':>8} {'spread':>7} {'A/A':>6}  goal"
    sys.stdout.write(head + "\n")
    results = []
    for group in [asked.only] if asked.only else groups():
        with importlib.import_module(f"benchmarks.{group}").rows() as rows:
            for row in rows:
                results.append(measure(row))
                sys.stdout.write(_line(results[-1]) + "\n")
                sys.stdout.flush()
    if asked.json:
        Path(asked.json).write_text(json.dumps([result.as_json() for result in results], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

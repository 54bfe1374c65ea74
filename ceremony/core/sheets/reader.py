"""Reading a table that somebody brought: a workbook in a child process, text in this one."""

import json
import subprocess
from typing import Any

from ceremony.core.child import run_child
from ceremony.core.sheets.plain import read_text
from ceremony.core.sheets.rules import Fault, Merge, NotRead, Row, Sheet, is_workbook

SECONDS = 30


def read_sheets(content: bytes) -> list[Sheet]:
    """Read XLSX, XLS, ODS or CSV, told by their content; raises NotRead."""
    if is_workbook(content):
        return [_sheet(one) for one in _in_a_child(content)]
    return [read_text(content)]


def _in_a_child(content: bytes) -> list[dict[str, Any]]:
    try:
        done = run_child("ceremony.core.sheets.child", content, patience=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NotRead(Fault.TOO_LARGE) from error
    if done.returncode != 0:
        # Ended by a signal: its time or its memory was up. Anything else: the file broke the parser.
        raise NotRead(Fault.TOO_LARGE if done.returncode < 0 else Fault.DAMAGED)
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise NotRead(Fault(answer["fault"]), answer["detail"])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _sheet(told: dict[str, Any]) -> Sheet:
    merges = told["merges"]
    return Sheet(
        name=told["name"],
        rows=[Row(number, cells) for number, cells in told["rows"]],
        merges=None if merges is None else [Merge(*one) for one in merges],
        hidden=told["hidden"],
    )

"""Lists that a reader orders by the heads of their columns."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

Row = TypeVar("Row")


def in_order(rows: Iterable[Row], asked: str, keys: Mapping[str, Callable[[Row], Any]]) -> tuple[list[Row], str]:
    """Return *rows* by the column *asked* ("name", downwards "-name") and what they are ordered by.

    A column that is not among *keys* leaves them as they come, and gives "". Rows that are equal keep their order.
    """
    name = asked.removeprefix("-")
    if name not in keys:
        return list(rows), ""
    return sorted(rows, key=keys[name], reverse=asked.startswith("-")), asked

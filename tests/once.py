"""What every application under test would work out anew, worked out once in a test process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


@contextmanager
def compiled_addresses() -> Iterator[None]:
    """Compile every address once: werkzeug writes code for each one of each application, 50 ms for all."""
    compile_builder, known = Rule._compile_builder, {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@contextmanager
def compiled_statements() -> Iterator[None]:
    """Compile every statement once for each kind of database: a fifth of all that the tests do.

    SQLAlchemy keeps them by engine and dialect, and each test has an engine of its own. Dialects of one kind speak
    to the same server, so they count as one here.
    """
    kept = dict[type, LRUCache[Any, Any]]()

    def of_its_kind(engine: Engine) -> LRUCache[Any, Any]:
        return kept.setdefault(type(engine.dialect), LRUCache(4000))

    with pytest.MonkeyPatch.context() as patch:
        # Each engine sets its own, which is passed over.
        patch.setattr(Engine, "_compiled_cache", property(of_its_kind, lambda engine, own: None), raising=False)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield

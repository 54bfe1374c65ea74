"""A mail server that behaves as it is told, and an office that uses it."""

from collections.abc import Iterator

import pytest

from tests.smtp_sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A running mail server; change its `behaviour` at will."""
    with Sink() as sink:
        yield sink


@pytest.fixture
def environment(environment: dict[str, str], sink: Sink) -> dict[str, str]:
    """The office of the tests, whose mail goes to the sink, over one connection."""
    return environment | {
        "CEREMONY_MAIL_SERVER": "127.0.0.1",
        "CEREMONY_MAIL_PORT": str(sink.port),
        "CEREMONY_MAIL_CONNECTIONS": "1",
        "CEREMONY_MAIL_TIMEOUT": "5",
        "CEREMONY_MAIL_DOT_TIMEOUT": "1",
        "CEREMONY_MAIL_LEASE": "3",
    }

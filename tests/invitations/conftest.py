"""The office with a planned August, whose letters go to a real mail server."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from tests.cast import Cast
from tests.conftest import Run
from tests.smtp_sink import Sink

SEED = (
    "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính nhà nước "
    "giai đoạn 2021-2030"
)


@dataclass(frozen=True)
class Mail:
    """One received message, taken apart."""

    to: str
    message: EmailMessage

    def part(self, kind: str) -> EmailMessage:
        """The first part of a kind, such as "text/plain"."""
        return next(part for part in self.message.walk() if part.get_content_type() == kind)  # type: ignore[return-value] # an EmailMessage by its policy

    @property
    def text(self) -> str:
        """The text that people read."""
        return str(self.part("text/plain").get_content())

    @property
    def link(self) -> str:
        """The answer's link, which stands on a line of its own."""
        (line,) = [line for line in self.text.splitlines() if "/i/" in line]
        return line

    @property
    def path(self) -> str:
        """The link without its host."""
        return "/i/" + self.link.rpartition("/i/")[2]

    @property
    def calendar(self) -> Calendar:
        """The calendar entry, read by a parser that did not write it."""
        return IcsCalendarStream.calendar_from_ics(str(self.part("text/calendar").get_content()))


class Post:
    """What the mail server took since it was last asked."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self._read = 0

    def news(self) -> list[Mail]:
        """Return the messages that came since the last call, by address."""
        fresh = self.sink.messages[self._read :]
        self._read += len(fresh)
        parsed = [Mail(one.to, message_from_bytes(one.data, policy=policy.default)) for one in fresh]  # type: ignore[arg-type] # an EmailMessage by its policy
        return sorted(parsed, key=lambda mail: mail.to)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A running mail server."""
    with Sink() as sink:
        yield sink


@pytest.fixture
def post(sink: Sink) -> Post:
    """The letters that arrive."""
    return Post(sink)


@pytest.fixture
def environment(environment: dict[str, str], sink: Sink) -> dict[str, str]:
    """The office of the tests, whose mail goes to the sink."""
    return environment | {"CEREMONY_MAIL_SERVER": "127.0.0.1", "CEREMONY_MAIL_PORT": str(sink.port)}


@pytest.fixture
def planned(cast: Cast, clock: time_machine.Traveller, ceremony: Run) -> Cast:
    """The year 2021 is planned, August has its resolution, and the outside body is a guest."""
    assert ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve").code == 0
    assert ceremony("schedule", "guest", cast.guest).code == 0
    assert ceremony("topics", "add", SEED, "--month", "2021-08").code == 0
    return cast


EVERYBODY = ["cb01@example.gov.vn", "cb02@example.gov.vn", "cb03@example.gov.vn", "lienhiep@example.gov.vn"]

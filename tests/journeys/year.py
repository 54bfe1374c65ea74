"""An office in the middle of its year: something to see on every page."""

import time_machine

from ceremony.core.db import session
from tests.cast import Cast
from tests.conftest import Run

CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính"


def live_through_july(cast: Cast, ceremony: Run, clock: time_machine.Traveller) -> Cast:
    """July's roll is closed; August has a document, its invitations and answers; it is the morning of 2/8/2021."""
    clock.move_to("2021-07-01T08:00:00+07:00")
    ceremony("schedule", "plan", "2021", "--place", "Sân trụ sở", "--approve")
    ceremony("invitations", "send", "2021-07")
    clock.move_to("2021-07-05T08:00:00+07:00")
    ceremony("attendance", "mark", "2021-07", cast.duong, "absent")
    ceremony("attendance", "mark", "2021-07", cast.don, "present")
    ceremony("attendance", "close", "2021-07")
    ceremony("publication", "draft", "2021-07")
    clock.move_to("2021-07-26T08:00:00+07:00")
    ceremony("topics", "add", CITED, "--month", "2021-08")
    ceremony("invitations", "send", "2021-08")
    ceremony("invitations", "answer", "2021-08", cast.hoa, "declined", "--note", "Họp tỉnh")
    ceremony("leave", "ask", cast.hoa, "travel", "2021-08-02")
    clock.move_to("2021-08-02T07:02:00+07:00")
    session().rollback()
    return cast

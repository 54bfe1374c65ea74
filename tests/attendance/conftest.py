"""The ceremony of Monday 2/8/2021, and its morning."""

import pytest
import time_machine

from ceremony.schedule.models import Ceremony
from tests.attendance.plan import add_ceremony
from tests.cast import Cast


@pytest.fixture
def monday(cast: Cast, clock: time_machine.Traveller) -> Ceremony:
    """The ceremony of 2/8/2021 at 07:00; it is 07:02 of that day."""
    clock.move_to("2021-08-02T07:02:00+07:00")
    return add_ceremony()

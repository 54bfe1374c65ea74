"""A year with two closed rolls and one that is open, counted by hand."""

from datetime import date

import pytest
import time_machine

from ceremony.attendance.actions import close_roll, mark_person
from ceremony.attendance.rules import MarkSource, Said
from ceremony.core.db import transaction
from ceremony.leave.rules import LeaveKind
from ceremony.people.queries import get_unit
from ceremony.schedule.models import Ceremony
from tests.attendance.plan import MONDAY, add_ceremony, get_by_code, grant, invite, wall
from tests.cast import Cast, add_person, add_unit

SEPTEMBER = date(2021, 9, 6)


def take(ceremony: Ceremony, day: date, **said: str) -> None:
    """Mark people by code and close the roll at 08:00 of *day*."""
    for code, word in said.items():
        with transaction():
            arrival = wall("07:12", day) if word == "late" else wall("07:01", day)
            mark_person(ceremony, get_by_code(code), Said(word), arrival, MarkSource.OFFICE, "Đơn", wall("07:20", day))
    with transaction():
        close_roll(ceremony, "Đơn", wall("08:00", day))


@pytest.fixture
def year(cast: Cast, clock: time_machine.Traveller) -> Cast:
    """August and September 2021 closed, October only planned.

    August. Văn phòng, 4 people: Đơn present, Dương late, CB04 absent, CB05 sick with leave: attended 2, late 1,
    absent 1, excused 1; obliged 4; rate 2 ÷ (2 + 1). Ban Giám đốc: Họa on duty and did not come: not obliged 1.
    Phòng Tổng hợp below Văn phòng, 1 person, no mark: not recorded 1. Sum: obliged 4 + 0 + 1 = 5, rate 2 ÷ 3.
    September. Dương has moved to Ban Giám đốc. Văn phòng: Đơn, CB04 and CB05 present: 3 ÷ 3 = 1. Ban Giám đốc: Họa
    present, Dương marked absent: 1 ÷ 2. Phòng Tổng hợp not invited. Sum: 4 ÷ 5.
    """
    with transaction():
        host, office = get_unit("SNV"), get_unit("SNV-VP")
        below = add_unit("SNV-TH", "Phòng Tổng hợp", office)
        add_person(office, host, "CB04", "Nguyễn Văn Mẫu", "Chuyên viên")
        add_person(office, host, "CB05", "Lê Thị Mẫu", "Chuyên viên")
        add_person(below, host, "CB06", "Phan Văn Mẫu", "Chuyên viên")
    grant("CB05", MONDAY, date(2021, 8, 4), LeaveKind.SICK, note="viêm phổi")
    grant("CB03", kind=LeaveKind.DUTY)
    august, september = add_ceremony(), add_ceremony(SEPTEMBER)
    add_ceremony(date(2021, 10, 4))
    invite(august, "CB01", "CB02", "CB03", "CB04", "CB05", "CB06", guests=("LHHN",))
    take(august, MONDAY, CB01="present", CB02="late", CB04="absent")
    with transaction():
        get_by_code("CB02").unit_id = get_unit("SNV-BGD").id
    invite(september, "CB01", "CB02", "CB03", "CB04", "CB05")
    take(september, SEPTEMBER, CB01="present", CB02="absent", CB03="present", CB04="present", CB05="present")
    clock.move_to("2021-09-06T09:00:00+07:00")
    return cast

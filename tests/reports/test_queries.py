"""Who may read the kind of a leave."""

from ceremony.reports.queries import person_record
from tests.attendance.plan import get_by_code
from tests.cast import Cast


def test_only_the_own_reading_names_the_kind_of_a_leave_and_none_its_note(year: Cast) -> None:
    person = get_by_code("CB05")
    assert [line.why for line in person_record(person, 2021)] == [
        "vắng có lý do, được duyệt từ 02/08/2021 đến 04/08/2021",
        "có mặt lúc 07h01",
    ]
    assert person_record(person, 2021, own=True)[0].why == "nghỉ ốm, được duyệt từ 02/08/2021 đến 04/08/2021"

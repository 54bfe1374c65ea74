"""Who may read the kind of a leave; what stays of the past."""

from datetime import date

from ceremony.core.db import session, transaction
from ceremony.people.actions import merge_unit, move_person, set_unit
from ceremony.people.queries import get_unit
from ceremony.reports.queries import person_record, year_figures
from tests.attendance.plan import get_by_code
from tests.cast import Cast

DAY = date(2021, 9, 6)


def test_only_the_own_reading_names_the_kind_of_a_leave_and_none_its_note(year: Cast) -> None:
    person = get_by_code("CB05")
    assert [line.why for line in person_record(person, 2021)] == [
        "vắng có lý do, được duyệt từ 02/08/2021 đến 04/08/2021",
        "có mặt lúc 07h01",
    ]
    assert person_record(person, 2021, own=True)[0].why == "nghỉ ốm, được duyệt từ 02/08/2021 đến 04/08/2021"


def test_figures_of_the_past_stay_as_they_were_when_units_and_people_change(year: Cast) -> None:
    host = get_unit("SNV")
    before = [year_figures(host, 2021), person_record(get_by_code("CB02"), 2021), _words_of("SNV-VP")]
    with transaction():
        set_unit("SNV-VP", "Văn phòng Sở", None, None)
        move_person(get_by_code("CB01"), get_unit("SNV-BGD"), DAY, DAY)
        set_unit("SNV-TH", None, get_unit("SNV"), None)
        merge_unit(get_unit("SNV-VP"), get_unit("LHHN"), DAY, DAY)
    session().expire_all()
    assert [year_figures(host, 2021), person_record(get_by_code("CB02"), 2021), _words_of("SNV-VP")] == before


def _words_of(code: str) -> set[str | None]:
    return {row.unit for row in year_figures(get_unit("SNV"), 2021) if row.unit_code == code}

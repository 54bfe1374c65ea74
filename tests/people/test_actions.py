"""Units, hosts and staff lists on both databases."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from ceremony.core.db import session, transaction
from ceremony.people.actions import CodeTaken, become_host, import_people, move_person, read_staff_list, set_unit
from ceremony.people.actions.persons import CODE_LETTERS
from ceremony.people.models import Person
from ceremony.people.queries import (
    SharedAddress,
    get_person,
    get_unit,
    list_hosts,
    list_own_units,
    list_people,
    list_subtree,
    list_units,
)
from tests.cast import Cast, add_person

TODAY = date(2021, 7, 26)
NOW = datetime(2021, 7, 26, 1, tzinfo=UTC)
HEADER = "Họ và tên,Chức vụ,Đơn vị,Đối tượng,Thư điện tử,Mã số\n"
THREE = (
    HEADER
    + "Hoàng Thị Mẫu Đơn,Chánh Văn phòng,Văn phòng,Công chức,cb01@example.gov.vn,CB01\n"
    + "Võ Thị Hướng Dương,Chuyên viên,Văn phòng,Công chức,cb02@example.gov.vn,CB02\n"
    + "Trần Minh Họa,Giám đốc,Ban Giám đốc,Công chức,cb03@example.gov.vn,CB03\n"
)


def take_over(text: str, today: date = TODAY, **options: bool) -> tuple[int, ...]:
    with transaction():
        result = import_people(get_unit("SNV"), read_staff_list(text.encode()), today=today, **options)
    return result.new, result.changed, result.unchanged, result.missing, result.left, result.units_new


def test_the_same_list_twice_changes_nothing(cast: Cast) -> None:
    assert take_over(THREE) == (0, 3, 0, 0, 0, 0)
    assert take_over(THREE) == (0, 0, 3, 0, 0, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(cast: Cast) -> None:
    more = THREE + "Lê Thị Hoa Sen,Chuyên viên,Phòng Hợp tác quốc tế,,,\n"
    assert take_over(more, dry_run=True) == take_over(more) == (1, 3, 0, 0, 0, 1)
    assert get_unit("SNV-PHTQT").parent_id == get_unit("SNV").id


def test_a_new_person_gets_a_short_unambiguous_code_that_stays(cast: Cast) -> None:
    more = THREE + "Lê Thị Hoa Sen,Chuyên viên,Văn phòng,,sen@example.gov.vn,\n"
    take_over(more)
    code = get_person(get_unit("SNV"), "sen@example.gov.vn").check_in_code
    take_over(more)
    person = get_person(get_unit("SNV"), code.lower())
    assert person.full_name == "Lê Thị Hoa Sen"
    assert person.staff_code is None
    assert set(code) <= set(CODE_LETTERS)


def test_who_is_missing_stays_and_only_a_complete_list_lets_them_leave(cast: Cast) -> None:
    without_duong = (
        THREE.replace("Võ Thị Hướng Dương", "Lê Thị Hoa Sen").replace("cb02@", "sen@").replace("CB02", "CB04")
    )
    assert take_over(without_duong) == (1, 2, 0, 1, 0, 0)
    assert take_over(without_duong, complete=True) == (0, 0, 3, 0, 1, 0)
    assert get_person(get_unit("SNV"), "CB02").left == TODAY


def test_a_complete_list_of_one_unit_leaves_the_others_alone(cast: Cast) -> None:
    assert take_over(HEADER + "Trần Minh Họa,Giám đốc,Ban Giám đốc,,,CB03\n", complete=True)[4] == 0


def test_a_returned_person_is_changed_and_belongs_again_from_today(cast: Cast) -> None:
    take_over(THREE)
    with transaction():
        get_person(get_unit("SNV"), "CB02").left = date(2021, 3, 1)
    assert take_over(THREE) == (0, 1, 2, 0, 0, 0)
    duong = get_person(get_unit("SNV"), "CB02")
    assert (duong.left, duong.joined) == (None, TODAY)


def test_two_persons_may_exchange_their_codes(cast: Cast) -> None:
    take_over(THREE)
    recoded = THREE.replace("CB01", "CB0X").replace("CB03", "CB01").replace("CB0X", "CB03")
    assert take_over(recoded)[1] == 2
    assert get_person(get_unit("SNV"), "CB01").full_name == "Trần Minh Họa"


def test_a_list_with_an_error_writes_nothing(cast: Cast) -> None:
    bad = THREE + "Lê Thị Hoa Sen,,Phòng Mới,,,CB01\n"
    assert take_over(bad) == (0, 0, 0, 0, 0, 0)
    assert session().scalar(sa.select(sa.func.count()).select_from(Person)) == 3


def test_an_empty_cell_takes_nothing_away(cast: Cast) -> None:
    take_over(HEADER + "Trần Minh Họa,,Ban Giám đốc,,,CB03\n")
    hoa = get_person(get_unit("SNV"), "CB03")
    assert (hoa.position, hoa.email) == ("Giám đốc", "cb03@example.gov.vn")


def test_people_stand_by_unit_and_then_by_given_name(cast: Cast) -> None:
    with transaction():
        add_person(get_unit("SNV-VP"), get_unit("SNV"), "CB05", "Đỗ Văn An", "Lái xe")
        get_unit("SNV-VP").position = 0
    names = [person.full_name for person in list_people(get_unit("SNV"), TODAY)]
    assert names == ["Đỗ Văn An", "Võ Thị Hướng Dương", "Hoàng Thị Mẫu Đơn", "Trần Minh Họa"]


def test_units_stand_in_tree_order_also_behind_the_tenth(cast: Cast) -> None:
    with transaction():
        for number in range(1, 13):
            set_unit(f"SNV-T{number}", f"Tổ {number}", get_unit("SNV"), None)
    tail = [f"SNV-T{number}" for number in range(1, 13)]
    assert [unit.code for unit in list_subtree(get_unit("SNV"))] == ["SNV", "SNV-BGD", "SNV-VP", *tail]
    assert [unit.code for unit in list_units()][-1] == "LHHN"


def test_a_new_host_takes_its_people_and_a_staff_code_may_repeat_there(cast: Cast) -> None:
    with transaction():
        become_host(get_unit("SNV-VP"), NOW)
        become_host(get_unit("SNV-VP"), NOW)
    assert [unit.code for unit in list_hosts()] == ["SNV", "SNV-VP"]
    assert [person.staff_code for person in list_people(get_unit("SNV"), TODAY)] == ["CB03"]
    assert [person.staff_code for person in list_people(get_unit("SNV-VP"), TODAY)] == ["CB02", "CB01"]


def test_the_units_of_a_host_end_at_the_next_host(cast: Cast) -> None:
    with transaction():
        set_unit("SNV-T1", "Tổ 1", get_unit("SNV-VP"), None)
        become_host(get_unit("SNV-VP"), NOW)
        become_host(get_unit("SNV-T1"), NOW)
    assert [unit.code for unit in list_own_units(get_unit("SNV"))] == ["SNV", "SNV-BGD"]
    assert [unit.code for unit in list_own_units(get_unit("SNV-VP"))] == ["SNV-VP"]
    assert [unit.code for unit in list_own_units(get_unit("SNV-T1"))] == ["SNV-T1"]
    assert [unit.code for unit in list_own_units(get_unit("SNV-BGD"))] == ["SNV-BGD"]


def test_a_move_may_not_bring_a_code_that_is_taken_in_the_other_host(cast: Cast) -> None:
    with transaction():
        become_host(get_unit("SNV-VP"), NOW)
        session().add(
            Person(
                unit_id=get_unit("SNV-VP").id,
                host_id=get_unit("SNV-VP").id,
                full_name="Lê Văn Sen",
                sort_key="1",
                staff_code="CB03",
                check_in_code="SEN234",
            )
        )
    with pytest.raises(CodeTaken), transaction():
        move_person(get_person(get_unit("SNV"), "CB03"), get_unit("SNV-VP"), TODAY, TODAY)


def test_a_moved_unit_takes_those_below_it_along(cast: Cast) -> None:
    with transaction():
        set_unit("SNV-T1", "Tổ 1", get_unit("SNV-VP"), None)
        set_unit("SNV-VP", None, get_unit("SNV-BGD"), None)
    inner = get_unit("SNV-T1")
    assert inner.ancestor_ids == [get_unit(code).id for code in ("SNV", "SNV-BGD", "SNV-VP", "SNV-T1")]


def test_a_unit_hung_below_another_host_gives_its_people_to_it(cast: Cast) -> None:
    with transaction():
        become_host(get_unit("LHHN"), NOW)
        set_unit("SNV-VP", None, get_unit("LHHN"), None)
    assert [person.staff_code for person in list_people(get_unit("LHHN"), TODAY)] == ["CB02", "CB01"]


def test_an_address_finds_who_is_here_and_who_leaves_only_later(cast: Cast) -> None:
    with transaction():
        get_person(get_unit("SNV"), "CB02").left = date(2021, 12, 31)
    assert get_person(get_unit("SNV"), "CB02@example.gov.vn").full_name == "Võ Thị Hướng Dương"


def test_an_address_shared_with_somebody_who_leaves_later_names_nobody(cast: Cast) -> None:
    snv = get_unit("SNV")
    with transaction():
        get_person(snv, "CB03").email = "cb02@example.gov.vn"
        get_person(snv, "CB02").left = date(2021, 12, 31)
    with pytest.raises(SharedAddress):
        get_person(snv, "cb02@example.gov.vn", TODAY)
    assert get_person(snv, "cb02@example.gov.vn", date(2021, 12, 31)).staff_code == "CB03"


def test_thousands_are_taken_over_with_few_statements(cast: Cast) -> None:
    many = HEADER + "".join(f"Lê Văn {n},,Phòng {n % 9},,,NV{n}\n" for n in range(1200))
    statements = 0

    def count(*_arguments: object) -> None:
        nonlocal statements
        statements += 1

    engine = session().get_bind()
    sa.event.listen(engine, "before_cursor_execute", count)
    assert take_over(many)[0] == 1200
    sa.event.remove(engine, "before_cursor_execute", count)
    assert statements < 120

"""Names: found without marks from the first letter, sorted as Vietnamese people are, in pages."""

from datetime import date

import pytest
import sqlalchemy as sa

from ceremony.core.db import session, transaction
from ceremony.people.actions import change_person, facts_of, import_people, read_staff_list
from ceremony.people.actions.persons import PersonFacts
from ceremony.people.queries import find_people, get_person, get_unit, list_people, list_units
from ceremony.people.rules.names import person_sort_key, search_key, search_words
from tests.cast import Cast, add_person
from tests.people.files import csv

TODAY = date(2021, 7, 26)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("n", "Nguyễn Văn An"),
        ("nguyen", "Nguyễn Văn An"),
        ("an nguyen", "Nguyễn Văn An"),
        ("dao", "Trần Thị Đào"),
        ("đào", "Trần Thị Đào"),
        ("hoà", "Lê Hòa"),
    ],
)
def test_words_are_found_by_their_beginnings_without_marks(asked: str, name: str) -> None:
    assert all(f" {word}" in search_key(name) for word in search_words(asked))


def test_a_name_of_two_words_may_come_first_in_the_order() -> None:
    names = [("Trần Thị Kim Anh", "Kim Anh"), ("Lê Thị Hà", None), ("Võ Thị Mai", None), ("Bùi Thị Khoa", None)]
    in_order = sorted(names, key=lambda one: person_sort_key(*one))
    assert [name for name, _sort in in_order] == ["Lê Thị Hà", "Bùi Thị Khoa", "Trần Thị Kim Anh", "Võ Thị Mai"]
    assert person_sort_key("Trần Thị Kim Anh", "Kim Anh") != person_sort_key("Lê Thị Kim Anh", "Kim Anh")


def found(cast: Cast, asked: str = "", **options: int) -> list[str]:
    units = {get_unit(code).id for code in (cast.host, cast.leaders, cast.office)}
    return [person.full_name for person in find_people(units, TODAY, asked, **options).people]


def test_people_are_found_by_name_and_by_code_in_unit_order(cast: Cast) -> None:
    assert found(cast) == ["Trần Minh Họa", "Võ Thị Hướng Dương", "Hoàng Thị Mẫu Đơn"]
    assert found(cast, "huong d") == ["Võ Thị Hướng Dương"]
    assert found(cast, "h") == ["Trần Minh Họa", "Võ Thị Hướng Dương", "Hoàng Thị Mẫu Đơn"]
    assert found(cast, "cb03") == ["Trần Minh Họa"]
    assert found(cast, "oa") == found(cast, "%") == []


def test_pages_follow_each_other_over_the_units(cast: Cast) -> None:
    with transaction():
        for number in range(5):
            add_person(get_unit(cast.leaders), get_unit(cast.host), f"CB1{number}", f"Bùi Thị Sim {number}", "")
    everybody = found(cast)
    pages = [found(cast, begin=begin, size=3) for begin in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert [name for page in pages for name in page] == everybody


def test_a_page_costs_the_same_however_many_there_are(cast: Cast) -> None:
    rows = [["Họ và tên", "Đơn vị"], *([f"Lê Văn Sen {n}", f"Phòng {n % 90}"] for n in range(900))]
    with transaction():
        import_people(get_unit("SNV"), read_staff_list(csv(rows)), today=TODAY)
    units, statements = {unit.id for unit in list_units()}, []
    engine = session().get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    assert find_people(units, TODAY, "sen", begin=200).count == 900
    assert len(statements) == 3


def test_an_imported_name_keeps_its_place_and_is_found_again(cast: Cast) -> None:
    with transaction():
        person = get_person(get_unit(cast.host), cast.duong)
        change_person(person, PersonFacts(**{**facts_of(person).__dict__, "sort_name": "Hướng Dương"}))
    with transaction():
        rows = [["Họ và tên", "Đơn vị"], ["Võ Thị Hướng Dương", "Văn phòng"]]
        result = import_people(get_unit("SNV"), read_staff_list(csv(rows)), today=TODAY)
    assert (result.new, result.unchanged) == (0, 1)
    with transaction():
        rows = [["Họ và tên", "Đơn vị", "Mã số"], ["Vũ Thị Hướng Dương", "Văn phòng", cast.duong]]
        import_people(get_unit("SNV"), read_staff_list(csv(rows)), today=TODAY)
    changed = get_person(get_unit(cast.host), cast.duong)
    assert changed.sort_key == person_sort_key("Vũ Thị Hướng Dương", "Hướng Dương")
    assert changed.search_key == " vu thi huong duong"
    in_order = [one.full_name for one in list_people(get_unit(cast.host), TODAY)]
    assert in_order[1:] == ["Hoàng Thị Mẫu Đơn", "Vũ Thị Hướng Dương"]

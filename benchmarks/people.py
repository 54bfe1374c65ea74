"""A staff list of 55,000 people as a workbook, taken over with all checks, beside the bare reader."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import python_calamine
import sqlalchemy as sa
import xlsxwriter

from benchmarks.harness import Goal, Row
from benchmarks.office import new_office
from ceremony.core.clock import today
from ceremony.core.db import session, transaction
from ceremony.people.actions import import_people, read_staff_list
from ceremony.people.models import Person, Unit
from ceremony.people.queries import find_people, list_subtree

PEOPLE, UNITS, SEARCHES = 55_000, 1_000, 40
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi")
GIVEN = ("Mẫu Đơn", "Hướng Dương", "Minh Họa", "Thanh Trà", "Bách Thảo", "Sao Khuê", "Tường Vi")


def workbook(people: int) -> bytes:
    """Return an XLSX workbook of *people* invented people."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, ("Mã số", "Họ và tên", "Chức vụ", "Đơn vị", "Đối tượng", "Thư điện tử"))
        for at in range(people):
            name = f"{FAMILIES[at % len(FAMILIES)]} Thị {GIVEN[at % len(GIVEN)]}"
            unit = f"Phòng {at * UNITS // people + 1}"
            sheet.write_row(at + 1, 0, (f"M{at:05}", name, "Chuyên viên", unit, "Công chức", f"p{at}@example.gov.vn"))
    return kept.getvalue()


def _take_over(host: Unit, content: bytes) -> None:
    """The list is known already: what is measured is reading, all checks and the comparison with 55,000 rows."""
    with transaction():
        result = import_people(host, read_staff_list(content), today=today())
    assert result.unchanged == PEOPLE, result


def _search(host: Unit) -> Row:
    """The first page of a search for the beginning of a name, beside a read by primary key."""
    units = [unit.id for unit in list_subtree(host)]
    numbers = list(session().scalars(sa.select(Person.id).limit(SEARCHES)))
    names = ("nguyen", "dao", "mau don", "le thi sao khue", "M00123", "hoang t", "ngu", "vo thi thanh") * (
        SEARCHES // 8
    )

    def anew(ask: Callable[[Any], object], asked: Iterable[object]) -> None:
        for one in asked:
            session().rollback()
            ask(one)

    return Row(
        "name search among 55,000",
        "searches",
        SEARCHES,
        lambda: anew(lambda name: find_people(units, today(), name), names),
        lambda: anew(lambda number: session().get(Person, number), numbers),
        goal=Goal("limit", 1 / 50),
    )


@contextmanager
def rows() -> Iterator[list[Row]]:
    """The office knows the people already, so that every round does the same."""
    content = workbook(PEOPLE)
    with new_office() as host:
        with transaction():
            import_people(host, read_staff_list(content), today=today())
        yield [
            Row(
                "staff list of 55,000, as it stands",
                "rows",
                PEOPLE,
                lambda: _take_over(host, content),
                lambda: (
                    python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
                    .get_sheet_by_index(0)
                    .to_python()
                ),
                goal=Goal("limit", 1 / 20),
            ),
            _search(host),
        ]

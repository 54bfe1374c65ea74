"""The office of the tests: Sở Mẫu, its units, and three named people.

Bà Hoàng Thị Mẫu Đơn is the chief of office, Bà Võ Thị Hướng Dương a civil servant of hers, and
Ông Trần Minh Họa the director.
"""

from dataclasses import dataclass
from datetime import date

from ceremony.core.db import session, transaction
from ceremony.core.text import name_sort_key
from ceremony.people.models import Office, Person, Unit


@dataclass(frozen=True)
class Cast:
    """Ids and codes to refer to the office by."""

    host: str = "SNV"
    leaders: str = "SNV-BGD"
    office: str = "SNV-VP"
    guest: str = "LHHN"
    don: str = "CB01"
    duong: str = "CB02"
    hoa: str = "CB03"


def add_unit(code: str, name: str, parent: Unit | None = None, **values: object) -> Unit:
    """Add a unit below *parent*."""
    unit = Unit(code=code, name=name, parent_id=parent.id if parent else None, **values)
    session().add(unit)
    session().flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def add_person(unit: Unit, host: Unit, code: str, full_name: str, position: str, **values: object) -> Person:
    """Add a person with an address made of the staff code."""
    values.setdefault("email", f"{code.lower()}@example.gov.vn")
    values.setdefault("joined", date(2020, 1, 1))
    person = Person(
        unit_id=unit.id,
        host_id=host.id,
        staff_code=code,
        check_in_code=f"K{code}",
        full_name=full_name,
        sort_key=name_sort_key(full_name),
        position=position,
        **values,
    )
    session().add(person)
    session().flush()
    return person


def open_office() -> None:
    """Write the office, its two units, the outside body and the three people."""
    with transaction():
        host = add_unit("SNV", "Sở Mẫu", is_root=True, email="so@example.gov.vn")
        session().add(
            Office(
                unit_id=host.id,
                parent_body="UBND TỈNH MẪU",
                name="SỞ MẪU",
                place_name="Mẫu",
                sender_name="Sở Mẫu",
                reply_to="vanphong@example.gov.vn",
                contact="Văn phòng, máy lẻ 102",
            )
        )
        leaders = add_unit("SNV-BGD", "Ban Giám đốc", host, position=1)
        office = add_unit("SNV-VP", "Văn phòng", host, position=2)
        add_unit("LHHN", "Liên hiệp các tổ chức hữu nghị", email="lienhiep@example.gov.vn")
        add_person(office, host, "CB01", "Hoàng Thị Mẫu Đơn", "Chánh Văn phòng")
        add_person(office, host, "CB02", "Võ Thị Hướng Dương", "Chuyên viên")
        add_person(leaders, host, "CB03", "Trần Minh Họa", "Giám đốc")

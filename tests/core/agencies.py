"""Two agencies under one province for the authorization walk: who comes, what each may see, and what there is to reach.

SNV and SKH are hosts below the province TM. Each agency has the same seven people; every name, address, code and
note stands nowhere else, so that a page that shows one to the wrong visitor is told by its text alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
import time_machine

from ceremony.accounts.models import Grant
from ceremony.attendance.actions import close_roll, mark_person
from ceremony.attendance.actions.objections import contest_record
from ceremony.attendance.models import Objection
from ceremony.attendance.queries import code_on_screen, ticket_for
from ceremony.attendance.rules import MarkSource, Said
from ceremony.core.clock import now, real_now
from ceremony.core.db import session, transaction
from ceremony.core.files.rules import Upload
from ceremony.core.mail.models import Letter
from ceremony.core.settings import Settings
from ceremony.invitations.actions import Moment, send_invitations
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import list_invitations
from ceremony.invitations.queries import token_of as invitation_token
from ceremony.leave.models import Leave
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.actions.corrections import ask_correction
from ceremony.people.models import Correction, Office, Person, Unit
from ceremony.people.queries import get_unit
from ceremony.programme.actions import Content, write_item
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.rules import ItemKind
from ceremony.publication.actions import draft_article
from ceremony.schedule.actions import PlanWish, open_feed, plan_year
from ceremony.schedule.queries import get_by_key
from ceremony.schedule.queries.feeds import feed_address
from ceremony.topics.actions import add_document
from ceremony.topics.rules import parse_citation
from tests.attendance.plan import grant, invite
from tests.cast import add_person, add_unit
from tests.core.test_uploads import word
from tests.sign_in import account_of, give_role

# In this order in each agency: code's end, name, unit, position.
_STAFF = {
    "SNV": (
        ("Hoàng Thị Mẫu Đơn", "VP", "Chánh Văn phòng"),
        ("Võ Thị Hướng Dương", "VP", "Chuyên viên"),
        ("Lý Văn Ghi Lê", "VP", "Chuyên viên"),
        ("Đinh Thị Mộc Lan", "VP", "Phó Chánh Văn phòng"),
        ("Phan Thị Thạch Thảo", "TT", "Chánh Thanh tra"),
        ("Mai Văn Tứ Quý", "TT", "Thanh tra viên"),
        ("Trần Minh Họa", "", "Giám đốc"),
    ),
    "SKH": (
        ("Nguyễn Thị Cẩm Chướng", "VP", "Chánh Văn phòng"),
        ("Lê Văn Bằng Lăng", "VP", "Chuyên viên"),
        ("Bùi Thị Đỗ Quyên", "VP", "Chuyên viên"),
        ("Hồ Văn Trúc Đào", "VP", "Phó Chánh Văn phòng"),
        ("Dương Thị Ngọc Lan", "TT", "Chánh Thanh tra"),
        ("Tạ Văn Dạ Hương", "TT", "Thanh tra viên"),
        ("Vũ Thị Hoàng Yến", "", "Giám đốc"),
    ),
    "TM": (("Cao Thị Lưu Ly", "VP", "Chánh Văn phòng"), ("Đào Văn Bách Hợp", "VP", "Chuyên viên")),
}
_CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính"


@dataclass(frozen=True)
class Visitor:
    """Somebody who comes: the person (None for nobody), their roles, whose names and whose reasons they may read."""

    person: str | None = None
    roles: tuple[tuple[str, str], ...] = ()
    sees: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    # Whose plan, programme and settings they may change.
    office: str = ""
    host: str = ""
    # Of the people whom they see, what else they may write down.
    writes: frozenset[str] = frozenset()


def _codes(host: str, *numbers: int) -> frozenset[str]:
    return frozenset(f"{host}{number}" for number in numbers)


_SNV, _SKH, _TM = _codes("SNV", *range(1, 8)), _codes("SKH", *range(1, 8)), _codes("TM", 1, 2)
_VP, _TT = _codes("SNV", 1, 2, 3, 4), _codes("SNV", 5, 6)
# Who is named in a programme is named to all who read it.
_NAMED = _codes("SNV", 7)
_ROLL = frozenset({"attendance", "roll"})
_MANAGED = _ROLL | {"leave"}
VISITORS: dict[str, Visitor] = {
    "nobody": Visitor(),
    "employee": Visitor("SNV2", (), _codes("SNV", 2), _codes("SNV", 2), host="SNV"),
    "recorder": Visitor("SNV3", (("recorder", "SNV-VP"),), _VP | _NAMED, _codes("SNV", 3), host="SNV", writes=_ROLL),
    "manager": Visitor("SNV4", (("manager", "SNV-VP"),), _VP | _NAMED, _VP, host="SNV", writes=_MANAGED),
    "other unit's manager": Visitor("SNV5", (("manager", "SNV-TT"),), _TT | _NAMED, _TT, host="SNV", writes=_MANAGED),
    "host's manager": Visitor("SNV7", (("manager", "SNV"),), _SNV, _SNV, host="SNV", writes=_MANAGED | {"year_plan"}),
    "office": Visitor("SNV1", (("office", "SNV"),), _SNV, _SNV, "SNV", "SNV"),
    "foreign office": Visitor("SKH1", (("office", "SKH"),), _SKH, _SKH, "SKH", "SKH"),
    "foreign manager": Visitor("SKH7", (("manager", "SKH"),), _SKH, _SKH, host="SKH", writes=_MANAGED | {"year_plan"}),
    "province's office": Visitor("TM1", (("office", "TM"),), _TM, _TM, "TM", "TM"),
}


@dataclass
class World:
    """What there is: the words that tell of each person, their reasons, and the values that addresses are made of."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    # For each part of an address, what it may be: SNV's, SKH's, the province's.
    values: dict[str, list[str]] = field(default_factory=dict)
    # The same for what stands behind the "?".
    queries: dict[str, list[str]] = field(default_factory=dict)
    invitee: str = "SNV2"


def _people(host: Unit, units: Mapping[str, Unit], world: World) -> None:
    for number, (name, unit, position) in enumerate(_STAFF[host.code], 1):
        code = f"{host.code}{number}"
        person = add_person(units[unit], host, code, name, position, email=f"hop-thu-{code.lower()}@example.gov.vn")
        person.staff_code = f"{code}-MSCB"
        person.check_in_code = f"{code}-MDD"
        world.words[code] = (name, str(person.email), person.staff_code, person.check_in_code)


def _agency(code: str, name: str, parent: Unit | None, world: World) -> None:
    host = add_unit(code, name, parent, is_root=parent is None)
    session().add(Office(unit_id=host.id, name=name.upper(), sender_name=name, reply_to=f"vp@{code.lower()}.vn"))
    units = {"": host, "VP": add_unit(f"{code}-VP", f"Văn phòng {code}", host)}
    if code != "TM":
        units["TT"] = add_unit(f"{code}-TT", f"Thanh tra {code}", host, position=2)
    _people(host, units, world)
    wish = PlanWish(start="07:00", place=f"Sân {code}")
    plan_year(host, 2021, wish, domain="example.gov.vn", now=now(), approve=code != "SKH")
    document, _new = add_document(host, parse_citation(_CITED), Upload("nghi-quyet.docx", word(), ""), now())
    add_document(host, parse_citation(_CITED), Upload("ban-sau.docx", word(more="x"), ""), now())
    session().flush()
    session().expire(document)
    world.values.setdefault("document", []).append(str(document.id))
    world.values.setdefault("version", []).extend(str(one.id) for one in document.versions)
    open_feed(host, now())


def person_of(code: str) -> Person:
    """Return the person of the cast."""
    return session().query(Person).filter_by(staff_code=f"{code}-MSCB").one()


def _month(host: str, settings: Settings, world: World) -> None:
    """Play July, closed and contested, and let August be invited and presented."""
    july, august = get_by_key(f"{host}-2021-07"), get_by_key(f"{host}-2021-08")
    codes = [f"{host}{number}" for number in range(1, 8)]
    invite(july, *(f"{code}-MSCB" for code in codes))
    for code in (codes[1], codes[5]):
        note = f"lý do riêng của {code}"
        world.reasons[code] = note
        grant(f"{code}-MSCB", date(2021, 7, 5), date(2021, 7, 5), LeaveKind.SICK, note=note)
        grant(f"{code}-MSCB", date(2021, 8, 3), kind=LeaveKind.SICK, state=LeaveState.ASKED, note=note)
    with transaction():
        mark_person(july, person_of(codes[0]), Said.PRESENT, None, MarkSource.OFFICE, "", now())
        mark_person(july, person_of(codes[4]), Said.PRESENT, None, MarkSource.OFFICE, "", now())
        close_roll(july, person_of(codes[0]).full_name, now())
        contest_record(july, person_of(codes[2]), "Tôi có mặt", settings, now(), real_now())
        ask_correction(person_of(codes[6]), "Chức vụ đã khác", now())
        write_item(august, Content(ItemKind.STORY, "Phát biểu", 5, person_of(codes[6])))
        draft_article(july, now())
        send_invitations(august, Moment(now(), real_now(), 0, settings))


def _give_roles() -> None:
    for visitor in VISITORS.values():
        if visitor.person is not None:
            with transaction():
                account_of(person_of(visitor.person))
            for role, unit in visitor.roles:
                give_role(person_of(visitor.person), role, unit)


def _values(world: World) -> None:
    august = get_by_key("SNV-2021-08")
    own = next(one for one in list_invitations(august) if one.person_id == person_of(world.invitee).id)
    feed = feed_address(open_feed(august.host, now())).rpartition("/")[2].removesuffix(".ics")
    rows = {"leave_id": Leave, "number": ProgrammeItem}
    ids = {
        name: [str(one) for one in session().scalars(sa.select(row.id).order_by(row.id))] for name, row in rows.items()
    }
    numbered = [str(one) for row in (Objection, Correction, Grant) for one in session().scalars(sa.select(row.id))]
    world.values |= {
        "key": ["SNV-2021-08", "SNV-2021-07", "SKH-2021-08", "TM-2021-08"],
        "person_id": [str(person_of(code).id) for code in ("SNV2", "SNV6", "SKH2", "TM2")],
        "unit_code": ["SNV-VP", "SNV", "SKH-VP", "TM"],
        "leave_id": ids["leave_id"],
        "number": [*ids["number"], *numbered],
        "token": [invitation_token(own.nonce), feed, "x"],
        "code": [code_on_screen(august, now())[0], "x"],
        "ticket": [ticket_for(august, now()), "x"],
        "year": ["2021"],
        "kind": ["docx", "pdf"],
        "suffix": ["csv", "xlsx"],
        "change": ["move", "cancel"],
        "act": ["up", "remove"],
        "filename": ["theme/theme.css"],
        "task": ["people"],
        "name": ["plan.png"],
    }


def _queries(world: World) -> dict[str, list[str]]:
    """Return what a query may name; written so that an echo of it is not taken for knowledge."""
    subjects = []
    for code in (world.invitee, "SKH2"):
        person = person_of(code)
        subjects += [f"person:{person.id}", f"account:{account_of(person).id}"]
        for kind, row in (("leave", Leave), ("invitation", Invitation)):
            subjects.append(f"{kind}:{session().scalars(sa.select(row.id).where(row.person_id == person.id)).first()}")
    letters = session().scalars(sa.select(sa.func.max(Letter.id)).group_by(Letter.host))
    objections = session().scalars(sa.select(Objection.id))
    return {
        "subject": [*subjects, *(f"letter:{one}" for one in letters), *(f"objection:{one}" for one in objections)],
        "who": ["snv2-mscb", "skh2-mscb", "unit:SKH-VP"],
        "q": ["huong duong", "bang lang"],
        "edit": ["SNV-2021-08", "SKH-2021-08", *world.values["number"]],
        "move": ["SNV-2021-08", "SKH-2021-08"],
        "note": world.values["number"],
    }


def found_agencies(clock: time_machine.Traveller, settings: Settings) -> World:
    """Write the province with its two agencies; it is ten to seven on the morning of 2/8/2021."""
    world = World()
    clock.move_to("2021-07-26T08:00:00+07:00")
    with transaction():
        _agency("TM", "Tỉnh Mẫu", None, world)
        for code, name in (("SNV", "Sở Mẫu"), ("SKH", "Sở Khác")):
            _agency(code, name, get_unit("TM"), world)
    for code in ("SNV", "SKH"):
        _month(code, settings, world)
    _give_roles()
    clock.move_to("2021-08-02T06:50:00+07:00")
    with transaction():
        _values(world)
        world.queries = _queries(world)
    # SNV's first: the province's were made before.
    for name in ("document", "version"):
        world.values[name] = world.values[name][1:] + world.values[name][:1]
    session().rollback()
    return world

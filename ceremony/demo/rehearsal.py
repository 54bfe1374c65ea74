"""Fills an empty instance with the rehearsal department and its months; again: goes on where it stopped."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask import Flask

from ceremony.accounts.actions import account_for, grant_role, set_password
from ceremony.accounts.rules import Role
from ceremony.attendance.queries import invited_people
from ceremony.core import clock
from ceremony.core.db import session, transaction
from ceremony.core.language import gettext
from ceremony.core.mail.models import Letter
from ceremony.core.refusal import Refusal, msgid
from ceremony.demo import department
from ceremony.demo.mailbox import Mailbox
from ceremony.demo.month import SeedMonth, office_time
from ceremony.demo.past import play_past_months
from ceremony.invitations.queries import list_invitations
from ceremony.invitations.rules import Occasion
from ceremony.people.actions import import_people, read_staff_list, set_office, set_unit
from ceremony.people.models import Person
from ceremony.people.queries import find_unit, get_root, list_subtree
from ceremony.programme.actions import attach_document
from ceremony.reports.queries import month_figures
from ceremony.schedule.actions import PlanWish, add_guest, plan_year
from ceremony.schedule.models import Ceremony, YearPlan
from ceremony.schedule.queries import get_ceremony, get_series
from ceremony.topics.actions import add_document
from ceremony.topics.rules import parse_citation

PEOPLE = (
    (department.OFFICE_EMAIL, msgid("Office")),
    (department.EMPLOYEE_EMAIL, msgid("Employee")),
    (department.MANAGER_EMAIL, msgid("Manager")),
)


class AnotherOffice(Refusal):
    """The instance holds a real office's data."""

    sentence = msgid("The data here belong to %(name)s, not to the rehearsal department.")
    cure = msgid("Choose an empty folder for the rehearsal: CEREMONY_INSTANCE=rehearsal ceremony demo")


@dataclass(frozen=True)
class Counts:
    """The seed's month in numbers; `accepted` is counted by the mail server."""

    units: int
    people: int
    invited: int
    accepted: int
    answered: int
    attended: int
    rate: float | None


def require_ours() -> None:
    """Refuse an instance whose root is not the rehearsal department; raises AnotherOffice."""
    root = get_root()
    if (root.code, root.name) != (department.CODE, department.NAME):
        raise AnotherOffice(name=root.name)
    session().rollback()


def rehearse(app: Flask) -> Counts:
    """Write the department, play its months, and count the seed's."""
    with office_time(date(2021, 1, 4), "08:00") as now:
        with transaction():
            _open_department(now)
        with transaction():
            _plan_year(department.SEED_YEAR, now)
            _present_the_resolution(now)
    seed = SeedMonth(app, get_root())
    seed.play()
    with transaction():
        for year in range(department.SEED_YEAR + 1, clock.today().year + 2):
            _plan_year(year, clock.now())
    play_past_months(get_root(), clock.today())
    return _count(seed.ceremony, app.extensions["demo_mailbox"])


def _open_department(now: datetime) -> None:
    root = get_root()
    if session().scalar(sa.select(Person.id).limit(1)) is not None:
        return
    for key, value in department.OFFICE.items():
        set_office(root, key, value, now)
    day = clock.local(now).date()
    import_people(root, read_staff_list(department.STAFF_LIST.read_bytes()), today=day)
    set_unit(department.GUEST_CODE, department.GUEST_NAME, None, department.GUEST_EMAIL)
    for email, role in ((department.OFFICE_EMAIL, Role.OFFICE), (department.MANAGER_EMAIL, Role.MANAGER)):
        grant_role(account_for(email, day, now), role, root, day)


def open_accounts() -> list[str]:
    """Give the three people of the rehearsal the rehearsal's password; return what each signs in with, as lines."""
    lines = []
    with transaction():
        for email, role in PEOPLE:
            user = account_for(email, clock.today(), clock.now())
            if user.password is None:
                set_password(user, department.PASSWORD, clock.now())
            lines.append(f"{gettext(role)}: {user.name}, {email}, {department.PASSWORD}")
    return lines


def _plan_year(year: int, now: datetime) -> None:
    root = get_root()
    if session().scalar(sa.select(YearPlan.id).where(YearPlan.year == year)) is not None:
        return
    wish = PlanWish(start="07:00", place=department.PLACE)
    domain = department.SENDER.rpartition("@")[2]
    planned = plan_year(root, year, wish, domain=domain, now=now, approve=True)
    leader = session().scalars(sa.select(Person).where(Person.email == department.MANAGER_EMAIL)).one()
    for ceremony in planned:
        ceremony.rain_place, ceremony.dress = department.RAIN_PLACE, department.DRESS
        ceremony.theme = department.THEMES[ceremony.slot.month - 1]
        ceremony.theme_basis = department.THEME_BASIS.format(year=year)
        ceremony.presiding_id = leader.id
    guest = find_unit(department.GUEST_CODE)
    assert guest is not None
    add_guest(get_series(root, None), guest, 1)


def _present_the_resolution(now: datetime) -> None:
    root = get_root()
    document, new = add_document(root, parse_citation(department.TOPIC), None, now)
    if new:
        document.points = list(department.POINTS)
    ceremony = get_ceremony(root, department.SEED_MONTH)
    attach_document(ceremony, document)


def _count(ceremony: Ceremony, mailbox: Mailbox) -> Counts:
    sent = sa.select(Letter.message_id).where(Letter.thread == ceremony.uid, Letter.kind == Occasion.INVITATION)
    invitations = list_invitations(ceremony)
    total = month_figures(ceremony)[-1]
    return Counts(
        units=len(list_subtree(ceremony.host)) - 1,
        people=len(invited_people(ceremony)),
        invited=len(invitations),
        accepted=len(mailbox.message_ids() & set(session().scalars(sent))),
        answered=sum(1 for one in invitations if one.answer is not None),
        attended=total.figures.attended,
        rate=total.figures.rate,
    )

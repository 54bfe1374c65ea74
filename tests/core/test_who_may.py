"""The authorization walk: every address, visited by nobody, by each role, and by an office of another host.

Who adds an address adds its line to WHO; an address without a line fails the walk.
"""

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.leave.actions import ask_leave
from ceremony.leave.rules import LeaveKind
from ceremony.people.actions import become_host
from ceremony.people.queries import get_person, get_unit
from ceremony.schedule.actions import PlanWish, plan_year
from ceremony.topics.actions import add_document
from ceremony.topics.rules import parse_citation
from tests.cast import Cast
from tests.sign_in import csrf, give_role, sign_in

# Who comes, in the order of the answers below; the recorder and the manager hold their role on SNV-VP,
# the manager of the host on SNV; the foreign office is that of SNV-BGD, a host of its own below SNV.
PEOPLE: dict[str, tuple[str, tuple[tuple[str, str], ...]] | None] = {
    "nobody": None,
    "employee": ("cb02@example.gov.vn", ()),
    "recorder": ("cb02@example.gov.vn", (("recorder", "SNV-VP"),)),
    "manager": ("cb02@example.gov.vn", (("manager", "SNV-VP"),)),
    "host's manager": ("cb02@example.gov.vn", (("manager", "SNV"),)),
    "office": ("cb01@example.gov.vn", (("office", "SNV"),)),
    "foreign office": ("cb03@example.gov.vn", (("office", "SNV-BGD"),)),
}
SIGNED_IN = set(PEOPLE) - {"nobody"}
ALL = set(PEOPLE)
# Whoever belongs to the host of the page.
MEMBERS = SIGNED_IN - {"foreign office"}
# On pages of the own host, and on pages of something that belongs to SNV.
OFFICES, OFFICE = {"office", "foreign office"}, {"office"}
MANAGERS = {"manager", "host's manager"}
ROLES = OFFICE | MANAGERS | {"recorder"}
WHO: dict[str, set[str]] = {
    "accounts.leave": SIGNED_IN,
    "accounts.show_forgot": ALL,
    "accounts.show_link": ALL,
    "accounts.show_login": ALL,
    "accounts.show_new_password": ALL,
    "accounts.show_password": SIGNED_IN,
    "accounts.show_profile": SIGNED_IN,
    "accounts.take_forgot": ALL,
    "accounts.take_link": ALL,
    "accounts.take_login": ALL,
    "accounts.take_new_password": ALL,
    "accounts.take_password": SIGNED_IN,
    "accounts.take_profile": SIGNED_IN,
    "attendance.arrive": ALL,
    "attendance.ask_to_close": OFFICE,
    "attendance.close": OFFICE,
    "attendance.show_arrival": ALL,
    "attendance.show_check_in": ALL,
    "attendance.show_contest": SIGNED_IN,
    "attendance.show_objections": OFFICE,
    "attendance.show_roll": ROLES,
    "attendance.show_screen": OFFICE | {"recorder"},
    "attendance.take_contest": SIGNED_IN,
    "attendance.take_roll": ROLES,
    "attendance.take_ruling": OFFICE,
    "attendance.type_code": ALL,
    "audit.show_audit": OFFICES,
    "choices.choose": ALL,
    "desk.approve": OFFICES | {"host's manager"},
    "desk.download_plan": MANAGERS | OFFICES,
    "desk.home": ALL,
    "desk.me": SIGNED_IN,
    "desk.show_ceremony": ROLES,
    "desk.show_change": OFFICE,
    "desk.show_date": ROLES,
    "desk.show_days": OFFICES,
    "desk.show_plan": MANAGERS | OFFICES,
    "desk.show_this_year": ROLES | OFFICES,
    "desk.show_year": ROLES | OFFICES,
    "desk.show_start": OFFICES,
    "desk.take_change": OFFICE,
    "desk.take_start": OFFICES,
    "desk.take_date": OFFICE,
    "desk.take_days": OFFICES,
    "desk.take_place": OFFICE,
    "desk.take_plan": OFFICES,
    "desk.show_themes": ROLES | OFFICES,
    "desk.take_themes": OFFICES,
    "desk.take_year": OFFICES,
    "documents.add": {"office", "foreign office"},
    "documents.download": MEMBERS,
    "documents.download_version": MEMBERS,
    "documents.give_month": {"office"},
    "documents.list_library": SIGNED_IN,
    "documents.save": {"office"},
    "documents.show_document": MEMBERS,
    "documents.show_waiting": {"office", "foreign office"},
    "gallery.show_parts": ALL,
    "help.show_icon": ALL,
    "help.show_index": ALL,
    "help.show_picture": ALL,
    "help.show_robots": ALL,
    "help.show_task": ALL,
    "invitations.show_invitation": ALL,
    "invitations.take_answer": ALL,
    "leave.decide": OFFICE | MANAGERS,
    "leave.show_leaves": OFFICES | MANAGERS,
    "office.show_handover": OFFICES,
    "office.show_office": OFFICES,
    "office.take_handover": OFFICES,
    "office.take_office": OFFICES,
    "office.try_mail": OFFICES,
    "operations.healthz": ALL,
    "programme.begin_usual": {"office"},
    "programme.change_order": {"office"},
    "programme.keep_as_usual": {"office"},
    "programme.save_frame": {"office"},
    "programme.save_item": {"office"},
    "programme.show_board": MEMBERS,
    "programme.show_programme": {"recorder", "manager", "host's manager", "office"},
    "programme.show_rota": OFFICES | {"host's manager"},
    "programme.show_run": {"office"},
    "programme.take_order": {"office"},
    "programme.take_over": {"office"},
    "programme.take_rota": OFFICES,
    "programme.take_run": {"office"},
    "publication.save_article": OFFICE,
    "publication.show_article": OFFICE,
    "reports.show": ROLES | OFFICES,
    "schedule.download_entry": MEMBERS,
    "schedule.show_feed": ALL,
    "schedule.show_feeds": OFFICES,
    "schedule.take_feed": OFFICES,
    "sending.copy_to_me": {"office"},
    "sending.remind_silent": {"office"},
    "sending.send": {"office"},
    "sending.show_invitations": {"manager", "host's manager", "office"},
    "sending.show_letter": {"office"},
    "sending.show_table": {"manager", "host's manager", "office"},
    "sending.undo": {"office"},
    "personal.download_data": SIGNED_IN,
    "personal.show_correction": SIGNED_IN,
    "personal.show_data": SIGNED_IN,
    "personal.show_kept": ALL,
    "personal.take_correction": SIGNED_IN,
    "people.answer": OFFICES,
    "people.download_people": OFFICES,
    "people.download_template": OFFICES,
    "people.show_corrections": OFFICES,
    "people.show_forgetting": OFFICE,
    "people.show_import": OFFICES,
    "people.show_new": OFFICES,
    "people.show_people": OFFICES | MANAGERS | {"recorder"},
    "people.show_person": OFFICE | MANAGERS | {"recorder"},
    "people.show_retention": OFFICES,
    "people.take_forgetting": OFFICE,
    "people.take_leave": OFFICE,
    "people.take_move": OFFICE,
    "people.take_new": OFFICES,
    "people.take_person": OFFICE,
    "people.take_return": OFFICE,
    "people.try_import": OFFICES,
    "people.write_import": OFFICES,
    "static": ALL,
    "units.show_new": OFFICES,
    "units.show_unit": OFFICE,
    "units.show_units": OFFICES,
    "units.take_close": OFFICE,
    "units.take_new": OFFICES,
    "units.take_reopen": OFFICE,
    "units.take_unit": OFFICE,
}
CITED = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính"
VALUES = {
    "key": "SNV-2021-08",
    "kind": "docx",
    "token": "x",
    "year": "2021",
    "filename": "theme/theme.css",
    "host": "SNV",
    "document": "1",
    "number": "1",
    "act": "up",
    "code": "SNV",
    "unit_code": "SNV-VP",
    "person_id": "2",
    "leave_id": "1",
    "task": "people",
    "change": "move",
    "ticket": "x",
    "name": "plan.png",
    "version": "1",
    "suffix": "xlsx",
}


@pytest.fixture
def open_year(cast: Cast, clock: object) -> Cast:
    """A planned year at SNV; SNV-BGD is a host of its own."""
    with transaction():
        wish = PlanWish(start="07:00", place="Sân trụ sở")
        plan_year(get_unit("SNV"), 2021, wish, domain="example.gov.vn", now=now(), approve=True)
        become_host(get_unit("SNV-BGD"), now())
        add_document(get_unit("SNV"), parse_citation(CITED), None, now())
        day = now().date()
        ask_leave(get_person(get_unit("SNV"), cast.duong), LeaveKind.OTHER, day, day, source="command", now=now())
    session().rollback()
    return cast


def _address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: VALUES[name] for name in rule.arguments})


def _may_enter(app: Flask, who: str, method: str, address: str) -> bool:
    client, fields = app.test_client(), {}
    visitor = PEOPLE[who]
    if visitor is not None:
        for role, unit in visitor[1]:
            give_role(visitor[0], role, unit)
        sign_in(client, visitor[0])
        fields["csrf_token"] = csrf(client) if method == "POST" else ""
    answer = client.open(address, method=method, data=fields if method == "POST" else None)
    answer.close()
    sent_to_sign_in = (answer.location or "").startswith("/login")
    return answer.status_code not in (401, 403) and not sent_to_sign_in


def test_every_address_has_a_line_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(WHO)


# Who may is decided above the database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_lets_in_whom_the_table_names_and_nobody_else(app: Flask, open_year: Cast, who: str) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    entered = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if _may_enter(app, who, method, _address(app, rule))
    }
    assert entered == {endpoint for endpoint, people in WHO.items() if who in people}

"""The authorization walk: every address, visited by everybody, with everybody's ids.

Who adds an address adds its line to WHO; an address without a line fails the walk, and so does one of which a part
or a query has no values in `agencies.py`.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from tests.core.access_table import access_table
from tests.core.agencies import VISITORS, Visitor, World, found_agencies
from tests.core.walk import Books, Filled, Owner, Walker, addresses, is_refused, queries_of, rules_of, text_of

# Who may is decided above the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# Whom the table below is about, on pages of their own host and of what belongs to SNV: the recorder and the manager
# hold their role on SNV-VP, the manager of the host on SNV, the foreign office on SKH beside it.
PEOPLE = ("nobody", "employee", "recorder", "manager", "host's manager", "office", "foreign office")
SIGNED_IN = set(PEOPLE) - {"nobody"}
ALL = set(PEOPLE)
# Whoever belongs to the host of the page.
MEMBERS = SIGNED_IN - {"foreign office"}
# On pages of the own host, and on pages of something that belongs to SNV.
OFFICES, OFFICE = {"office", "foreign office"}, {"office"}
MANAGERS = {"manager", "host's manager"}
ROLES = OFFICE | MANAGERS | {"recorder"}
WHO: dict[str, set[str]] = {
    "accounts.end_sign_in": SIGNED_IN,
    "accounts.leave": SIGNED_IN,
    "accounts.reset_second": OFFICE,
    "accounts.show_address": ALL,
    "accounts.show_factors": SIGNED_IN,
    "accounts.show_forgot": ALL,
    "accounts.show_link": ALL,
    "accounts.show_login": ALL,
    "accounts.show_new_factor": SIGNED_IN,
    "accounts.show_new_passkey": SIGNED_IN,
    "accounts.show_new_password": ALL,
    "accounts.show_oidc": ALL,
    "accounts.show_password": SIGNED_IN,
    "accounts.show_profile": SIGNED_IN,
    "accounts.show_provider": ALL,
    "accounts.show_return": ALL,
    "accounts.show_second": ALL,
    "accounts.take_address": ALL,
    "accounts.take_factor_away": SIGNED_IN,
    "accounts.take_forgot": ALL,
    "accounts.take_link": ALL,
    "accounts.take_login": ALL,
    "accounts.take_new_codes": SIGNED_IN,
    "accounts.take_new_factor": SIGNED_IN,
    "accounts.take_new_passkey": SIGNED_IN,
    "accounts.take_new_password": ALL,
    "accounts.take_passkey_away": SIGNED_IN,
    "accounts.take_oidc": ALL,
    "accounts.take_password": SIGNED_IN,
    "accounts.take_profile": SIGNED_IN,
    "accounts.take_second": ALL,
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
    "desk.show_reach": ROLES,
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
    "office.show_roles": OFFICES,
    "office.show_office": OFFICES,
    "office.take_handover": OFFICES,
    "office.take_office": OFFICES,
    "office.take_role": OFFICES,
    "office.take_role_back": OFFICE,
    "office.try_mail": OFFICES,
    "operations.healthz": ALL,
    "programme.begin_usual": {"office"},
    "programme.change_order": {"office"},
    "programme.keep_as_usual": {"office"},
    "programme.save_frame": {"office"},
    "programme.save_item": {"office"},
    "programme.show_board": ROLES,
    "programme.show_programme": ROLES,
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
# What a query may hold that names nobody; `unit` is tried with every address.
PLAIN = {
    *("code", "email", "last", "letter", "month", "new", "next", "page", "saved", "series"),
    *("sort", "to", "token", "unit", "v", "verify", "view", "year"),
}
# Everybody's own, whatever role they hold.
OWN = {"account", "sign_in", "invitation", "leave", "objection", "correction", "attendance"}


@pytest.fixture
def world(app: Flask, clock: time_machine.Traveller) -> World:
    """Two agencies and their province, on the morning of a ceremony."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return found_agencies(clock, app.extensions["settings"])


def _told(world: World, visitor: Visitor, text: str, address: str) -> set[str]:
    """Return whom *text* tells of, though the visitor may not see them."""
    may = visitor.sees | ({world.invitee} if world.values["token"][0] in address else set())
    people = {code for code, words in world.words.items() if code not in may and any(word in text for word in words)}
    return people | {note for code, note in world.reasons.items() if code not in visitor.reasons and note in text}


def _named(method: str, app: Flask, who: str) -> set[str]:
    return {rule.endpoint for rule in rules_of(app, method) if who in WHO[rule.endpoint]}


def test_every_address_has_a_line_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(WHO)


def test_the_documents_print_the_table_as_it_is(app: Flask) -> None:
    shown = Path("docs/access.md").read_text(encoding="utf-8")
    assert shown == access_table(app, WHO), "run: make access"


def test_whatever_a_query_may_name_is_tried(app: Flask, world: World) -> None:
    read = {name for rule in app.url_map.iter_rules() for name in queries_of(app, rule.endpoint)}
    assert read - PLAIN - set(world.queries) == set(), "give it values in tests/core/agencies.py, or list it as plain"


def test_pages_let_in_whom_the_table_names_and_tell_of_nobody_else(app: Flask, world: World) -> None:
    leaks, tried = [], 0
    walkers = [Walker.arrive(app, name) for name in VISITORS]
    menus = {walker.name: text_of(walker.get("/")) for walker in walkers}
    # The same on every page, and half of the time: read once for each visitor.
    app.jinja_env.globals["navigation"] = lambda **_own: []
    for walker, (name, visitor) in zip(walkers, VISITORS.items(), strict=True):
        entered = set()
        assert _told(world, visitor, menus[name], "/") == set()
        for rule in rules_of(app, "GET"):
            for number, address in enumerate(addresses(app, rule, world)):
                answer = walker.get(address)
                assert answer.status_code != 500, (name, address)
                told = _told(world, visitor, text_of(answer), address)
                leaks += [(name, address, sorted(told))] if told else []
                if number == 0 and not is_refused(answer):
                    entered.add(rule.endpoint)
        tried += walker.visits
        assert name not in PEOPLE or entered == _named("GET", app, name)
    print(f"{tried} pages looked at, {len(leaks)} tell too much")  # noqa: T201 - the walk's figure
    assert leaks == []


def _is_theirs(visitor: Visitor, world: World, table: str, owner: Owner, address: str) -> bool:
    """Whether the visitor may write a row of *table* that belongs to *owner*."""
    if table in ("edition", "letter") and address.startswith(("/forgot", "/login", "/office/mail")):
        # Letters of the program itself: a link for whoever has the address, a trial of the mail server.
        return True
    if visitor.office == "TM" and address.startswith("/office/roles"):
        # An office above gives roles, by address, and the letter that tells of it.
        return table in ("account", "role_grant", "edition", "letter")
    if owner.person == world.invitee and world.values["token"][0] in address:
        return table in ("invitation", "leave")
    if owner.person is not None and owner.person == visitor.person:
        return table in OWN or bool(visitor.office)
    if visitor.office:
        return owner.host == visitor.office
    mine = visitor.sees if owner.person is not None else {None}
    return owner.host == visitor.host and owner.person in mine and table in visitor.writes


def _forms_of(app: Flask, name: str, world: World) -> dict[str, list[dict[str, str]]]:
    """Return the forms that pages of the own host give to *name*, by the endpoint that takes them."""
    walker, found = Walker.arrive(app, name), dict[str, list[dict[str, str]]]()
    adapter = app.url_map.bind("localhost")
    for rule in rules_of(app, "GET"):
        address = next(addresses(app, rule, world))
        answer = walker.get(address)
        for form in Filled(address, answer.text).forms if answer.mimetype == "text/html" else ():
            endpoint, _values = adapter.match(urlsplit(form.action).path, method="POST")
            kept = found.setdefault(endpoint, [])
            if form.fields not in kept and len(kept) < 2:
                kept.append(form.fields)
    return found


def test_no_form_changes_what_is_not_its_sender_s(app: Flask, world: World) -> None:
    books = Books(app.extensions["settings"].sqlite_file)
    given = [_forms_of(app, name, world) for name in ("office", "foreign office")]
    # Half of the time, and nobody reads these answers.
    app.jinja_env.globals["navigation"] = lambda **_own: []
    marks = [{"mark": f"{number}:present"} for number in world.values["person_id"]]
    wrong, tried, written = [], 0, set()
    for name, visitor in VISITORS.items():
        walker, entered = Walker.arrive(app, name), set()
        books.begin()
        for rule in rules_of(app, "POST"):
            forms = [{}, *(form for forms in given for form in forms.get(rule.endpoint, ()))]
            forms += marks if rule.endpoint == "attendance.take_roll" else []
            for number, address in enumerate(addresses(app, rule, world)):
                for form in forms:
                    answer = walker.post(address, form)
                    assert answer.status_code != 500, (name, address, form)
                    rows = books.written()
                    wrong += [(name, address, row) for row in rows if not _is_theirs(visitor, world, *row, address)]
                    written |= {rule.endpoint} if rows else set()
                    if number == 0 and form == {} and not is_refused(answer):
                        entered.add(rule.endpoint)
                    if is_refused(answer):
                        # At the door, whatever the form holds.
                        break
        tried += walker.visits
        assert name not in PEOPLE or entered == _named("POST", app, name)
    figures = f"{tried} forms sent, {len(wrong)} rows changed by others, {len(written)} addresses wrote for somebody"
    print(figures)  # noqa: T201 - the walk's figure
    # Most forms are taken from somebody, or this walk would show nothing.
    assert len(written) > 15
    books.close()
    assert wrong == [], "\n".join(sorted({f"{name} {address} {row}" for name, address, row in wrong}))

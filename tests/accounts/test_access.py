"""What a declared role means: held on the host of the page, within it, or above it."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from ceremony.accounts.browser import get_user, may, may_see, my_units, page_host, page_unit
from ceremony.core.audit.actions import current_actor
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.core.web.access import Access, who_may
from ceremony.people.actions import become_host
from ceremony.people.models import Person
from ceremony.people.queries import get_unit
from ceremony.schedule.actions import PlanWish, plan_year
from tests.cast import Cast
from tests.sign_in import sign_in

DUONG, HOA = "cb02@example.gov.vn", "cb03@example.gov.vn"


def _probe(app: Flask, path: str, *arguments: Any, **need: Any) -> None:
    def look(**_values: str) -> str:
        everybody = session().scalars(sa.select(Person).order_by(Person.staff_code)).all()
        people = [str(person.staff_code) for person in everybody if may_see(person)]
        return f"{page_unit().code} {page_host().code} {','.join(people)} {get_user().name}"

    app.add_url_rule(path, path, who_may(*arguments, **need)(look))


@pytest.fixture
def pages(app: Flask, cast: Cast, clock: object) -> Flask:
    """Pages for each kind of need; SNV has a planned year."""
    with transaction():
        wish = PlanWish(start="07:00", place="Sân")
        plan_year(get_unit("SNV"), 2021, wish, domain="example.gov.vn", now=now(), approve=True)
    session().rollback()
    _probe(app, "/me-probe", Access.SIGNED_IN)
    _probe(app, "/office-probe", role="office")
    _probe(app, "/manager-probe", role="manager")
    _probe(app, "/roll-probe", role=("office", "manager", "recorder"), within=True)
    _probe(app, "/figures-probe", role=("office", "manager"), within=True, above=True)
    _probe(app, "/month-probe/<key>", role="office")
    return app


def test_a_role_must_be_held_on_the_host_itself_unless_within_is_said(pages: Flask) -> None:
    client = pages.test_client()
    sign_in(client, DUONG, "manager", "SNV-VP")
    answers = {path: client.get(path).status_code for path in ("/office-probe", "/manager-probe", "/roll-probe")}
    assert answers == {"/office-probe": 403, "/manager-probe": 403, "/roll-probe": 200}
    sign_in(client, DUONG, "manager", "SNV")
    assert client.get("/manager-probe").status_code == 200


def test_who_is_signed_in_but_may_not_is_told_so(pages: Flask) -> None:
    client = pages.test_client()
    sign_in(client, DUONG)
    answer = client.get("/office-probe")
    assert answer.status_code == 403
    assert "This page is not open to you." in answer.text
    assert "Ask the office of your agency" in answer.text


def test_the_page_is_about_the_unit_that_the_address_names_else_the_own_host(pages: Flask) -> None:
    client = pages.test_client()
    sign_in(client, DUONG)
    assert client.get("/me-probe").text.startswith("SNV SNV")
    assert client.get("/me-probe?unit=snv-vp").text.startswith("SNV-VP SNV")
    assert client.get("/me-probe?unit=LHHN").text.startswith("LHHN LHHN")
    assert client.get("/me-probe?unit=NONE").status_code == 404


def test_the_key_of_a_ceremony_decides_whatever_unit_the_query_names(pages: Flask) -> None:
    with transaction():
        become_host(get_unit("SNV-BGD"), now())
    client = pages.test_client()
    sign_in(client, HOA, "office", "SNV-BGD")
    assert client.get("/office-probe?unit=SNV-BGD").status_code == 200
    assert client.get("/month-probe/SNV-2021-08").status_code == 403
    assert client.get("/month-probe/SNV-2021-08?unit=SNV-BGD").status_code == 403
    assert client.get("/month-probe/SNV-2021-99").status_code == 404


def test_an_office_sees_only_figures_of_hosts_below_it(pages: Flask) -> None:
    with transaction():
        become_host(get_unit("SNV-BGD"), now())
    client = pages.test_client()
    sign_in(client, "cb01@example.gov.vn", "office", "SNV")
    codes = {path: client.get(f"{path}?unit=SNV-BGD").status_code for path in ("/office-probe", "/figures-probe")}
    assert codes == {"/office-probe": 403, "/figures-probe": 200}
    sign_in(client, DUONG, "manager", "SNV-VP")
    assert client.get("/figures-probe?unit=SNV-BGD").status_code == 403
    assert client.get("/figures-probe?unit=LHHN").status_code == 403


def test_an_employee_sees_only_themselves_and_a_recorder_their_unit(pages: Flask) -> None:
    client = pages.test_client()
    sign_in(client, DUONG)
    assert client.get("/me-probe").text.split(" ")[2] == "CB02"
    sign_in(client, DUONG, "recorder", "SNV-VP")
    assert client.get("/me-probe").text.split(" ")[2] == "CB01,CB02"
    sign_in(client, HOA, "manager", "SNV")
    assert client.get("/me-probe").text.split(" ")[2] == "CB01,CB02,CB03"


def test_the_units_of_a_manager_end_at_the_next_host(pages: Flask) -> None:
    def units() -> str:
        host = page_host()
        return ",".join(unit.code for unit in my_units(host, "manager")) + f" {may('manager', host)}"

    pages.add_url_rule("/units-probe", "units-probe", who_may(Access.SIGNED_IN)(units))
    client = pages.test_client()
    sign_in(client, DUONG, "manager", "SNV-VP")
    assert client.get("/units-probe").text == "SNV-VP False"
    sign_in(client, DUONG, "manager", "SNV")
    assert client.get("/units-probe").text == "SNV,SNV-BGD,SNV-VP True"
    with transaction():
        become_host(get_unit("SNV-BGD"), now())
    assert client.get("/units-probe").text == "SNV,SNV-VP True"


def test_a_revoked_grant_closes_the_page_at_once(pages: Flask, ceremony: Any) -> None:
    client = pages.test_client()
    sign_in(client, DUONG, "office", "SNV")
    assert client.get("/office-probe").status_code == 200
    assert ceremony("accounts", "revoke", DUONG, "office", "--unit", "SNV").code == 0
    # The test's own session still reads from before.
    session().rollback()
    assert client.get("/office-probe").status_code == 403


def test_what_a_visitor_does_stands_under_their_name_in_the_audit_log(pages: Flask) -> None:
    from_page = []

    def act() -> str:
        from_page.append(current_actor())
        return "done"

    pages.add_url_rule("/act-probe", "act-probe", who_may(Access.SIGNED_IN)(act))
    client = pages.test_client()
    sign_in(client, DUONG)
    client.get("/act-probe")
    assert [actor.label for actor in from_page] == ["Võ Thị Hướng Dương"]
    assert from_page[0].id is not None


def test_saying_both_an_access_and_a_role_or_neither_is_a_fault(app: Flask) -> None:
    for arguments in ({}, {"access": Access.ANYONE, "role": "office"}):
        with pytest.raises(ValueError, match="either"):
            who_may(**arguments)  # type: ignore[call-overload]

"""ceremony accounts …"""

from datetime import UTC, date, datetime

from flask import Flask

from ceremony.accounts.actions import link_accounts, make_account
from ceremony.accounts.queries import find_user, may, roles_of
from ceremony.accounts.rules import Role
from ceremony.core.db import session, transaction
from ceremony.people.actions import become_host
from ceremony.people.queries import get_person, get_unit
from tests.cast import Cast
from tests.conftest import Run

TODAY = date(2021, 7, 26)
NOW = datetime(2021, 7, 26, 1, tzinfo=UTC)


def test_a_grant_makes_the_account_of_the_person(cast: Cast, ceremony: Run) -> None:
    answer = ceremony("accounts", "grant", "CB01@example.gov.vn", "office", "--unit", "SNV")
    assert answer.json == {"email": "CB01@example.gov.vn", "role": "office", "unit": "SNV"}
    user = find_user("cb01@example.gov.vn")
    assert user is not None
    assert user.name == "Hoàng Thị Mẫu Đơn"


def test_granting_twice_is_one_grant_and_revoking_ends_it(cast: Cast, ceremony: Run, clock: object) -> None:
    grant = ("accounts", "grant", "cb03@example.gov.vn", "manager", "--unit", "SNV")
    assert ceremony(*grant).json == ceremony(*grant).json
    user = find_user("cb03@example.gov.vn")
    assert user is not None
    assert [one.role for one in roles_of(user, TODAY)] == [Role.MANAGER]
    assert ceremony("accounts", "revoke", *grant[2:]).code == 0
    session().rollback()
    assert roles_of(user, TODAY) == []
    assert ceremony("accounts", "revoke", *grant[2:]).code == 1
    assert ceremony(*grant).code == 0


def test_a_role_from_a_later_day_does_not_stand_in_the_way_of_one_for_today(
    cast: Cast, ceremony: Run, clock: object
) -> None:
    don = "cb01@example.gov.vn"

    def held(day: date) -> bool:
        session().rollback()
        user = find_user(don)
        return user is not None and may(user, Role.OFFICE, get_unit("SNV"), day)

    def grant(*options: str) -> tuple[bool, bool]:
        assert ceremony("accounts", "grant", don, "office", *options).code == 0
        return held(TODAY), held(date(2021, 7, 27))

    assert grant("--from", "2021-08-01") == (False, False)
    assert grant("--to", "2021-07-26") == (True, False)
    assert grant() == (True, True)


def test_a_role_taken_back_before_it_begins_is_taken_back_once(cast: Cast, ceremony: Run, clock: object) -> None:
    don = "cb01@example.gov.vn"
    ceremony("accounts", "grant", don, "office", "--from", "2021-08-01")
    assert ceremony("accounts", "revoke", don, "office").code == 0
    assert ceremony("accounts", "revoke", don, "office").code == 1


def test_a_role_ends_at_the_next_host(cast: Cast, ceremony: Run, clock: object) -> None:
    ceremony("accounts", "grant", "cb01@example.gov.vn", "office")
    user = find_user("cb01@example.gov.vn")
    assert user is not None
    assert may(user, Role.OFFICE, get_unit("SNV-VP"), TODAY)
    assert not may(user, Role.MANAGER, get_unit("SNV-VP"), TODAY)
    assert not may(user, Role.OFFICE, get_unit("LHHN"), TODAY)
    with transaction():
        become_host(get_unit("SNV-VP"), NOW)
    assert not may(user, Role.OFFICE, get_unit("SNV-VP"), TODAY)


def test_an_unknown_address_is_refused_with_the_cure(cast: Cast, ceremony: Run) -> None:
    answer = ceremony("accounts", "grant", "nobody@example.gov.vn", "office")
    assert (answer.code, answer.out) == (2, "")
    assert "people import" in answer.err


def test_a_shared_address_is_refused_and_names_whose_it_is(cast: Cast, ceremony: Run) -> None:
    with transaction():
        get_person(get_unit("SNV"), "CB02").email = "CB01@example.gov.vn"
    answer = ceremony("accounts", "grant", "cb01@example.gov.vn", "recorder", "--unit", "SNV-VP")
    assert answer.code == 2
    assert "Hoàng Thị Mẫu Đơn" in answer.err
    assert "Võ Thị Hướng Dương" in answer.err


def test_an_unknown_role_is_wrong_input(cast: Cast, ceremony: Run) -> None:
    assert ceremony("accounts", "grant", "cb01@example.gov.vn", "chief").code == 2


def test_an_account_from_before_the_staff_list_is_linked_to_its_person(cast: Cast, ceremony: Run) -> None:
    with transaction():
        make_account("CB01@example.gov.vn", "Quản trị", None, NOW)
        make_account("other@example.gov.vn", "Người khác", None, NOW)
        assert link_accounts(TODAY) == 1
    with transaction():
        assert link_accounts(TODAY) == 0
    user = find_user("cb01@example.gov.vn")
    assert user is not None
    assert user.person is not None
    assert user.person.staff_code == "CB01"


def _path(address: str) -> str:
    return address.removeprefix("http://localhost:8000")


def test_a_link_made_by_command_signs_in_whoever_has_the_address(
    cast: Cast, ceremony: Run, clock: object, app: Flask
) -> None:
    answer = ceremony("accounts", "link", "cb02@example.gov.vn").json
    assert answer["expires_at"] == "2021-07-26T08:15:00+07:00"
    client = app.test_client()
    assert client.get(_path(answer["url"])).status_code == 200
    assert client.post(_path(answer["url"])).status_code == 303
    assert "Võ Thị Hướng Dương" in client.get("/profile").text
    assert client.post(_path(answer["url"])).status_code == 410


def test_a_link_for_a_shared_address_asks_who_it_is(cast: Cast, ceremony: Run, clock: object, app: Flask) -> None:
    with transaction():
        get_person(get_unit("SNV"), "CB02").email = "cb01@example.gov.vn"
    page = app.test_client().get(_path(ceremony("accounts", "link", "cb01@example.gov.vn").json["url"]))
    assert "Hoàng Thị Mẫu Đơn" in page.text
    assert "Võ Thị Hướng Dương" in page.text


def test_a_link_for_nobody_is_refused_with_the_cure(cast: Cast, ceremony: Run) -> None:
    answer = ceremony("accounts", "link", "nobody@example.gov.vn")
    assert (answer.code, answer.out) == (2, "")
    assert "people import" in answer.err
    assert ceremony("accounts", "link", "no address").code == 2


def test_the_first_administrator_becomes_the_person_of_the_staff_list_by_their_link(
    cast: Cast, ceremony: Run, clock: object, app: Flask
) -> None:
    with transaction():
        make_account("cb01@example.gov.vn", "Quản trị", None, NOW)
    assert (
        app.test_client().post(_path(ceremony("accounts", "link", "CB01@example.gov.vn").json["url"])).status_code
        == 303
    )
    session().rollback()
    user = find_user("cb01@example.gov.vn")
    assert user is not None
    assert user.person is not None
    assert user.person.staff_code == "CB01"

"""Signing in and out in a browser: by password, by a mailed link, and after a sign-in has ended."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ceremony.accounts.models import OneTimeLink, SignIn, User
from ceremony.accounts.rules import Role
from ceremony.core.db import db, session, transaction
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import Priority
from ceremony.people.queries import get_person, get_unit
from tests.accounts.conftest import DUONG, PASSWORD, Links
from tests.sign_in import csrf, give_role, sign_in

OTHER_PASSWORD = "năm cái ghế gỗ lim"


def _login(client: FlaskClient, email: str, password: str, **fields: str) -> object:
    return client.post("/login", data={"email": email, "password": password, **fields})


def _is_signed_in(client: FlaskClient) -> bool:
    return client.get("/profile").status_code == 200


def _main(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def _value_of(page: str, name: str) -> str:
    return _main(page).split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def test_the_right_password_signs_in_and_leads_to_the_page_that_was_asked_for(client: FlaskClient, duong: str) -> None:
    asked = client.get("/profile?x=1")
    assert (asked.status_code, asked.location) == (302, "/login?next=/profile?x%3D1")
    page = client.get(asked.location)
    answer = _login(client, " CB02@Example.gov.vn ", PASSWORD, next=_value_of(page.text, "next"))
    assert (answer.status_code, answer.location) == (303, "/profile?x=1")
    assert "Võ Thị Hướng Dương" in client.get("/profile").text


@pytest.mark.parametrize("email", [DUONG, "nobody@example.gov.vn", "", "no address"])
def test_a_wrong_sign_in_tells_nothing_about_which_part_is_wrong(client: FlaskClient, duong: str, email: str) -> None:
    answer = _login(client, email, "a wrong password")
    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.text
    assert "a wrong password" not in answer.text
    assert f'value="{email}"' in answer.text
    assert not _is_signed_in(client)


def test_a_password_with_marks_is_the_same_however_they_are_composed(client: FlaskClient, duong: str) -> None:
    decomposed = "bô\u0301n tư\u0300 không liên quan"
    assert decomposed != PASSWORD
    assert _login(client, duong, decomposed).status_code == 303


def test_an_account_that_is_closed_or_whose_person_left_cannot_sign_in(client: FlaskClient, duong: str) -> None:
    assert _login(client, duong, PASSWORD).status_code == 303
    with transaction():
        get_person(get_unit("SNV"), "CB02").left = get_person(get_unit("SNV"), "CB02").joined
    assert not _is_signed_in(client)
    assert _login(client, duong, PASSWORD).status_code == 422


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_site(client: FlaskClient, duong: str, target: str) -> None:
    assert "evil" not in _main(client.get("/login", query_string={"next": target}).text)
    assert _login(client, duong, PASSWORD, next=target).location == "/"


def test_a_form_that_another_site_sends_signs_nobody_in(client: FlaskClient, duong: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = client.post("/login", data={"email": duong, "password": PASSWORD}, headers=headers)
        assert answer.status_code == 403
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert client.post("/login", data={"email": duong, "password": PASSWORD}, headers=own).status_code == 303


def test_signing_in_makes_a_new_session_and_ends_the_one_before(client: FlaskClient, duong: str) -> None:
    with client.session_transaction() as planted:
        planted["sign_in"], planted["csrf_token"], planted["other"] = "planted", "planted", "planted"
    _login(client, duong, PASSWORD)
    with client.session_transaction() as first:
        assert "planted" not in first.values()
        key = first["sign_in"]
    _login(client, duong, PASSWORD)
    with client.session_transaction() as second:
        assert second["sign_in"] != key
    assert [row.revoked_at is None for row in session().scalars(sa.select(SignIn).order_by(SignIn.id))] == [False, True]


def test_a_session_ends_after_half_an_hour_without_a_page(
    client: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    _login(client, duong, PASSWORD)
    for _page in range(3):
        clock.shift(timedelta(minutes=29))
        assert _is_signed_in(client)
    clock.shift(timedelta(minutes=31))
    assert not _is_signed_in(client)


def test_a_session_ends_after_a_working_day_however_busy(
    client: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    _login(client, duong, PASSWORD)
    for _page in range(12 * 3 - 1):
        clock.shift(timedelta(minutes=20))
        assert _is_signed_in(client)
    clock.shift(timedelta(minutes=20))
    assert not _is_signed_in(client)


def test_looking_at_pages_writes_nothing(client: FlaskClient, duong: str) -> None:
    _login(client, duong, PASSWORD)
    session().rollback()
    writes: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *args: writes.append(args[2]))
    for path in ("/", "/profile", "/password", "/login", "/forgot", "/healthz"):
        client.get(path)
    assert writes
    assert not [sql for sql in writes if sql.split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_signing_out_ends_this_browser_and_everywhere_ends_all(app: Flask, client: FlaskClient, duong: str) -> None:
    others = [app.test_client(), app.test_client()]
    for browser in (client, *others):
        _login(browser, duong, PASSWORD)
    assert client.post("/logout", data={"csrf_token": csrf(client)}).location == "/"
    assert [_is_signed_in(browser) for browser in (client, *others)] == [False, True, True]
    others[0].post("/logout", data={"csrf_token": csrf(others[0]), "everywhere": "1"})
    assert not any(map(_is_signed_in, others))


def test_another_browser_is_signed_out_from_the_profile_and_nobody_else_s(
    app: Flask, client: FlaskClient, duong: str
) -> None:
    there, somebody = app.test_client(), app.test_client()
    for browser in (there, client):
        _login(browser, duong, PASSWORD)
    sign_in(somebody, "cb01@example.gov.vn")
    rows = session().scalars(sa.select(SignIn.id).order_by(SignIn.id)).all()
    session().rollback()
    assert client.get("/profile").text.count("/end") == 1
    for row in rows[0], rows[2]:
        assert client.post(f"/profile/sign-ins/{row}/end", data={"csrf_token": csrf(client)}).status_code == 303
    assert [_is_signed_in(browser) for browser in (client, there, somebody)] == [True, False, True]


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient, duong: str) -> None:
    _login(client, duong, PASSWORD)
    stolen = client.get_cookie("ceremony")
    assert stolen is not None
    client.post("/logout", data={"csrf_token": csrf(client)})
    thief = app.test_client()
    thief.set_cookie("ceremony", stolen.value)
    assert not _is_signed_in(thief)


def test_a_form_without_the_session_s_token_does_nothing(client: FlaskClient, duong: str) -> None:
    _login(client, duong, PASSWORD)
    assert client.post("/logout").status_code == 400
    assert client.post("/profile", data={"language": "en", "csrf_token": "made up"}).status_code == 400
    assert _is_signed_in(client)


def test_a_form_sent_after_the_session_ended_comes_back_after_signing_in(
    client: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    _login(client, duong, PASSWORD)
    typed = {"csrf_token": csrf(client), "language": "en", "note": "đi công tác <b>", "password": "a secret"}
    clock.shift(timedelta(minutes=45))
    lost = client.post("/profile", data=typed)
    assert lost.status_code == 401
    assert "What you sent is kept" in lost.text
    fields = {"kept": _value_of(lost.text, "kept"), "next": _value_of(lost.text, "next")}
    back = _login(client, duong, PASSWORD, **fields)
    assert back.status_code == 200
    assert 'action="/profile"' in _main(back.text)
    assert "đi công tác &lt;b&gt;" in back.text
    assert "a secret" not in back.text
    again = {"csrf_token": csrf(client), "language": _value_of(back.text, "language")}
    assert client.post("/profile", data=again).status_code == 303
    assert session().scalars(sa.select(User.language)).one() == "en"


def test_a_form_that_no_page_of_ours_gave_out_is_not_kept(client: FlaskClient, duong: str) -> None:
    answer = client.post("/profile", data={"language": "en", "csrf_token": "made up"})
    assert (answer.status_code, answer.location) == (303, "/login?next=/profile")
    assert client.post("/logout").location == "/login"


def test_a_mailed_link_signs_in_once_and_only_when_the_button_is_pressed(client: FlaskClient, letters: Links) -> None:
    answer = client.post("/login", data={"email": DUONG, "link": "1", "next": "/profile"})
    assert answer.status_code == 200
    link = letters()[0]
    for _scan in range(2):
        assert client.head(link).status_code == 200
        assert "Võ Thị Hướng Dương" in client.get(link).text
    assert not _is_signed_in(client)
    assert client.post(link).location == "/profile"
    assert _is_signed_in(client)
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)


def test_the_letter_leaves_at_once_and_before_all_others(client: FlaskClient) -> None:
    client.post("/login", data={"email": DUONG, "link": "1"})
    letter = session().scalars(sa.select(Letter)).one()
    assert letter.priority == Priority.SIGN_IN
    assert letter.hold_until == letter.next_try_at
    assert letter.expires_at == letter.written_at.replace(microsecond=0) + timedelta(minutes=15) or letter.expires_at
    assert letter.edition.one_time == ["link"]


def test_a_link_ends_after_fifteen_minutes(client: FlaskClient, letters: Links, clock: time_machine.Traveller) -> None:
    client.post("/login", data={"email": DUONG, "link": "1"})
    clock.shift(timedelta(minutes=15))
    assert client.get(letters()[0]).status_code == 410
    assert client.post(letters()[0]).status_code == 410
    assert not _is_signed_in(client)


def test_a_changed_link_is_unknown_and_a_link_serves_one_purpose(client: FlaskClient, letters: Links) -> None:
    client.post("/login", data={"email": DUONG, "link": "1"})
    link = letters()[0]
    assert client.get(f"{link}x").status_code == 404
    assert client.get(link.replace("/login/link", "/password/link")).status_code == 404
    assert client.get("/login/link").status_code == 404


def test_an_unknown_address_gets_the_same_page_and_no_letter(client: FlaskClient, letters: Links) -> None:
    for path, fields in (("/login", {"link": "1"}), ("/forgot", {})):
        known = client.post(path, data={"email": DUONG, **fields})
        unknown = client.post(path, data={"email": "none@example.gov.vn", **fields})
        assert known.text.replace(DUONG, "") == unknown.text.replace("none@example.gov.vn", "")
        assert known.status_code == unknown.status_code == 200
    assert len(letters()) == 2


def test_a_shared_address_asks_who_it_is(client: FlaskClient, letters: Links) -> None:
    with transaction():
        get_person(get_unit("SNV"), "CB03").email = DUONG.upper()
    client.post("/login", data={"email": DUONG, "link": "1"})
    link = letters()[0]
    page = client.get(link).text
    assert "Trần Minh Họa" in page
    assert "Võ Thị Hướng Dương" in page
    assert client.post(link).status_code == 422
    assert client.post(link, data={"who": "person-1"}).status_code == 422
    hoa = get_person(get_unit("SNV"), "CB03").id
    session().rollback()
    assert client.post(link, data={"who": f"person-{hoa}"}).status_code == 303
    assert "Trần Minh Họa" in client.get("/profile").text
    client.post("/login", data={"email": DUONG, "link": "1"})
    duong = get_person(get_unit("SNV"), "CB02").id
    session().rollback()
    assert client.post(letters()[1], data={"who": f"person-{duong}"}).status_code == 303
    assert "Võ Thị Hướng Dương" in client.get("/profile").text


def test_a_shared_address_signs_in_nobody_who_leads(client: FlaskClient, letters: Links) -> None:
    with transaction():
        get_person(get_unit("SNV"), "CB03").email = DUONG
    give_role(DUONG, Role.RECORDER, "SNV-VP")
    hoa = get_person(get_unit("SNV"), "CB03")
    give_role(hoa, Role.MANAGER, "SNV-BGD")
    client.post("/login", data={"email": DUONG, "link": "1"})
    client.post("/forgot", data={"email": DUONG})
    for link in letters():
        page = client.get(link).text
        assert "Võ Thị Hướng Dương" in page
        assert "Trần Minh Họa" not in page
        for who in ({}, {"who": f"person-{hoa.id}"}):
            assert client.post(link, data={**who, "password": PASSWORD}).status_code == 422
    give_role(DUONG, Role.OFFICE, "SNV")
    for link in letters():
        page = client.get(link)
        assert page.status_code == 409
        assert "an address that only you read" in page.text


def test_a_forgotten_password_is_set_by_a_link_and_ends_other_sessions(
    app: Flask, client: FlaskClient, duong: str, letters: Links
) -> None:
    other = app.test_client()
    _login(other, duong, PASSWORD)
    client.post("/forgot", data={"email": duong})
    link = letters()[0]
    assert client.get(link).status_code == 200
    weak = client.post(link, data={"password": "ngắn"})
    assert weak.status_code == 422
    assert "too easy to guess" in weak.text
    assert client.post(link, data={"password": OTHER_PASSWORD}).status_code == 303
    assert _is_signed_in(client)
    assert not _is_signed_in(other)
    assert client.post(link, data={"password": OTHER_PASSWORD}).status_code == 410
    assert _login(other, duong, PASSWORD).status_code == 422
    assert _login(other, duong, OTHER_PASSWORD).status_code == 303


def test_passwords_are_kept_as_argon2id_of_the_owasp_strength(client: FlaskClient, duong: str) -> None:
    kept = session().scalars(sa.select(User.password)).one()
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_own_password_changes_only_with_the_present_one(app: Flask, client: FlaskClient, duong: str) -> None:
    _login(client, duong, PASSWORD)
    fields = {"csrf_token": csrf(client), "password": OTHER_PASSWORD}
    wrong = client.post("/password", data={**fields, "current": "wrong"})
    assert wrong.status_code == 422
    assert "The present password is not right." in wrong.text
    weak = client.post("/password", data={**fields, "current": PASSWORD, "password": "12345678901234567890"})
    assert weak.status_code == 422
    assert client.post("/password", data={**fields, "current": PASSWORD}).status_code == 303
    assert _is_signed_in(client)
    assert _login(app.test_client(), duong, OTHER_PASSWORD).status_code == 303


def test_who_has_no_password_is_offered_a_letter(client: FlaskClient) -> None:
    sign_in(client, DUONG)
    page = client.get("/password").text
    assert 'action="/forgot"' in page
    assert 'name="current"' not in page


def test_the_chosen_language_is_spoken_on_pages_and_in_letters(client: FlaskClient, app: Flask) -> None:
    app.extensions["babel"].default_locale = "vi"
    sign_in(client, DUONG)
    assert '<html lang="vi"' in client.get("/profile").text
    assert client.post("/profile", data={"csrf_token": csrf(client), "language": "en"}).status_code == 303
    assert '<html lang="en"' in client.get("/profile").text
    assert client.post("/profile", data={"csrf_token": csrf(client), "language": "xx"}).status_code == 422
    session().rollback()
    assert get_person(get_unit("SNV"), "CB02").language == "en"


def test_the_masthead_names_who_is_signed_in_and_nobody_else(client: FlaskClient, app: Flask) -> None:
    sign_in(client, DUONG)
    assert "Võ Thị Hướng Dương" in client.get("/").text
    assert "Võ Thị Hướng Dương" not in app.test_client().get("/").text
    assert "Set-Cookie" not in app.test_client().get("/").headers


def test_spent_links_and_sign_ins_are_forgotten_after_a_month(
    client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client, DUONG)
    clock.shift(timedelta(days=40))
    sign_in(client, DUONG)
    session().rollback()
    assert len(session().scalars(sa.select(SignIn)).all()) == 1
    assert len(session().scalars(sa.select(OneTimeLink)).all()) == 1

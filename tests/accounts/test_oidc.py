"""Signing in through the agency's identity provider: a real one, on loopback."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

from ceremony.accounts import provider as line
from ceremony.accounts.models import SecondFactor, SignIn, User
from ceremony.accounts.rules.oidc import same_address
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.operations.doctor import check_provider
from ceremony.people.queries import get_person, get_unit
from tests.accounts.conftest import DUONG
from tests.accounts.provider import CLIENT, NAME, OTHER_KEY, SECRET, Provider, running_provider
from tests.sign_in import account_of, csrf, sign_in

SILENT, UNPROVEN, INVALID = "cannot be reached now", "has not confirmed your e-mail", "does not hold"
OVER = "was used already, took too long"
# What the provider says wrongly is refused before the database is asked.
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def provider(environment: dict[str, str]) -> Iterator[Provider]:
    """The provider of the office under test."""
    with running_provider() as provider:
        environment |= {
            "CEREMONY_OIDC_ISSUER": provider.address,
            "CEREMONY_OIDC_CLIENT_ID": CLIENT,
            "CEREMONY_OIDC_CLIENT_SECRET": SECRET,
            "CEREMONY_OIDC_NAME": NAME,
        }
        yield provider


@pytest.fixture
def browser(provider: Provider, client: FlaskClient) -> FlaskClient:
    """A browser at an office that has a provider."""
    return client


def _there(client: FlaskClient, target: str = "/me") -> str:
    """Go to the provider and sign in there; return the address that it sends the browser back to."""
    leads = client.get("/login/oidc", query_string={"next": target})
    assert leads.status_code == 302, leads.text
    answer = httpx2.get(leads.location)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://localhost:8000")


def _back(client: FlaskClient, address: str) -> TestResponse:
    return client.get(address, follow_redirects=True)


def _refused(answer: TestResponse, status: int, words: str) -> bool:
    """Whether the visitor reads why, and stands at the sign-in page again."""
    return answer.status_code == status and words in answer.text and 'action="/login"' in answer.text


def _is_in(client: FlaskClient) -> bool:
    return client.get("/profile").status_code == 200


def _rows() -> int:
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).select_from(SignIn)) or 0


def test_the_button_leads_there_and_back_and_one_press_signs_in(browser: FlaskClient, provider: Provider) -> None:
    page = browser.get("/login?next=/profile").text
    assert f"Sign in with {NAME}" in page
    assert 'href="/login/oidc?next=/profile"' in page
    shown = _back(browser, _there(browser, "/profile"))
    assert shown.request.path == "/login/oidc/enter"
    assert "Võ Thị Hướng Dương" in shown.text
    assert (_rows(), _is_in(browser)) == (0, False), "to look at a page signs nobody in"
    answer = browser.post("/login/oidc/enter")
    assert (answer.status_code, answer.location) == (303, "/profile")
    assert "Võ Thị Hướng Dương" in browser.get("/profile").text
    account = session().scalars(sa.select(User)).one()
    assert (account.email, account.person_id) == (DUONG, get_person(get_unit("SNV"), "CB02").id)


@ONE_DATABASE
def test_what_the_provider_is_asked_is_for_one_use(browser: FlaskClient, provider: Provider) -> None:
    asked = [parse_qs(urlsplit(browser.get("/login/oidc").location).query) for _time in range(2)]
    assert {"openid email"} == {scope for query in asked for scope in query["scope"]}
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
        assert len(asked[0][name][0]) >= 43


def test_an_address_that_only_the_provider_itself_tells_is_asked_for(browser: FlaskClient, provider: Provider) -> None:
    provider.in_token = False
    provider.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    _back(browser, _there(browser))
    assert browser.post("/login/oidc/enter").location == "/me"
    assert "/me" in provider.asked


def test_the_press_works_once_and_in_this_browser_only(browser: FlaskClient) -> None:
    _back(browser, _there(browser))
    assert _refused(browser.application.test_client().post("/login/oidc/enter"), 410, OVER)
    assert browser.post("/login/oidc/enter").status_code == 303
    assert _refused(browser.post("/login/oidc/enter"), 410, OVER)
    foreign = browser.post("/login/oidc/enter", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_an_answer_is_taken_once_and_in_the_browser_that_asked(browser: FlaskClient) -> None:
    address = _there(browser)
    assert _refused(_back(browser.application.test_client(), address), 410, OVER)
    assert _back(browser, address).status_code == 200
    assert _refused(_back(browser, address), 410, OVER)
    code = parse_qs(urlsplit(address).query)["code"][0]
    again = parse_qs(urlsplit(_there(browser)).query)["state"][0]
    assert _refused(_back(browser, f"/login/oidc/back?code={code}&state={again}"), 403, "did not sign you in")


@ONE_DATABASE
@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?code=y", "?state=%FF&code=%00"])
def test_an_answer_with_another_state_is_refused(browser: FlaskClient, query: str) -> None:
    _there(browser)
    assert _refused(_back(browser, f"/login/oidc/back{query}"), 410, OVER)
    assert not _is_in(browser)


@ONE_DATABASE
def test_who_stops_at_the_provider_reads_so(browser: FlaskClient, provider: Provider) -> None:
    leads = browser.get("/login/oidc").location
    back = httpx2.get(f"{leads}&refuse=1").headers["Location"].removeprefix("http://localhost:8000")
    assert "error=access_denied" in back
    assert _refused(_back(browser, back), 403, "did not sign you in")


@ONE_DATABASE
def test_another_providers_answer_is_not_taken(browser: FlaskClient) -> None:
    assert _refused(_back(browser, f"{_there(browser)}&iss=https://evil.example"), 403, INVALID)


def test_who_takes_too_long_begins_again(browser: FlaskClient, clock: time_machine.Traveller) -> None:
    address = _there(browser)
    clock.shift(timedelta(minutes=11))
    assert _refused(_back(browser, address), 410, OVER)
    _back(browser, _there(browser))
    clock.shift(timedelta(minutes=11))
    assert _refused(browser.post("/login/oidc/enter"), 410, OVER)


@ONE_DATABASE
@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": ["another program"]},
        {"aud": [CLIENT, "another program"]},
        {"azp": "another program"},
        {"nonce": "of another visit"},
        {"exp": 1_500_000_000},
        {"iat": 4_000_000_000},
        {"exp": "tomorrow"},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_this_visit_signs_nobody_in(
    browser: FlaskClient, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    assert _refused(_back(browser, _there(browser)), 403, INVALID)
    assert _refused(browser.post("/login/oidc/enter"), 410, OVER)


@ONE_DATABASE
@pytest.mark.parametrize(
    ("key", "algorithm"), [(OTHER_KEY, "RS256"), (OctKey.import_key(SECRET), "HS256"), (OTHER_KEY, "none")]
)
@pytest.mark.filterwarnings("ignore:JWS algorithm")
def test_a_token_without_the_providers_own_signature_signs_nobody_in(
    browser: FlaskClient, provider: Provider, key: RSAKey | OctKey, algorithm: str
) -> None:
    provider.key, provider.algorithm = key, algorithm
    assert _refused(_back(browser, _there(browser)), 403, INVALID)


@ONE_DATABASE
@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"email": DUONG}, UNPROVEN),
        ({"email": DUONG, "email_verified": False}, UNPROVEN),
        ({"email": DUONG, "email_verified": "true"}, UNPROVEN),
        ({"email": [DUONG], "email_verified": True}, UNPROVEN),
        ({"email_verified": True}, UNPROVEN),
        ({"email": "nobody@example.gov.vn", "email_verified": True}, "Nobody in the staff list"),
        ({"email": "%@example.gov.vn", "email_verified": True}, "Nobody in the staff list"),
        ({"email": f"\0{DUONG}", "email_verified": True}, UNPROVEN),
    ],
)
def test_an_address_unconfirmed_or_unknown_signs_nobody_in(
    browser: FlaskClient, provider: Provider, told: dict[str, object], words: str
) -> None:
    provider.email = told
    assert _refused(_back(browser, _there(browser)), 403, words)
    session().rollback()
    assert session().scalars(sa.select(User)).all() == []


def test_letters_that_only_look_alike_are_another_address(browser: FlaskClient, provider: Provider) -> None:
    with transaction():
        get_person(get_unit("SNV"), "CB02").email = "kim@example.gov.vn"
    provider.email["email"] = "\u212aim@example.gov.vn"
    assert _refused(_back(browser, _there(browser)), 403, "Nobody in the staff list")
    provider.email["email"] = "KIM@Example.gov.vn"
    assert _back(browser, _there(browser)).status_code == 200


def test_addresses_are_the_same_in_any_case_of_plain_letters_only() -> None:
    assert same_address("A@b.vn", "a@B.VN")
    assert same_address("đ@b.vn", "đ@b.vn")
    assert not same_address("Đ@b.vn", "đ@b.vn")


def test_a_mailbox_of_several_does_not_tell_who_it_is(browser: FlaskClient, provider: Provider) -> None:
    address = _there(browser)
    with transaction():
        get_person(get_unit("SNV"), "CB03").email = DUONG.upper()
        # A closed account of one of them makes it no less a mailbox of two.
        account_of(DUONG).active = False
    assert _refused(_back(browser, address), 403, "Several persons have the address")


def test_who_left_or_whose_account_is_closed_reads_why(browser: FlaskClient, provider: Provider) -> None:
    with transaction():
        account_of(DUONG).active = False
    assert _refused(_back(browser, _there(browser)), 403, "is closed")
    with transaction():
        account_of(DUONG).active = True
    _back(browser, _there(browser))
    with transaction():
        get_person(get_unit("SNV"), "CB02").left = get_person(get_unit("SNV"), "CB02").joined
    assert _refused(browser.post("/login/oidc/enter"), 403, "has left")
    assert not _is_in(browser)


def test_the_second_factor_is_asked_for_all_the_same(browser: FlaskClient, provider: Provider) -> None:
    with transaction():
        user = account_of(DUONG)
        session().add(SecondFactor(user_id=user.id, name="máy", secret="-", added_at=now()))
    _back(browser, _there(browser))
    assert "recovery code" in browser.post("/login/oidc/enter").text
    assert not _is_in(browser)


@ONE_DATABASE
@pytest.mark.parametrize(
    "broken",
    [
        {"/.well-known/openid-configuration": ("<html>", 200)},
        {"/.well-known/openid-configuration": ("[]", 200)},
        {"/.well-known/openid-configuration": ("{}", 503)},
        {"/token": ("Bad gateway", 502)},
        {"/token": ("[1]", 200)},
        {"/token": ('{"access_token": "x", "token_type": "Bearer"}', 200)},
        {"/keys": ("null", 200)},
        {"/keys": ('{"keys": 1}', 200)},
    ],
)
def test_a_provider_that_answers_nonsense_is_told_as_such(
    browser: FlaskClient, provider: Provider, broken: dict[str, tuple[str, int]]
) -> None:
    address = _there(browser)
    provider.broken = broken
    assert _refused(_back(browser, address), 409, SILENT)


@ONE_DATABASE
@pytest.mark.parametrize(
    "about",
    [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": None}],
)
def test_a_provider_that_names_itself_or_its_addresses_wrongly_is_not_asked(
    browser: FlaskClient, provider: Provider, about: dict[str, object]
) -> None:
    provider.about = about
    assert _refused(browser.get("/login/oidc"), 409, SILENT)


@ONE_DATABASE
def test_a_provider_that_is_slow_or_gone_is_waited_for_a_few_seconds_only(
    browser: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert line._SECONDS <= 5
    address = _there(browser)
    provider.about = {"jwks_uri": "http://127.0.0.1:9/"}
    assert _refused(_back(browser, address), 409, SILENT)
    monkeypatch.setattr(line, "_SECONDS", 0.1)
    provider.seconds = 0.3
    assert _refused(browser.get("/login/oidc?next=/me"), 409, SILENT)


@ONE_DATABASE
def test_the_doctor_asks_the_provider_what_it_says_of_itself(browser: FlaskClient, provider: Provider) -> None:
    settings = browser.application.extensions["settings"]
    sound = check_provider(settings)
    assert (sound.ok, sound.found) == (True, f"{provider.address}: 1 keys")
    provider.about = {"issuer": "https://evil.example"}
    lying = check_provider(settings)
    assert (lying.ok, "it calls itself 'https://evil.example'" in lying.found) == (False, True)
    provider.about, provider.broken = {}, {"/keys": ("{}", 200)}
    assert not check_provider(settings).ok


@ONE_DATABASE
def test_a_form_that_is_kept_is_not_lost_on_the_way(
    browser: FlaskClient, duong: str, clock: time_machine.Traveller
) -> None:
    sign_in(browser, duong)
    form = {"csrf_token": csrf(browser), "language": "en"}
    clock.shift(timedelta(minutes=31))
    page = browser.post("/profile", data=form).text
    assert 'name="kept"' in page
    assert "Sign in with" not in page


def test_without_a_provider_there_is_neither_button_nor_page(client: FlaskClient) -> None:
    assert "/login/oidc" not in client.get("/login").text
    for address in ("/login/oidc", "/login/oidc/back", "/login/oidc/enter"):
        assert client.get(address).status_code == 404
    assert client.post("/login/oidc/enter").status_code == 404

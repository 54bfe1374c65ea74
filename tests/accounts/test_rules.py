"""How far a role reaches, how long a sign-in lasts, what a password needs, how long to wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremony.accounts.rules import Held, Role, allows, reaches
from ceremony.accounts.rules.sign_in import WeakPassword, agent_label, check_password, is_live, wait_after

NOW = datetime(2021, 7, 26, 1, tzinfo=UTC)
HOSTS = ["/1/", "/1/2/"]


@pytest.mark.parametrize(
    ("grant", "unit", "hosts", "reached"),
    [
        ("/1/", "/1/", ["/1/"], True),
        ("/1/", "/1/2/3/", ["/1/"], True),
        ("/1/", "/1/2/", ["/1/", "/1/2/"], False),
        ("/1/", "/1/2/3/", ["/1/", "/1/2/"], False),
        ("/1/2/", "/1/2/3/", ["/1/", "/1/2/"], True),
        ("/1/2/", "/1/", ["/1/"], False),
        ("/1/", "/12/", [], False),
        ("/1/2/", "/1/3/", ["/1/"], False),
    ],
)
def test_a_role_reaches_down_to_the_next_host(grant: str, unit: str, hosts: list[str], reached: bool) -> None:
    assert reaches(grant, unit, hosts) is reached


@pytest.mark.parametrize(
    ("role", "path", "host", "plain", "within", "above"),
    [
        (Role.OFFICE, "/1/", "/1/", True, True, True),
        # A division of the host: only where the page says that a part is enough.
        (Role.OFFICE, "/1/3/", "/1/", False, True, False),
        # A host below is none of the host's own people, and its office none of ours.
        (Role.OFFICE, "/1/2/", "/1/", False, False, False),
        (Role.OFFICE, "/1/", "/1/2/", False, False, True),
        # Figures of hosts below are for offices; a manager's reach ends at the next host.
        (Role.MANAGER, "/1/", "/1/2/", False, False, False),
        (Role.RECORDER, "/1/", "/1/", False, False, False),
    ],
)
def test_a_page_opens_to_a_role_on_its_host_within_it_or_above_it(
    role: Role, path: str, host: str, plain: bool, within: bool, above: bool
) -> None:
    held, roles = [Held(role, path)], ("office", "manager")
    assert allows(held, roles, host, HOSTS) is plain
    assert allows(held, roles, host, HOSTS, within=True) is within
    assert allows(held, roles, host, HOSTS, above=True) is above


def test_a_sign_in_from_the_future_is_not_trusted() -> None:
    minute = timedelta(minutes=1)
    assert is_live(NOW - minute, NOW - minute, NOW)
    assert not is_live(NOW - minute, NOW + minute, NOW)
    assert not is_live(NOW + minute, NOW, NOW)
    assert not is_live(NOW - timedelta(hours=12), NOW, NOW)


@pytest.mark.parametrize(
    "password",
    ["", "ngắn", "12345678901234", "aaaaaaaaaaaaaaaa", "cb02@example.gov.vn", "Võ Thị Hướng Dương", "x" * 257],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(password, ("cb02@example.gov.vn", "Võ Thị Hướng Dương"))


def test_a_long_password_of_plain_words_will_do() -> None:
    check_password("bốn từ không liên quan", ("cb02@example.gov.vn", "Võ Thị Hướng Dương"))


@given(st.integers(1, 10_000), st.integers(1, 50))
def test_waiting_only_grows_and_never_beyond_a_quarter_of_an_hour(tries: int, free: int) -> None:
    assert wait_after(tries, free) <= wait_after(tries + 1, free) <= timedelta(minutes=15)
    assert (wait_after(tries, free) == timedelta(0)) is (tries < free)


def test_a_browser_is_named_so_that_its_owner_knows_it() -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    assert agent_label(firefox) == "Firefox, Windows"
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
    assert agent_label(edge) == "Edge, Windows"
    assert agent_label("curl/8") == ""

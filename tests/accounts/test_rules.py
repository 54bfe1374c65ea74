"""How far a role reaches."""

import pytest

from ceremony.accounts.rules import reaches


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

"""The pictures of the guide: what each shows is there to be shown; `make pictures` keeps them in docs/guide."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from ceremony.demo import department
from tests.journeys.hands import PC, PHONE, Pointer
from tests.journeys.installation import Installation
from tests.journeys.pictures import keep_picture
from tests.journeys.rehearsing import PAST, TODAY, serve_the_morning, sign_in

Way = Callable[[Pointer], None]
OFFICE, EMPLOYEE = department.OFFICE_EMAIL, department.EMPLOYEE_EMAIL


@pytest.fixture(scope="module")
def address(rehearsal: Installation, browser: Browser) -> Iterator[str]:
    """The rehearsal served on the morning of a ceremony, its invitations sent."""
    with serve_the_morning(rehearsal, browser) as address:
        yield address


def at(path: str) -> Way:
    """Open an address."""
    return lambda who: who.open(path)


def to_the_invitation(duong: Pointer) -> None:
    duong.open("/")
    duong.page.locator("main a[href*='/i/']").first.click()
    duong.sees("kính mời Quý vị")


PICTURES: dict[str, tuple[str, tuple[int, int], Way]] = {
    "home": (OFFICE, PC, at("/")),
    "settings": (OFFICE, PC, at("/office")),
    "people": (OFFICE, PC, at("/people")),
    "roles": (OFFICE, PC, at("/office/roles")),
    "sign-in": (OFFICE, PC, at("/profile/second")),
    "plan": (OFFICE, PC, at("/plan/2026")),
    "topic": (OFFICE, PC, at(f"{PAST}/programme")),
    "invite": (OFFICE, PC, at(f"{TODAY}/invitations")),
    "answer": (EMPLOYEE, PHONE, to_the_invitation),
    "absence": (OFFICE, PC, at("/leave")),
    "roll": (OFFICE, PC, at(f"{TODAY}/roll")),
    "close": (OFFICE, PC, at(f"{PAST}/roll")),
    "report": (OFFICE, PC, at("/reports")),
    "article": (OFFICE, PC, at(f"{PAST}/article")),
}


@pytest.mark.xdist_group("browser")
def test_every_picture_of_the_guide_can_be_taken(browser: Browser, address: str, rehearsal: Installation) -> None:
    for name, (email, size, way) in PICTURES.items():
        with Pointer(browser, address, size) as who:
            sign_in(who, email)
            way(who)
            keep_picture(who, name)
    with Pointer(browser, address, PHONE) as somebody:
        code = json.loads(rehearsal.run("attendance", "code", "2026-12", "--json").stdout)["url"]
        somebody.open(code)
        somebody.sees("Điểm danh")
        keep_picture(somebody, "check-in")

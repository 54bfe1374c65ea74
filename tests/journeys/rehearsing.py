"""The rehearsal on the morning of a ceremony: its addresses, signing in, and serving it with the invitations sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from ceremony.demo import department
from tests.journeys.hands import Pointer
from tests.journeys.installation import Installation

# The first Monday of December 2026, twenty minutes before the flag goes up.
MORNING = "2026-12-07T06:40+07:00"
TODAY, PAST = "/ceremonies/SNV-2026-12", "/ceremonies/SNV-2021-08"


def sign_in(who: Pointer, email: str) -> None:
    """Sign in by password as one of the three people of the rehearsal."""
    who.open("/login")
    who.fill("Địa chỉ thư điện tử", email)
    who.fill("Mật khẩu", department.PASSWORD)
    who.press("Đăng nhập")
    who.page.wait_for_url("**/")


@contextmanager
def serve_the_morning(rehearsal: Installation, browser: Browser) -> Iterator[str]:
    """Serve *rehearsal*; the office has sent the invitations to the ceremony of the day, if nobody had before."""
    with rehearsal.serving("demo") as address:
        with Pointer(browser, address) as office:
            sign_in(office, department.OFFICE_EMAIL)
            office.open(f"{TODAY}/invitations")
            send = office.page.locator(f'form[action="{TODAY}/invitations/send"] button').first
            if send.count():
                send.click()
                office.sees("Không gửi nữa")
        yield address

"""The board of a year under a hand: a ceremony is dragged onto another day, or moved by keys, and asks why first."""

import pytest
from playwright.sync_api import Browser

from ceremony.demo import department
from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.installation import Installation
from tests.journeys.rehearsing import sign_in

BOARD = "/plan/2027?view=grid"


@pytest.mark.xdist_group("browser")
def test_a_ceremony_is_dragged_onto_a_day_off_and_goes_to_the_next_working_day_with_a_reason(
    browser: Browser, rehearsal: Installation
) -> None:
    with rehearsal.serving("demo") as address:
        with Pointer(browser, address) as office:
            sign_in(office, department.OFFICE_EMAIL)
            plan_2027(office)
            office.open(BOARD)
            office.page.locator("a[data-move*='SNV-2027-10']").drag_to(office.page.locator("td[data-day='2027-10-09']"))
            office.sees("Ngày 09/10/2027 là ngày nghỉ", "Hiện là ngày 04/10/2027.")
            office.fill("Lý do", "Hội nghị tỉnh")
            office.press("Dời buổi lễ")
            office.sees("Thứ Hai 11/10 Hội nghị tỉnh")
        with Keyboard(browser, address) as office:
            sign_in(office, department.OFFICE_EMAIL)
            office.open(BOARD)
            office.follow("Chuyển ngày buổi tháng 10")
            office.fill("Ngày mới", "12/10/2027")
            office.fill("Lý do", "Hội nghị tỉnh kéo dài")
            office.press("Dời buổi lễ")
            office.sees("Thứ Ba 12/10 Hội nghị tỉnh kéo dài")


def plan_2027(office: Pointer) -> None:
    """Plan the year, where no other journey has."""
    office.open("/plan/2027")
    if office.page.get_by_role("button", name="Tiếp tục: chủ đề").count():
        office.press("Tiếp tục: chủ đề")
        office.press("Tiếp tục: kiểm tra")
        office.press("Tạo kế hoạch năm 2027")

"""The roll of eighty people by keyboard: one key for each who is not simply present, and one for all others."""

import json
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.hands import Pointer
from tests.journeys.installation import Installation

PEOPLE = 80
DAY = "2021-08-02T07:01+07:00"
# How each is found (no marks, from any word of the name), and how each came.
EXCEPTIONS = (
    ("mau don", "m"),
    ("huong duong", "v"),
    ("minh hoa", "p"),
    ("thu 17", "m"),
    ("thu 33", "p"),
    ("thu 58", "v"),
    ("thu 79", "m"),
)


@pytest.fixture
def address(new_installation: Installation) -> Iterator[str]:
    """An office of eighty, all invited, on the morning of its ceremony."""
    named = ("Hoàng Thị Mẫu Đơn", "Võ Thị Hướng Dương", "Trần Minh Họa")
    people = (*named, *(f"Nguyễn Văn Thử {number}" for number in range(4, PEOPLE + 1)))
    rows = [f"{name},Phòng {at % 6 + 1},p{at}@example.gov.vn,M{at:02}" for at, name in enumerate(people)]
    staff_list = new_installation.folder.parent / "danh-sach.csv"
    staff_list.write_text("\n".join(["Họ và tên,Đơn vị,Thư điện tử,Mã số", *rows]), encoding="utf-8")
    before = {"CLOCK": "2021-07-26T08:00+07:00"}
    for command in (
        ("init", "--code", "SNV", "--name", "Sở Mẫu"),
        ("people", "import", str(staff_list)),
        ("schedule", "plan", "2021", "--approve"),
        ("invitations", "send", "2021-08", "--now"),
        ("accounts", "grant", "p0@example.gov.vn", "office", "--unit", "SNV"),
    ):
        ran = new_installation.run(*command, **before)
        assert ran.returncode == 0, ran.stderr
    with new_installation.serving("serve", "--no-worker", CLOCK=DAY) as address:
        yield address


@pytest.mark.xdist_group("browser")
def test_the_roll_of_eighty_takes_one_setting_key_for_each_exception_and_one_more(
    browser: Browser, address: str, new_installation: Installation
) -> None:
    keys: Counter[str] = Counter()
    with Pointer(browser, address) as don:
        link = new_installation.run("accounts", "link", "p0@example.gov.vn", "--json", CLOCK=DAY)
        don.open(json.loads(link.stdout)["url"])
        don.press("Đăng nhập")
        don.page.wait_for_url("**/")
        don.open("/ceremonies/SNV-2021-08/roll")

        def hit(key: str, *, is_setting: bool = False) -> None:
            keys["setting" if is_setting else "moving and searching"] += 1
            don.page.keyboard.press(key)

        for name, letter in EXCEPTIONS:
            for key in ("/", *name, "Enter"):
                hit("Space" if key == " " else key)
            hit(letter, is_setting=True)
        hit("r", is_setting=True)
        expect(don.page.locator("[data-total-done]")).to_have_text(str(PEOPLE))
        figures = {name: don.page.locator(f'[data-count="{name}"]') for name in ("late", "excused", "absent")}
        expect(figures["late"]).to_have_text("3")
        expect(figures["excused"]).to_have_text("2")
        expect(figures["absent"]).to_have_text("2")
    sys.stdout.write(f"{PEOPLE} people, {len(EXCEPTIONS)} exceptions: {dict(keys)}\n")
    assert keys["setting"] <= len(EXCEPTIONS) + 3

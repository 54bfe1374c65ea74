"""A programme of half an hour led from a phone, while a second one and the big screen show the same."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from ceremony.accounts.actions import make_link
from ceremony.accounts.queries import token_of
from ceremony.accounts.rules.sign_in import LINK_LIFE, Purpose
from ceremony.core import clock
from ceremony.core.db import session, transaction
from ceremony.people.queries import get_person, get_root
from ceremony.programme.actions import standard_programme
from ceremony.programme.queries import list_items
from ceremony.programme.rules import STANDARD
from ceremony.schedule.actions import PlanWish, plan_year
from ceremony.schedule.queries import get_by_key
from tests.cast import Cast
from tests.journeys.hands import Pointer
from tests.journeys.installation import served
from tests.sign_in import account_of

KEY = "SNV-2021-08"
START = datetime.fromisoformat("2021-08-02T07:00+07:00")
SMALL_PHONE = (320, 640)
Turn = Callable[[float], None]


@pytest.fixture
def turn(app: Flask) -> Iterator[Turn]:
    """Turn the office's clock to so many minutes after the start."""
    app.extensions["babel"].default_locale = "vi"

    def to(minutes: float) -> None:
        shows = START + timedelta(minutes=minutes)
        clock.install(clock.Clock(rehearsal=clock.Rehearsal(shows, clock.real_now())))

    to(-5)
    yield to
    clock.install(clock.Clock())


@pytest.fixture
def address(app: Flask, cast: Cast, turn: Turn) -> Iterator[str]:
    """The office on the morning of its ceremony, whose MC holds no role at all."""
    with transaction():
        plan_year(get_root(), 2021, PlanWish(), domain="example.gov.vn", now=clock.now(), approve=True)
        ceremony = get_by_key(KEY)
        standard_programme(ceremony)
        ceremony.mc_id = get_person(get_root(), cast.duong).id
    session().close()
    with served(app) as address:
        yield address


def _sign_in(who: Pointer, email: str) -> None:
    with transaction():
        user = account_of(email)
        link = make_link(email, Purpose.SIGN_IN, clock.now() + LINK_LIFE[Purpose.SIGN_IN], clock.now(), user=user)
        token = token_of(link)
    session().close()
    who.open(f"/login/link?token={token}")
    who.press("Đăng nhập")
    who.page.wait_for_url("**/")


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_mc_leads_half_an_hour_and_a_second_phone_shows_the_same(
    browser: Browser, address: str, turn: Turn
) -> None:
    with (
        Pointer(browser, address, SMALL_PHONE) as mc,
        Pointer(browser, address, SMALL_PHONE, scripts=False) as second,
    ):
        _sign_in(mc, "cb02@example.gov.vn")
        _sign_in(second, "cb02@example.gov.vn")
        mc.follow("Điều hành buổi lễ")
        mc.sees("Bắt đầu lúc 07h00.", STANDARD[0].title)
        turn(0)
        mc.press("Bắt đầu")
        passed = 0.0
        for place, part in enumerate(STANDARD[:-2]):
            mc.sees(f"Mục {place + 1}/{len(STANDARD)}", part.title, f"trong {part.minutes} phút", "đúng giờ")
            passed += part.minutes
            turn(passed)
            if place % 3 == 1:
                second.open(f"/ceremonies/{KEY}/run")
                second.sees(f"Mục {place + 1}/{len(STANDARD)}", f"Tiếp theo: {STANDARD[place + 1].title}")
            mc.page.locator("[name=said]").fill(f"Đã xong mục {place + 1}")
            mc.press("Tiếp theo")
        # The praise takes four minutes more than its two.
        turn(passed + 6.1)
        second.open(f"/ceremonies/{KEY}/run")
        second.sees("chậm 4 phút", "quá 4:", "dự kiến xong 07h34")
        mc.sees("chậm 4 phút")
        second.open(f"/ceremonies/{KEY}/board")
        second.sees(STANDARD[-2].title, "quá 4:")
        mc.press("Kết thúc tại đây")
        mc.sees("Chương trình đã kết thúc lúc 07h33.", "chưa tới", "Đã xong mục 1")
        assert mc.page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE[0]
        expect(mc.page.locator("li .state", has_text="chưa tới")).to_have_count(1)
        assert mc.complaints == []
    said = [one.said for one in list_items(get_by_key(KEY))]
    assert said == [*(f"Đã xong mục {place}" for place in range(1, 7)), "", ""]

"""A passkey in a real browser, with the authenticator that Chromium plays (WebAuthn domain of its protocol)."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from ceremony.accounts.models import Passkey
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from tests.accounts.conftest import DUONG, PASSWORD
from tests.journeys.hands import Pointer
from tests.journeys.installation import free_port
from tests.sign_in import account_of

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """An office whose site has a name: browsers give no passkeys to an address of numbers."""
    return environment | {"CEREMONY_BASE_URL": f"http://localhost:{free_port()}"}


def _give_password(duong: Pointer) -> None:
    duong.open("/login")
    duong.fill("Địa chỉ thư điện tử", DUONG)
    duong.fill("Mật khẩu", PASSWORD)
    duong.press("Đăng nhập")


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_passkey_is_added_signs_in_after_the_password_and_allows_its_removal(browser: Browser, address: str) -> None:
    with Pointer(browser, address) as duong:
        device = duong.page.context.new_cdp_session(duong.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        _give_password(duong)
        duong.page.wait_for_url("**/")
        duong.open("/profile/second")
        duong.follow("Thêm khóa truy cập (passkey)")
        duong.fill("Tên thiết bị", "máy bàn")
        duong.press("Thêm")
        duong.follow("Tôi đã cất các mã")
        duong.sees("Khóa truy cập của bạn", "máy bàn")
        duong.page.context.clear_cookies()

        _give_password(duong)
        duong.press("Dùng khóa truy cập (passkey)")
        duong.page.wait_for_url("**/")
        duong.open("/profile/second")
        duong.sees("dùng lần cuối ngày")
        duong.press("Gỡ máy bàn")
        duong.sees("Chưa cài")
    session().rollback()
    assert session().scalars(sa.select(Passkey.id)).all() == []


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_device_or_javascript_the_page_says_how_to_go_on(browser: Browser, address: str) -> None:
    with transaction():
        user = account_of(DUONG)
        words = {"name": "máy bàn", "handle": "aaaa", "credential": "bbbb", "public_key": "cccc"}
        session().add(Passkey(user_id=user.id, sign_count=0, added_at=now(), **words))
    session().rollback()
    with Pointer(browser, address, scripts=False) as duong:
        _give_password(duong)
        duong.sees("Khóa truy cập cần JavaScript")
        assert not duong.page.get_by_role("button", name="Dùng khóa truy cập").is_visible()
    with Pointer(browser, address) as duong:
        device = duong.page.context.new_cdp_session(duong.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        _give_password(duong)
        duong.press("Dùng khóa truy cập (passkey)")
        duong.sees("Chưa dùng được khóa truy cập")

"""Pages to which no link of the rehearsal leads: free of faults in all four views, like those of the walk.

Second factors, what a mailed link opens, the identity provider, and what an office sees only when something happened.
"""

from collections.abc import Callable, Iterator

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser
from werkzeug.routing import MapAdapter

from ceremony.accounts.actions import make_link
from ceremony.accounts.queries import token_of
from ceremony.accounts.rules.sign_in import LINK_LIFE, Purpose
from ceremony.core.clock import now, today
from ceremony.core.db import session, transaction
from ceremony.people.actions import leave_office
from ceremony.people.queries import get_person, get_unit
from tests.accounts.conftest import DUONG, PASSWORD
from tests.accounts.provider import CLIENT, NAME, SECRET, Provider, running_provider
from tests.cast import Cast, add_person
from tests.journeys.hands import Pointer
from tests.journeys.installation import free_port
from tests.journeys.look import BY_OTHERS, Look, addresses
from tests.journeys.test_passkey import KEY
from tests.people.files import csv
from tests.sign_in import account_of, give_role

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
DON = "cb01@example.gov.vn"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The agency's identity provider."""
    with running_provider() as provider:
        yield provider


@pytest.fixture
def environment(environment: dict[str, str], provider: Provider) -> dict[str, str]:
    """An office whose site has a name, for passkeys, and which has a provider."""
    base_url = f"http://localhost:{free_port()}"
    provider.back = f"{base_url}/login/oidc/back"
    return environment | {
        "CEREMONY_BASE_URL": base_url,
        "CEREMONY_OIDC_ISSUER": provider.address,
        "CEREMONY_OIDC_CLIENT_ID": CLIENT,
        "CEREMONY_OIDC_CLIENT_SECRET": SECRET,
        "CEREMONY_OIDC_NAME": NAME,
    }


@pytest.fixture(scope="module")
def routes() -> MapAdapter:
    """The addresses of the program."""
    return addresses()


@pytest.fixture
def looking(browser: Browser, address: str, routes: MapAdapter) -> Iterator[Look]:
    """Somebody who looks; in the end there was nothing to find."""
    with Pointer(browser, address, checked=True) as who:
        look = Look(who, routes)
        yield look
        assert look.faults == [], "\n".join(look.faults)


def _path(email: str, purpose: Purpose, opens: str, *, own: bool = True) -> str:
    """Return the path of a mailed link, for the account of *email* or for whoever has the address."""
    with transaction():
        user = account_of(email) if own else None
        link = make_link(email, purpose, now() + LINK_LIFE[purpose], now(), user=user)
        token = token_of(link)
    session().rollback()
    return f"{opens}?token={token}"


def _sign_in(who: Pointer, email: str) -> None:
    who.open(_path(email, Purpose.SIGN_IN, "/login/link"))
    who.press("Đăng nhập")
    who.page.wait_for_url("**/")


def _give_password(duong: Pointer) -> None:
    duong.page.context.clear_cookies()
    duong.open("/login")
    duong.fill("Địa chỉ thư điện tử", DUONG)
    duong.fill("Mật khẩu", PASSWORD)
    duong.press("Đăng nhập")
    duong.page.wait_for_load_state()


def _refused(look: Look, name: str, press: Callable[[], None]) -> None:
    """Press, with nothing in the browser that holds the form back, and look at the page that says what is wrong."""
    look.who.page.eval_on_selector_all("main form", "forms => forms.forEach(form => { form.noValidate = true; })")
    with look.who.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        press()
    assert answer.value.status == 422, name
    look.who.page.wait_for_load_state()
    look.look(name)


def _add_app(look: Look) -> list[str]:
    """Add an app by its pages, looking at each; return the recovery codes."""
    duong = look.who
    duong.open("/profile/second/new")
    duong.fill("Mã hiện trong ứng dụng", "000000")
    _refused(look, "a new app, wrong code", lambda: duong.press("Thêm"))
    duong.open("/profile/second/new")
    look.look()
    key = duong.page.locator("main code").first.inner_text().replace("-", "")
    duong.fill("Mã hiện trong ứng dụng", TOTP(key).generate().token)
    duong.press("Thêm")
    duong.sees("Tôi đã cất các mã")
    look.look("recovery codes")
    return duong.page.locator("main li code").all_inner_texts()


def test_second_factors_are_added_used_and_refused_without_a_fault(looking: Look) -> None:
    duong = looking.who
    device = duong.page.context.new_cdp_session(duong.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    _give_password(duong)
    duong.open("/profile/second")
    looking.look("no second factor")
    codes = _add_app(looking)
    _give_password(duong)
    looking.look("second factor, an app")
    duong.fill("Mã", "000000")
    _refused(looking, "second factor, wrong code", lambda: duong.press("Đăng nhập"))
    duong.fill("Mã", codes[0])
    duong.press("Đăng nhập")
    duong.page.wait_for_url("**/")
    duong.open("/profile/second/passkeys/new")
    looking.look()
    duong.fill("Tên thiết bị", "máy bàn")
    duong.press("Thêm")
    duong.page.wait_for_url("**/profile/second")
    duong.sees("Ứng dụng của bạn", "Khóa truy cập của bạn")
    looking.look("second factors, an app and a passkey")
    duong.fill("Mã", "000000")
    _refused(looking, "second factors, wrong code", lambda: duong.press("Tạo mã dự phòng mới"))
    _give_password(duong)
    duong.open("/login/second")
    assert duong.page.get_by_role("button", name="Dùng khóa truy cập").is_visible()
    looking.look()
    assert looking.endpoints >= BY_OTHERS["second factors"]


def test_what_a_mailed_link_opens_is_free_of_faults(looking: Look, cast: Cast) -> None:
    with transaction():
        get_person(get_unit(cast.host), cast.hoa).email = DUONG
    session().rollback()
    who = looking.who
    who.open(_path(DUONG, Purpose.SIGN_IN, "/login/link", own=False))
    who.sees("Trần Minh Họa", "Võ Thị Hướng Dương")
    looking.look()
    _refused(looking, "a shared mailbox, nobody chosen", lambda: who.press("Đăng nhập"))
    for purpose, opens in ((Purpose.PASSWORD, "/password/link"), (Purpose.ADDRESS, "/address/link")):
        who.open(_path(DON, purpose, opens))
        looking.look()
    who.press("Dùng địa chỉ này")
    looking.look("the new address holds")
    who.open("/address/link?token=none")
    looking.look("a link that is none")
    assert looking.endpoints >= BY_OTHERS["mailed links"]


def test_the_way_through_the_provider_is_free_of_faults(looking: Look, provider: Provider) -> None:
    who = looking.who
    who.open("/login")
    looking.look("signing in, with a provider")
    who.follow(f"Đăng nhập bằng {NAME}")
    who.page.wait_for_url("**/login/oidc/enter")
    looking.look()
    who.open("/login/oidc/back")
    looking.look("an answer of the provider that nobody asked for")
    # To go there is what was asked for.
    who.complaints = [one for one in who.complaints if provider.address not in one]
    assert looking.endpoints >= BY_OTHERS["provider"]


def _correction_and_farewell(cast: Cast) -> int:
    """Let Ông Họa leave, and the office have its role; return his number."""
    give_role(DON, "office", "SNV")
    with transaction():
        hoa = get_person(get_unit(cast.host), cast.hoa)
        leave_office(hoa, today())
        number = hoa.id
        unit, host = get_unit(cast.office), get_unit(cast.host)
        for code in ("CB08", "CB09"):
            add_person(unit, host, code, "Lê Thị Hoa Sen", "")
    session().rollback()
    return number


UNCLEAR = (
    ("a problem", ["Bùi Thị Hạnh", "Lái xe", "hanh@example,gov"]),
    ("a conversion", ["NguyÔn V¨n An", "L¸i xe", "an@example.gov.vn"]),
    ("a choice", ["Lê Thị Hoa Sen", "Lái xe", ""]),
)


def test_what_an_office_sees_of_people_who_leave_object_or_are_unclear(looking: Look, cast: Cast) -> None:
    who, hoa = looking.who, _correction_and_farewell(cast)
    _sign_in(who, DUONG)
    who.open("/me/correction")
    looking.look()
    _refused(looking, "a correction without words", lambda: who.press("Gửi Văn phòng"))
    who.open("/me/correction")
    who.page.locator("main textarea").fill("Tôi là Phó Trưởng phòng")
    who.press("Gửi Văn phòng")
    who.page.wait_for_load_state()
    who.open("/me/correction")
    looking.look("a correction that waits")
    who.page.context.clear_cookies()
    _sign_in(who, DON)
    for path in (f"/people/{hoa}/forget", "/people/corrections", "/people/retention"):
        who.open(path)
        looking.look()
    rows = [["Họ và tên", "Chức vụ", "Đơn vị", "Thư điện tử"]]
    rows += [[name, position, "Văn phòng", email] for _what, (name, position, email) in UNCLEAR]
    for what, lines in (("all three", rows), ("a conversion", [rows[0], rows[2]])):
        who.open("/people/import")
        file = {"name": "danh-sach.csv", "mimeType": "text/csv", "buffer": csv(lines)}
        who.page.locator("main input[type=file]").set_input_files(file)
        who.press("Xem thử danh sách")
        who.page.wait_for_load_state()
        who.sees("danh-sach.csv")
        looking.look(f"a staff list with {what}")
    assert looking.endpoints >= BY_OTHERS["people"]

"""Every page that a role reaches by links: nothing that axe finds, no sideways scroll, no error, no foreign request.

Each is looked at in four views: 1366 and 320 px wide, light and dark.
"""

import json
import sys
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser
from werkzeug.routing import MapAdapter

from ceremony.demo import department
from tests.journeys.hands import Pointer
from tests.journeys.installation import Installation
from tests.journeys.look import BY_OTHERS, Look, addresses, pages
from tests.journeys.rehearsing import PAST, TODAY, serve_the_morning, sign_in

# Of one kind of page the office looks at two, a past and a coming ceremony; the others see less of the same.
OF_A_KIND = {"office": 2, "nobody": 2}
RECORDER_EMAIL = "dtskhue@example.gov.vn"
ROLES = {
    "office": department.OFFICE_EMAIL,
    "manager": department.MANAGER_EMAIL,
    "recorder": RECORDER_EMAIL,
    "employee": department.EMPLOYEE_EMAIL,
    "nobody": None,
}
# The same for everybody; nobody in particular looks at them.
SAME_FOR_ALL = ("/help", "/dev/")
# What no link leads to.
UNLINKED = {
    "office": (
        *(f"{TODAY}/{page}" for page in ("roll", "screen", "board", "invitations/letter")),
        *(f"{PAST}/objections", "/start"),
        "/plan/2026?view=grid&move=SNV-2026-12",
        "/plan/2026?edit=SNV-2026-12",
    ),
    "employee": ("/office",),
    "nobody": ("/dev/parts", "/dev/mail", "/nowhere"),
}

# Sent without a word; the first one before signing in.
REFUSED = ("/login", "/people/new", "/people/import", "/password")


@pytest.fixture(scope="module")
def address(rehearsal: Installation, browser: Browser) -> Iterator[str]:
    """The rehearsal served on the morning of a ceremony, its invitations sent."""
    granted = rehearsal.run("accounts", "grant", RECORDER_EMAIL, "recorder", "--unit", "SNV-VP")
    assert granted.returncode == 0, granted.stderr
    with serve_the_morning(rehearsal, browser) as address:
        yield address


@pytest.fixture(scope="module")
def routes() -> MapAdapter:
    """The addresses of the program."""
    return addresses()


def sign_in_by_link(who: Pointer, link: str) -> None:
    who.open(link)
    who.press("Đăng nhập")
    who.page.wait_for_url("**/")


def check_in(somebody: Pointer, browser: Browser) -> tuple[str, str]:
    """Arrive at the ceremony of the day; return the addresses of the code and of the arrival, for a fresh browser."""
    with Pointer(browser, somebody.address) as office:
        sign_in(office, department.OFFICE_EMAIL)
        office.open(f"{TODAY}/screen")
        code = f"/c/{office.page.locator('.screen-code b.num').inner_text().strip()}"
    somebody.open(code)
    somebody.fill("hoặc mã số cán bộ", "NV02")
    somebody.press("Tôi có mặt")
    somebody.sees("Đã điểm danh")
    somebody.page.context.clear_cookies()
    return code, urlsplit(somebody.page.url).path


class Walk(Look):
    """Pages by their links, a few of each kind."""

    def __init__(
        self, who: Pointer, routes: MapAdapter, *starts: str, but: tuple[str, ...] = (), of_a_kind: int = 2
    ) -> None:
        super().__init__(who, routes)
        self.but, self.of_a_kind = but, of_a_kind
        self.visited: list[str] = []
        self._waiting = deque(["/", *starts])
        self._kinds: dict[tuple[str, bool], int] = {}
        self._known: set[str] = set()

    def run(self) -> None:
        """Look at every page that can be reached."""
        while self._waiting:
            path = self._waiting.popleft()
            if path in self._known or not self._is_wanted(path):
                continue
            self._known.add(path)
            answer = self.who.page.goto(self.who.address + path)
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            self.visited.append(path)
            self.look()
            self._follow()

    def _is_wanted(self, path: str) -> bool:
        split, endpoint = urlsplit(path), self.endpoint(path)
        if endpoint is None:
            return True
        if self.but and split.path.startswith(self.but):
            return False
        if endpoint == "static" or split.path.endswith((".ics", ".xlsx", ".csv", ".pdf", ".docx", ".json")):
            return False
        kind = (endpoint, bool(split.query))
        self._kinds[kind] = self._kinds.get(kind, 0) + 1
        return self._kinds[kind] <= self.of_a_kind

    def _follow(self) -> None:
        for href in self.who.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            link = urlsplit(urljoin(self.who.page.url, href))
            if f"{link.scheme}://{link.netloc}" == self.who.address:
                self._waiting.append(link.path + (f"?{link.query}" if link.query else ""))


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_a_role_reaches_is_free_of_faults(
    role: str, browser: Browser, address: str, routes: MapAdapter, rehearsal: Installation
) -> None:
    email = ROLES[role]
    with Pointer(browser, address, checked=True) as who:
        starts = UNLINKED.get(role, ())
        if role == "recorder":
            sign_in_by_link(who, json.loads(rehearsal.run("accounts", "link", RECORDER_EMAIL, "--json").stdout)["url"])
        elif email:
            sign_in(who, email)
        else:
            starts += check_in(who, browser)
        walk = Walk(who, routes, *starts, but=SAME_FOR_ALL if email else (), of_a_kind=OF_A_KIND.get(role, 1))
        walk.run()
        sys.stdout.write(f"{role}: {len(walk.visited)} pages x 4 views, {len(walk.faults)} faults\n")
        if role == "office":
            assert pages(routes) - walk.endpoints <= set().union(*BY_OTHERS.values()), "no walk comes there"
        assert walk.endpoints >= BY_OTHERS.get(role, set())
        assert walk.faults == [], "\n".join(walk.faults)


@pytest.mark.xdist_group("browser")
def test_a_page_that_says_what_to_correct_is_free_of_faults_too(
    browser: Browser, address: str, routes: MapAdapter
) -> None:
    with Pointer(browser, address, checked=True) as office:
        walk = Walk(office, routes)
        for path in REFUSED:
            if path != REFUSED[0] and office.page.url.endswith(REFUSED[0]):
                sign_in(office, department.OFFICE_EMAIL)
            office.open(path)
            button = office.page.locator("main form[method=post] button.btn-primary").last
            button.evaluate("button => { button.form.noValidate = true; }")
            with office.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
                button.click()
            assert answer.value.status == 422, path
            office.page.wait_for_load_state()
            walk.look()
        assert walk.faults == [], "\n".join(walk.faults)


@pytest.mark.xdist_group("browser")
def test_the_steps_that_plan_a_year_are_free_of_faults(browser: Browser, address: str, routes: MapAdapter) -> None:
    with Pointer(browser, address, checked=True) as office:
        walk = Walk(office, routes)
        sign_in(office, department.OFFICE_EMAIL)
        office.open("/plan/2028")
        for step in ("Chọn ngày khác cho tháng 8", "Tiếp tục: chủ đề", "Tiếp tục: kiểm tra"):
            office.press(step)
            office.page.wait_for_load_state()
            walk.look(step)
        office.sees("Chưa có gì được tạo.")
        assert walk.faults == [], "\n".join(walk.faults)

"""Every page that a role reaches by links: nothing that axe finds, no sideways scroll, no error, no foreign request.

Each is looked at in four views: 1366 and 320 px wide, light and dark.
"""

import json
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ceremony.app import create_app
from ceremony.core.settings import read_settings
from ceremony.demo import department
from ceremony.demo.views import blueprint as mailbox
from tests.journeys.hands import Pointer
from tests.journeys.installation import Installation
from tests.journeys.rehearsing import TODAY, serve_the_morning, sign_in

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
# A letter is looked at too, but it has no landmarks: it is shown inside a mail program's page.
# The dark colours change nothing but colours, so there only the rules of colours are asked again.
RUN_AXE = """async ({isLetter, isDark}) => {
    const shell = {enabled: !isLetter};
    const rules = {"target-size": {enabled: true}, "landmark-one-main": shell, region: shell};
    const colours = {type: "rule", values: ["color-contrast", "link-in-text-block"]};
    const asked = isDark ? {runOnly: colours} : {rules};
    const found = await axe.run({iframes: false, resultTypes: ["violations"], ...asked});
    const where = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
    return found.violations.map((one) => one.id + ": " + where(one));
}"""
LETTERS = ("/html", "/letter")
WIDTHS = (1366, 320)
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
        f"{TODAY}/roll",
        f"{TODAY}/screen",
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
def routes() -> Flask:
    """The addresses of the program, to tell of what kind a link is."""
    app = create_app(read_settings({"CEREMONY_SECRET_KEY": "only to know the addresses of all pages"}))
    app.register_blueprint(mailbox)
    return app


def sign_in_by_link(who: Pointer, link: str) -> None:
    who.open(link)
    who.press("Đăng nhập")
    who.page.wait_for_url("**/")


class Walk:
    """Pages by their links, a few of each kind."""

    def __init__(
        self, who: Pointer, routes: Flask, *starts: str, but: tuple[str, ...] = (), of_a_kind: int = 2
    ) -> None:
        self.who, self.but, self.of_a_kind = who, but, of_a_kind
        self.faults: list[str] = []
        self.visited: list[str] = []
        self._routes = routes.url_map.bind("127.0.0.1")
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
            self.look(path)
            self._follow()

    def _is_wanted(self, path: str) -> bool:
        split = urlsplit(path)
        try:
            endpoint, _values = self._routes.match(split.path, "GET")
        except RequestRedirect:
            return True
        except HTTPException:
            endpoint = split.path
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

    def look(self, path: str) -> None:
        """Look at the page that is open, in all four views."""
        page = self.who.page
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.faults.append(f"{path} scrolls sideways at {width} px")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                asked = {"isLetter": path.endswith(LETTERS), "isDark": scheme == "dark"}
                self.faults += [f"{path} {width} {scheme} {one}" for one in page.evaluate(RUN_AXE, asked)]


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_a_role_reaches_is_free_of_faults(
    role: str, browser: Browser, address: str, routes: Flask, rehearsal: Installation
) -> None:
    email = ROLES[role]
    with Pointer(browser, address, checked=True) as who:
        starts = UNLINKED.get(role, ())
        if role == "recorder":
            sign_in_by_link(who, json.loads(rehearsal.run("accounts", "link", RECORDER_EMAIL, "--json").stdout)["url"])
        elif email:
            sign_in(who, email)
        else:
            code = json.loads(rehearsal.run("attendance", "code", "2026-12", "--json").stdout)["url"]
            starts += (urlsplit(code).path,)
        walk = Walk(who, routes, *starts, but=SAME_FOR_ALL if email else (), of_a_kind=OF_A_KIND.get(role, 1))
        walk.run()
        sys.stdout.write(f"{role}: {len(walk.visited)} pages x 4 views, {len(walk.faults)} faults\n")
        assert walk.faults == [], "\n".join(walk.faults)


@pytest.mark.xdist_group("browser")
def test_a_page_that_says_what_to_correct_is_free_of_faults_too(browser: Browser, address: str, routes: Flask) -> None:
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
            walk.look(path)
        assert walk.faults == [], "\n".join(walk.faults)


@pytest.mark.xdist_group("browser")
def test_the_steps_that_plan_a_year_are_free_of_faults(browser: Browser, address: str, routes: Flask) -> None:
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

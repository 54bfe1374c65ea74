"""Looking at the page that is open as axe does: 1366 and 320 px wide, light and dark."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from ceremony.app import create_app
from ceremony.core.settings import read_settings
from ceremony.demo.views import blueprint as mailbox
from tests.journeys.hands import Pointer

AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
# A letter is looked at too, but it has no landmarks: it is shown inside a mail program's page.
# The dark colours change nothing but colours, so there only the rules of colours are asked again.
# What the style sheets say of turned screens is the same on all pages: they are fetched once for each set of them.
RUN_AXE = """async ({isLetter, isDark, readsSheets}) => {
    const shell = {enabled: !isLetter};
    const rules = {"target-size": {enabled: true}, "landmark-one-main": shell, region: shell};
    const colours = {type: "rule", values: ["color-contrast", "link-in-text-block"]};
    const asked = isDark ? {runOnly: colours} : {rules};
    const found = await axe.run({iframes: false, preload: readsSheets, resultTypes: ["violations"], ...asked});
    const where = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ");
    return found.violations.map((one) => one.id + ": " + where(one));
}"""
SHEETS = "[...document.styleSheets].map((sheet) => sheet.href || sheet.ownerNode.textContent).join()"
LETTERS = ("/html", "/letter")
WIDTHS = (1366, 320)
# What is no page: files, calendars, signs of life, a part of a page, and what only leads on.
NO_PAGE = {
    *("documents.download", "documents.download_version", "help.show_icon", "help.show_picture", "help.show_robots"),
    *("people.download_people", "people.download_template", "personal.download_data", "desk.download_plan", "static"),
    *("schedule.download_entry", "schedule.show_feed", "operations.healthz", "sending.show_table"),
    *("accounts.show_provider", "accounts.show_return", "attendance.type_code", "desk.show_this_year"),
}
# The office's walk comes to every page but these, at which others look: who adds a page that no link of the
# rehearsal leads to adds it here, and the way to it.
BY_OTHERS = {
    "nobody": {
        *("accounts.show_forgot", "accounts.show_login", "attendance.show_arrival", "attendance.show_check_in"),
        *("demo.list_messages", "demo.show_html", "demo.show_message", "gallery.show_parts"),
        *("help.show_index", "help.show_task"),
    },
    "second factors": {"accounts.show_new_factor", "accounts.show_new_passkey", "accounts.show_second"},
    "mailed links": {"accounts.show_address", "accounts.show_link", "accounts.show_new_password"},
    "provider": {"accounts.show_oidc"},
    "people": {"people.show_corrections", "people.show_forgetting", "personal.show_correction"},
}
SCHEMES = ("light", "dark")


def addresses() -> MapAdapter:
    """Return the addresses of the program with the rehearsal's mailbox, to tell of what kind a link is."""
    app: Flask = create_app(read_settings({"CEREMONY_SECRET_KEY": "only to know the addresses of all pages"}))
    app.register_blueprint(mailbox)
    return app.url_map.bind("127.0.0.1")


def pages(routes: MapAdapter) -> set[str]:
    """Return the endpoints of all pages."""
    return {rule.endpoint for rule in routes.map.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGE


class Look:
    """What was seen by *who*: the faults, and the endpoints of the pages."""

    def __init__(self, who: Pointer, routes: MapAdapter) -> None:
        self.who, self.routes = who, routes
        self.faults: list[str] = []
        self.endpoints: set[str] = set()
        # The next page begins as the last one ended: each turn lays the page out anew.
        self._widths, self._schemes = WIDTHS, SCHEMES
        self._sheets: set[str] = set()

    def endpoint(self, path: str) -> str | None:
        """Return what answers at *path*; None where it leads on, *path* itself where nothing does."""
        try:
            return str(self.routes.match(urlsplit(path).path, "GET")[0])
        except RequestRedirect:
            return None
        except HTTPException:
            return urlsplit(path).path

    def look(self, name: str = "") -> None:
        """Look at the page that is open, in all four views; *name* says which it is, its address if nothing else."""
        page = self.who.page
        path = page.url.removeprefix(self.who.address)
        self.endpoints.add(self.endpoint(path) or path)
        page.evaluate(AXE)
        sheets = page.evaluate(SHEETS)
        for width in self._widths:
            page.set_viewport_size({"width": width, "height": 768})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.faults.append(f"{name or path} scrolls sideways at {width} px")
            for scheme in self._schemes:
                page.emulate_media(color_scheme=scheme)
                is_dark, reads = scheme == "dark", sheets not in self._sheets
                asked = {"isLetter": path.endswith(LETTERS), "isDark": is_dark, "readsSheets": reads and not is_dark}
                self.faults += [f"{name or path} {width} {scheme} {one}" for one in page.evaluate(RUN_AXE, asked)]
            self._schemes = self._schemes[::-1]
        self._widths = self._widths[::-1]
        self._sheets.add(sheets)

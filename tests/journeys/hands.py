"""How people work a page in a real browser: with a pointer, or with the keyboard alone."""

import re
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

PC, PHONE = (1366, 768), (360, 740)
# More stops than the longest page of the journeys has.
_MOST_STOPS = 250


class Pointer:
    """A person before a page of their own session; `complaints` are errors in the console and requests off the host."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        size: tuple[int, int] = PC,
        *,
        dark: bool = False,
        scripts: bool = True,
        checked: bool = False,
    ) -> None:
        self.address = address
        self.complaints: list[str] = []
        context = browser.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="vi-VN",
            # What looks at a page from outside brings a script of its own.
            bypass_csp=checked,
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form (422) or a page that is gone (410) is an answer; what a page fetches must be there.
        is_answer = "the server responded with a status of" in message.text and message.location["url"] == self.page.url
        if message.type == "error" and not is_answer:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.complaints.append(f"{self.page.url} asks for {request.url}")

    def open(self, path: str) -> None:
        """Open an address of the program."""
        split = urlsplit(path)
        self.page.goto(self.address + split.path + (f"?{split.query}" if split.query else ""))

    def fill(self, label: str, text: str) -> None:
        """Type *text* into the field of this label in place of what stands there."""
        field = self._field(label)
        self._reach(field)
        self._type(field, text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list by its words."""
        field = self._field(label)
        self._reach(field)
        self._select(field, option)

    def give(self, label: str, file: Path) -> None:
        """Choose a file."""
        field = self._field(label)
        self._reach(field)
        field.set_input_files(file)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self._hit(self.page.locator("main").get_by_role("button", name=name, exact=True).locator("visible=true").first)

    def follow(self, name: str) -> None:
        """Follow the link of this name."""
        self._hit(self.page.locator("main").get_by_role("link", name=name, exact=True).locator("visible=true").first)

    def unfold(self, summary: str) -> None:
        """Open what is folded under these words."""
        self._hit(self.page.locator("summary").filter(has_text=summary).locator("visible=true").first)

    def sees(self, *words: str) -> None:
        """Assert that the page shows all these words, soon, however they are broken into lines."""
        for one in words:
            pattern = r"\s+".join(re.escape(part) for part in one.split())
            expect(self.page.locator("body")).to_contain_text(re.compile(pattern), use_inner_text=True, timeout=10_000)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.page.context.close()
        if kind is None:
            assert self.complaints == [], "\n".join(self.complaints)

    def _field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label, exact=True).first

    def _reach(self, target: Locator) -> None:
        """Bring the hand to *target*; a pointer needs nothing for it."""

    def _type(self, field: Locator, text: str) -> None:
        field.fill(text)

    def _select(self, field: Locator, option: str) -> None:
        field.select_option(label=option)

    def _hit(self, target: Locator) -> None:
        self._reach(target)
        target.click()


class Keyboard(Pointer):
    """A person who never touches a pointer: Tab until it is reached, and the focus is seen at every stop."""

    def _reach(self, target: Locator) -> None:
        target.wait_for(state="attached")
        wanted = target.element_handle()
        for _ in range(_MOST_STOPS):
            if self.page.evaluate("wanted => wanted === document.activeElement", wanted):
                assert self._shows_focus(), f"{self.page.url}: the focus cannot be seen on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {target} cannot be reached by Tab")

    def _shows_focus(self) -> bool:
        return bool(
            self.page.evaluate(
                """() => {
                    const style = getComputedStyle(document.activeElement);
                    const outlined = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
                    return outlined || style.boxShadow !== "none";
                }"""
            )
        )

    def _type(self, field: Locator, text: str) -> None:
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def _select(self, field: Locator, option: str) -> None:
        options = field.locator("option").all_inner_texts()
        index = field.evaluate("list => list.selectedIndex")
        way = options.index(option) - index
        for _ in range(abs(way)):
            self.page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")

    def _hit(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

"""Walks through the pages as a reader does: by the links that they show."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask.testing import FlaskClient

# Of links that differ only in numbers, days and names this many are followed.
_OF_A_SHAPE = 3
_VOID = {"script", "style"}


@dataclass
class Form:
    """A form that changes something: where it goes, and its fields with what stands in them."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The links and the forms of one page, and the sentences of its faults and notices."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self._form: Form | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.links.append(urljoin(self.address, values["href"]))
        elif tag == "form":
            is_post = values.get("method", "get").lower() == "post"
            self._form = Form(urljoin(self.address, values.get("action") or self.address)) if is_post else None
            if self._form is not None:
                self.forms.append(self._form)
        elif tag in ("input", "textarea", "select", "button") and self._form is not None and values.get("name"):
            self._form.fields.setdefault(values["name"], values.get("value", ""))
            if values.get("type") in ("hidden", "submit") or tag == "button":
                self._form.hidden.add(values["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def _shape(address: str) -> str:
    parts = urlsplit(address)
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query)}))
    return f"{re.sub(r'[0-9]+', '#', parts.path)}?{names}"


def crawl(client: FlaskClient, start: str = "/") -> tuple[dict[str, Page], dict[str, int]]:
    """Return the pages that links lead to from *start*, and the addresses that answered with an error."""
    waiting, known = [start], {start}
    shapes: Counter[str] = Counter()
    pages: dict[str, Page] = {}
    broken: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code >= 400:
            broken[address] = answer.status_code
        links = [urljoin(address, answer.location)] if answer.location else []
        if answer.mimetype == "text/html" and not answer.location:
            pages[address] = Page(address, answer.text)
            links = pages[address].links
        answer.close()
        for link in (one.partition("#")[0] for one in links):
            if not link.startswith("/") or link.startswith(("//", "/static")) or link in known:
                continue
            known.add(link)
            shapes[_shape(link)] += 1
            if shapes[_shape(link)] <= _OF_A_SHAPE:
                waiting.append(link)
    return pages, broken

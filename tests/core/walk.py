"""The walk itself: visitors signed in once, addresses filled with everybody's ids, and who owns what was written."""

import inspect
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from ceremony.core import db as database
from ceremony.core.db import Base, session
from ceremony.core.web.access import Access, declared
from tests.core.agencies import VISITORS, World, person_of
from tests.journeys.crawl import Page
from tests.sign_in import csrf, sign_in

# Parts of an address that name the host; elsewhere `?unit=` does.
HOSTED = {"key", "document", "person_id", "leave_id", "unit_code"}


def rules_of(app: Flask, method: str) -> list[Rule]:
    """Return the addresses that take this method."""
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or set())]


_QUERY = re.compile(r'request\.(?:args|values)(?:\.get|\.getlist)?[(\[]"(\w+)"')


def queries_of(app: Flask, endpoint: str) -> set[str]:
    """Return the names that stand in queries of this page: those that its module reads, and its forms that find."""
    module = sys.modules[inspect.unwrap(app.view_functions[endpoint]).__module__]
    source = inspect.getsource(module)
    forms = {"who", "letter"} if "Form(request.args)" in source else set()
    return {*_QUERY.findall(source), *forms}


def addresses(app: Flask, rule: Rule, world: World) -> Iterator[str]:
    """Yield the address with each part being everybody's in turn; fails where a part has no values."""
    missing = rule.arguments - set(world.values)
    if missing:
        pytest.fail(f"{rule.rule}: the walk cannot fill {missing}; give them values in tests/core/agencies.py")
    usual = {name: world.values[name][0] for name in rule.arguments}
    filled = [usual, *({**usual, name: value} for name in sorted(usual) for value in world.values[name][1:])]
    if not HOSTED & rule.arguments and declared(app, rule.endpoint) not in (Access.ANYONE, Access.LINK_HOLDER):
        filled += [{**usual, "unit": code} for code in ("SNV-VP", "SKH", "TM")]
    if "GET" in (rule.methods or set()):
        read = queries_of(app, rule.endpoint)
        filled += [{**usual, name: value} for name in read & set(world.queries) for value in world.queries[name]]
    with app.test_request_context():
        for values in filled:
            yield url_for(rule.endpoint, **values)


def text_of(answer: TestResponse) -> str:
    """Return all that an answer tells: its body, unpacked where it is a file, and the address that it leads to."""
    body = answer.data
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    elif body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(body)).pages)
    return body.decode("utf-8", "replace") + (answer.location or "")


def is_refused(answer: TestResponse) -> bool:
    """Whether the visitor was kept out: told so, or led to sign in."""
    return answer.status_code in (401, 403) or (answer.location or "").startswith("/login")


@dataclass
class Walker:
    """One visitor with their browser; every visit counts."""

    name: str
    client: FlaskClient
    fields: dict[str, str] = field(default_factory=dict)
    cookie: str = ""
    visits: int = 0

    @classmethod
    def arrive(cls, app: Flask, name: str) -> "Walker":
        """Sign the visitor in, once for the whole walk."""
        walker, visitor = cls(name, app.test_client()), VISITORS[name]
        if visitor.person is not None:
            sign_in(walker.client, person_of(visitor.person))
            walker.fields = {"csrf_token": csrf(walker.client)}
            held = walker.client.get_cookie("ceremony")
            walker.cookie = held.value if held else ""
        return walker

    def get(self, address: str) -> TestResponse:
        """Look at *address*."""
        return self._open("GET", address, None)

    def post(self, address: str, data: Mapping[str, Any] | None = None) -> TestResponse:
        """Send a form to *address*."""
        return self._open("POST", address, {**(data or {}), **self.fields})

    def _open(self, method: str, address: str, data: Mapping[str, Any] | None) -> TestResponse:
        self.visits += 1
        # Whatever became of the cookie by the visit before: each is the first after signing in.
        for cookie in ("ceremony", "arrival", "language", "appearance"):
            self.client.delete_cookie(cookie)
        if self.cookie:
            self.client.set_cookie("ceremony", self.cookie)
        answer = self.client.open(address, method=method, data=data)
        answer.get_data()
        answer.close()
        session().rollback()
        return answer


# What is typed into empty fields, by their names, so that forms are taken from those who may.
_TYPED = {
    "citation": "Nghị quyết số 77/NQ-CP ngày 16/7/2021 của Chính phủ về việc thử",
    "code": "MOI-1",
    "date": "10/08/2021",
    "day": "02/08/2021",
    "document": "12/QĐ-SNV",
    "full_name": "Người Mới Tới",
    "name": "Tên mới",
    "rain_place": "Hội trường",
    "reason": "Lý do",
    "reply": "Trả lời",
    "text": "Nội dung",
    "theme": "Chủ đề",
    "title": "Tiết mục",
    "who": "hop-thu-snv2@example.gov.vn",
}
# Typed over what stands there, so that there is something to write down.
_CHANGED = {
    "contact": "Máy lẻ 999",
    "place": "Sân khác",
    "points": "Ý mới",
    "position": "Chức vụ mới",
    "theme": "Chủ đề",
}


class Filled(Page):
    """A page whose forms hold what somebody would send: the first choice of a list, the text of a box, words."""

    def __init__(self, address: str, text: str) -> None:
        self._name = ""
        super().__init__(address, text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        values = dict(attrs)
        if (
            tag in ("input", "textarea")
            and self._form is not None
            and not self._form.fields.get(values.get("name") or "")
        ):
            name = values.get("name") or ""
            self._form.fields[name] = _TYPED.get(name, "")
        if tag in ("select", "textarea"):
            self._name = values.get("name") or ""
        elif tag == "option" and self._form is not None and not self._form.fields.get(self._name):
            self._form.fields[self._name] = values.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._name and not self._form.fields.get(self._name):
            self._form.fields[self._name] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self._form.fields.update({name: text for name, text in _CHANGED.items() if name in self._form.fields})
        super().handle_endtag(tag)
        if tag in ("select", "textarea"):
            self._name = ""


# Where a row says whose it is: a person's, else a host's; in this order.
_PERSONS = (("person_id", "person"), ("user_id", "account"))
_HOSTS = (
    *(("host_id", "unit"), ("ceremony_id", "ceremony"), ("series_id", "series"), ("document_id", "document")),
    *(("closing_id", "roll_closing"), ("unit_id", "unit"), ("parent_id", "unit")),
)
HOSTS = ("SNV", "SKH", "TM")
# Nobody's: what the program writes of itself.
UNOWNED = {"audit_entry", "audit_head", "heartbeat", "sign_in_tries", "stored_file", "one_time_link"}
Row = dict[str, Any]
Key = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Owner:
    """Whose a row is: the person's, by their code in the cast, and the host's, by its code."""

    person: str | None
    host: str | None


class Books:
    """All rows of a SQLite file as they stood at first; a cheap look tells whether anything was written since."""

    def __init__(self, file: Path) -> None:
        self._live = database.sqlite_module.connect(file, isolation_level=None)
        self._first = database.sqlite_module.connect(":memory:")
        self.begin()

    def begin(self) -> None:
        """Take what is written so far for what was there."""
        self._live.backup(self._first)
        self._version = self._look()
        self.rows = self._read()

    def close(self) -> None:
        """Let go of the file."""
        self._live.close()
        self._first.close()

    def _look(self) -> int:
        return int(self._live.execute("PRAGMA data_version").fetchone()[0])

    def _read(self) -> dict[Key, Row]:
        found: dict[Key, Row] = {}
        for table in Base.metadata.sorted_tables:
            names = [column.name for column in table.columns]
            columns = ", ".join(f'"{name}"' for name in names)
            keys = [names.index(column.name) for column in table.primary_key]
            for row in self._live.execute(f'SELECT {columns} FROM "{table.name}"'):
                found[table.name, tuple(row[key] for key in keys)] = dict(zip(names, row, strict=True))
        return found

    def written(self) -> list[tuple[str, Owner]]:
        """Return table and owner of each row that was made, changed or deleted since, and put everything back."""
        if self._look() == self._version:
            return []
        after = self._read()
        changed = [key for key in {*self.rows, *after} if self.rows.get(key) != after.get(key)]
        both = {**after, **self.rows}
        changed = [key for key in changed if key[0] not in UNOWNED]
        found = {(key[0], self.owner(key[0], both[key], both)) for key in changed}
        found |= {(key[0], self.owner(key[0], after[key], after)) for key in changed if key in after}
        self._first.backup(self._live)
        self._version = self._look()
        return sorted(found, key=str)

    def owner(self, table: str, row: Row, rows: dict[Key, Row]) -> Owner:
        """Return whose *row* is, found along its foreign keys among *rows*."""
        if table == "person":
            host = rows["unit", (row["host_id"],)]["code"]
            return Owner(str(row["staff_code"] or row["full_name"]).removesuffix("-MSCB"), host)
        if table == "unit":
            above = [rows["unit", (int(number),)]["code"] for number in reversed(row["path"].strip("/").split("/"))]
            return Owner(None, next((code for code in above if code in HOSTS), None))
        if "host" in row:
            return Owner(None, row["host"])
        person = self._follow(row, _PERSONS, rows).person
        return Owner(person, self._follow(row, _HOSTS, rows).host or self._follow(row, _PERSONS, rows).host)

    def _follow(self, row: Row, ways: tuple[tuple[str, str], ...], rows: dict[Key, Row]) -> Owner:
        for column, table in ways:
            there = rows.get((table, (row.get(column),)))
            if there is not None:
                return self.owner(table, there, rows)
        return Owner(None, None)

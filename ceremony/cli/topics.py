"""ceremony topics …"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ceremony.cli.base import Frame, RefusedWith, command, say
from ceremony.core import clock
from ceremony.core.files.rules import Upload, require_size
from ceremony.core.files.text import take_in
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.web.words import numeric_date
from ceremony.programme.actions import attach_document
from ceremony.programme.queries import find_repeat, list_waiting, months_of_documents
from ceremony.programme.rules import presented_state
from ceremony.schedule.queries import get_ceremony
from ceremony.topics.actions import add_cited, is_new
from ceremony.topics.models import Document
from ceremony.topics.queries import cite, list_documents
from ceremony.topics.queries.search import search_documents
from ceremony.topics.rules import Found, read, read_list

group = click.Group("topics", help="The library of documents that are presented.")


class UnreadableFile(BadInput):
    """The file is not there, or may not be read."""

    sentence = msgid("The file %(path)s cannot be read.")
    cure = msgid("Check its name and that you may read it.")


def _content(path: str) -> Upload:
    return take_in(*_bytes(path))


def _bytes(path: str) -> tuple[str, bytes]:
    file = Path(path)
    try:
        require_size(file.name, file.stat().st_size)
        return file.name, file.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFile(path=path) from error


def _cited(found: Found) -> dict[str, Any]:
    return {
        "type": found.type,
        "number": found.number,
        "year_in_symbol": found.year_in_symbol,
        "symbol": found.symbol,
        "date": None if found.date is None else found.date.isoformat(),
        "issuers": list(found.issuers),
        "subject": found.subject,
        "text": found.text,
        "start": found.start,
        "end": found.end,
        "inside": found.inside,
    }


_HALF_A_LETTER = re.compile("[\ud800-\udfff]")


@command(group, "cite")
@click.argument("text")
def cite_text(_frame: Frame, text: str) -> list[Any]:
    """Find the documents that TEXT cites; with - each line of standard input is a text of its own.

    `start` and `end` count the characters of the text; what is cited in another document's subject is
    `inside` it. What a citation does not say is null.
    """
    if text != "-":
        # Bytes that were no UTF-8; each stays one character.
        return [_cited(one) for one in read(_HALF_A_LETTER.sub("\ufffd", text))]
    with click.open_file("-", encoding="utf-8", errors="replace") as lines:
        return [[_cited(one) for one in read(line.removesuffix("\n"))] for line in lines]


# A pasted text may begin with a dash.
cite_text.context_settings = {"ignore_unknown_options": True}


@command(group, "add", writes=True, series=True)
@click.argument("text")
@click.option("--file", "path", metavar="F", help="The document itself: PDF, Word (.docx), Excel (.xlsx) or an image.")
@click.option("--month", metavar="MONTH", help="Present it in the ceremony of this month.")
def add(frame: Frame, text: str, path: str | None, month: str | None) -> dict[str, Any]:
    """Add the document that TEXT cites, in any usual form, and say when it is presented."""
    host, now = frame.host, clock.now()
    ceremony = None if month is None else get_ceremony(host, month, frame.series_name)
    document, new = add_cited(host, text, None if path is None else _content(path), now)
    if ceremony is not None:
        attach_document(ceremony, document)
        earlier = find_repeat(ceremony, document)
        if earlier is not None:
            day = numeric_date(earlier.date or earlier.slot)
            say(gettext("It was presented on %(day)s already, less than 24 months before.", day=day))
    return {"id": document.id, "citation": cite(document), "new": new}


@command(group, "list")
def list_library(frame: Frame) -> list[dict[str, Any]]:
    """Show the library: each document, and the months in which it is presented."""
    told = _tell(frame)
    return [told(document) for document in list_documents(frame.host)]


@command(group, "search")
@click.argument("text")
def search(frame: Frame, text: str) -> list[dict[str, Any]]:
    """Find the documents that hold all words of TEXT, with or without marks, in title, symbol, points or file."""
    told = _tell(frame)
    hits = search_documents(frame.host, text).hits
    return [{**told(hit.document), "found_in": hit.found_in.value, "excerpt": hit.excerpt} for hit in hits]


@command(group, "import", writes=True)
@click.argument("path", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Read the list and say what it holds; write nothing.")
def import_list(frame: Frame, path: str, dry_run: bool) -> dict[str, Any]:
    """Add the documents of a list: a CSV file, one document a row, in columns or as a citation.

    With a problem in any row nothing is written.
    """
    rows = read_list(_bytes(path)[1])
    counts = {"new": 0, "known": 0}
    problems = []
    for row in rows:
        try:
            new = is_new(frame.host, row.text) if dry_run else add_cited(frame.host, row.text, None, clock.now())[1]
            counts["new" if new else "known"] += 1
        except Refusal as refusal:
            problems.append({"row": row.number, "problem": " ".join(words_of(refusal))})
    value = {"rows": len(rows), **counts, "problems": problems}
    if problems:
        sentence = "Rows with problems: %(number)s. Nothing was written. Correct them and import the list again."
        raise RefusedWith(value, gettext(sentence, number=len(problems)))
    return value


@command(group, "waiting")
def list_waiting_documents(frame: Frame) -> list[dict[str, Any]]:
    """Show what has not been presented so far, the oldest first: days since it was signed, basis, planned months."""
    return [
        {
            "id": row.document.id,
            "citation": cite(row.document),
            "days": row.days,
            "basis": [cite(one) for one in row.document.basis],
            "planned": [one.month for one in row.planned],
        }
        for row in list_waiting(frame.host, clock.now(), clock.today())
    ]


def _tell(frame: Frame) -> Callable[[Document], dict[str, Any]]:
    """Return what says of a document in which months it is presented."""
    now, ceremonies = clock.now(), months_of_documents(frame.host)

    def told(document: Document) -> dict[str, Any]:
        carrying = ceremonies.get(document.id, [])
        state = presented_state((one.starts_at for one in carrying), now)
        months = list(dict.fromkeys(one.month for one in carrying))
        return {"id": document.id, "citation": cite(document), "presented": months, "state": state.value}

    return told

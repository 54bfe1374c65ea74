"""Finding the documents that a text cites: alone or inside sentences, one or many, one inside another's subject."""

import re
from collections.abc import Iterator

from ceremony.topics.rules.citation import Found
from ceremony.topics.rules.head import Head
from ceremony.topics.rules.heads import find_heads
from ceremony.topics.rules.kinds import LAWS, PUBLIC_OFFICE, letters_of, type_by_symbol
from ceremony.topics.rules.tails import Tail, read_tail
from ceremony.topics.rules.written import Written, write

_SHARES = re.compile(r"\s*(?:,|;|và|hoặc|hay|-|,\s*và)?\s*\Z")


# A document cited in the subject of one cited in a subject: hostile texts nest without end.
_LONGEST_INSIDE, _LONGEST_DEEPER = 400, 120


def read(text: str) -> Iterator[Found]:
    """Yield the citations of *text* in its order, an outer one before those in its subject."""
    written = write(text)
    heads = find_heads(written)
    starts = [head.start for head in heads]
    outer_end, inner_end, last_end = 0, 0, -1
    last_type: str | None = None
    for index, head in enumerate(heads):
        inside = head.start < outer_end
        limit = len(written.plain)
        if inside:
            limit = min(outer_end, head.end + (_LONGEST_DEEPER if head.start < inner_end else _LONGEST_INSIDE))
        following = starts[index + 1 : index + 40]
        tail = read_tail(written, head, following, max(limit, head.end))
        if head.number is None and head.type not in LAWS and tail.subject is None:
            continue
        kind = head.type or _shared_type(written, head, last_type, last_end)
        # Only a word is shared by those that follow it: Thông tư số A, số B.
        last_type, last_end = (kind if head.type or kind == last_type else None), tail.end
        if inside:
            inner_end = tail.end
        else:
            outer_end = tail.end
        yield _found(written, head, tail, kind, inside=inside)


def _shared_type(written: Written, head: Head, last: str | None, last_end: int) -> str:
    """Return the type of a citation without a word: its letters', else that of the one before it in a list."""
    symbol = head.symbol or ""
    own = type_by_symbol(symbol)
    if own == PUBLIC_OFFICE and last is not None and letters_of(re.split("[-/]", symbol)[0]) is None:
        between = written.small[last_end : head.start] if last_end <= head.start else " "
        if _SHARES.match(between) and head.start - last_end < 12 and last_end >= 0:
            return last
    return own


def _found(written: Written, head: Head, tail: Tail, kind: str, *, inside: bool) -> Found:
    start, end = written.place(head.start), written.place(tail.end)
    subject = written.cut(*tail.subject) if tail.subject else None
    return Found(
        type=kind,
        number=head.number,
        year_in_symbol=head.year,
        symbol=head.symbol,
        date=tail.day,
        issuers=tail.issuers.names if tail.issuers else (),
        subject=subject,
        text=written.given[start:end],
        start=start,
        end=end,
        inside=inside,
    )

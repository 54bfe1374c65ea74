"""Citations read from sentences, beside a plain regex; the library searched, beside a bare full-text query."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import sqlalchemy as sa

from benchmarks.harness import Row
from benchmarks.office import new_office
from ceremony.core.clock import now
from ceremony.core.db import session, transaction
from ceremony.people.models import Unit
from ceremony.topics.actions import add_cited
from ceremony.topics.queries.search import search_documents
from ceremony.topics.rules import read

SENTENCES, DOCUMENTS, QUESTIONS = 2_000, 5_000, 40
# What one would write in five minutes; it finds number, symbol and day of the usual form only.
PLAIN = re.compile(
    r"(Nghị quyết|Nghị định|Quyết định|Chỉ thị) số (\d+)/(\S+) ngày (\d+)/(\d+)/(\d{4}) của (.+?) về (.+)"
)
WORDS = (
    *("cải cách", "hành chính", "văn thư", "lưu trữ", "đối ngoại", "biên giới", "công chức", "viên chức", "kỷ luật"),
    *("phòng chống", "tham nhũng", "chuyển đổi số", "an toàn", "thông tin", "thi đua", "khen thưởng", "ngân sách"),
)


def _citation(chance: random.Random, number: int) -> str:
    kind, symbol, issuer = chance.choice(
        (
            ("Nghị quyết", "NQ-CP", "Chính phủ"),
            ("Quyết định", "QĐ-TTg", "Thủ tướng Chính phủ"),
            ("Chỉ thị", "CT-TTg", "Thủ tướng Chính phủ"),
        )
    )
    day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
    about = " và ".join(chance.sample(WORDS, 3))
    return f"{kind} số {number}/{symbol} ngày {day.day}/{day.month}/{day.year} của {issuer} về {about}"


def _fill(host: Unit, chance: random.Random) -> None:
    with transaction():
        for number in range(1, DOCUMENTS + 1):
            add_cited(host, _citation(chance, number), None, now())


def _bare(asked: list[str]) -> int:
    query = sa.text("SELECT rowid FROM document_fts WHERE document_fts MATCH :asked LIMIT 200")
    return sum(len(session().execute(query, {"asked": text}).all()) for text in asked)


@contextmanager
def rows() -> Iterator[list[Row]]:
    """The texts are invented, the same in every run."""
    chance = random.Random(76)
    texts = [f"Căn cứ {_citation(chance, number)}; theo đề nghị của Văn phòng." for number in range(SENTENCES)]
    with new_office() as host:
        _fill(host, chance)
        asked = [chance.choice(WORDS) for _ in range(QUESTIONS)]
        folded = ["cai cach", "hanh chinh", "bien gioi", "ky luat"] * (QUESTIONS // 4)
        yield [
            Row(
                "citations read from sentences",
                "citations",
                SENTENCES,
                lambda: [list(read(text)) for text in texts],
                lambda: [PLAIN.findall(text) for text in texts],
            ),
            Row(
                f"search over {DOCUMENTS:,} documents",
                "searches",
                QUESTIONS,
                lambda: [search_documents(host, text, size=20) for text in asked],
                lambda: _bare([" AND ".join(f'"{word}"' for word in text.split()) for text in folded]),
            ),
        ]

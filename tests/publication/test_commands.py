"""ceremony publication draft, as the office runs it on the evening of the day."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from ceremony.core.audit.models import AuditEntry
from ceremony.core.db import session, transaction
from ceremony.publication.models import Article
from ceremony.publication.rules import ArticleState
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from tests.attendance.plan import MONDAY, add_ceremony, get_by_code
from tests.cast import Cast
from tests.conftest import Run
from tests.publication.conftest import POINTS, present

GOLDEN = Path(__file__).parent.parent / "golden" / "article.txt"


def draft(ceremony: Run, month: str = "2021-08") -> dict[str, str]:
    answer = ceremony("publication", "draft", month)
    assert answer.code == 0, answer.err
    drafted: dict[str, str] = answer.json
    return drafted


def test_the_article_of_the_seed_s_ceremony_reads_as_the_golden_file(evening: Ceremony, ceremony: Run) -> None:
    present(evening, issued_on=date(2021, 7, 15), points=POINTS)
    article = draft(ceremony)
    assert list(article) == ["headline", "lead", "body", "source", "state"]
    shown = "\n\n".join([article["headline"], article["lead"], article["body"], f"Nguồn tin: {article['source']}"])
    assert shown + "\n" == GOLDEN.read_text(encoding="utf-8")
    assert article["state"] == "draft"


def test_the_article_names_nobody_and_counts_nobody(evening: Ceremony, ceremony: Run) -> None:
    present(evening)
    with transaction():
        speaker = get_by_code("CB03")
        session().get_one(Ceremony, evening.id).presiding_id = speaker.id
    ceremony("attendance", "mark", "2021-08", "CB01", "present")
    ceremony("attendance", "mark", "2021-08", "CB02", "absent")
    ceremony("attendance", "close", "2021-08")
    text = " ".join(draft(ceremony).values())
    for code in ("CB01", "CB02", "CB03"):
        assert get_by_code(code).full_name not in text
    assert "vắng" not in text
    assert "%" not in text


def test_a_draft_that_nobody_edited_follows_a_document_added_later(evening: Ceremony, ceremony: Run) -> None:
    assert draft(ceremony)["headline"] == "Lễ chào cờ và sinh hoạt chính trị đầu tháng 8/2021"
    present(evening)
    assert "76/NQ-CP" in draft(ceremony)["headline"]
    assert session().scalars(sa.select(sa.func.count(Article.id))).one() == 1


def test_drafting_again_changes_nothing_and_notes_nothing(evening: Ceremony, ceremony: Run) -> None:
    assert draft(ceremony) == draft(ceremony)
    assert session().scalars(sa.select(sa.func.count(AuditEntry.id))).one() == 1


@pytest.mark.parametrize(
    "change", [{"headline": "Đầu đề của Văn phòng"}, {"body": "Bài đã sửa."}, {"state": ArticleState.PUBLISHED}]
)
def test_an_article_that_was_edited_or_published_is_kept(
    evening: Ceremony, ceremony: Run, change: dict[str, object]
) -> None:
    first = draft(ceremony)
    with transaction() as writing:
        writing.execute(sa.update(Article).values(**change))
    present(evening)
    assert draft(ceremony) == {**first, **change}


def test_nothing_is_drafted_before_the_day(cast: Cast, clock: time_machine.Traveller, ceremony: Run) -> None:
    add_ceremony()
    clock.move_to("2021-08-01T23:59:00+07:00")
    answer = ceremony("publication", "draft", "2021-08")
    assert (answer.code, answer.out) == (1, "")
    assert "02/08/2021" in answer.err
    clock.move_to("2021-08-02T06:00:00+07:00")
    assert draft(ceremony)["lead"].startswith("Sáng ngày 02/8/2021")


@pytest.mark.parametrize("values", [{"state": CeremonyState.CANCELLED}, {"date": None}])
def test_what_was_not_held_has_no_article(cast: Cast, ceremony: Run, values: dict[str, object]) -> None:
    add_ceremony(MONDAY, **values)
    answer = ceremony("publication", "draft", "2021-08")
    assert (answer.code, answer.out) == (1, "")
    assert "is not held" in answer.err


def test_an_unknown_month_is_wrong_input(cast: Cast, ceremony: Run) -> None:
    assert ceremony("publication", "draft", "2021-00").code == 2
    assert ceremony("publication", "draft", "2031-08").code == 2

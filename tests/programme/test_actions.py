"""Programmes, and the documents that they present."""

from datetime import UTC, datetime

import pytest

from ceremony.core.db import transaction
from ceremony.people.queries import get_root
from ceremony.programme.actions import attach_document, standard_programme
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import documents_by_ceremony, list_documents_of, list_items, months_of_documents
from ceremony.programme.rules import STANDARD, ItemKind
from ceremony.schedule.actions import PlanWish, cancel_ceremony, plan_year, postpone_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_ceremony
from ceremony.schedule.rules import WhenOff
from ceremony.schedule.rules.changes import CancelledAlready, NothingHeld
from ceremony.topics.actions import add_document
from ceremony.topics.models import Document
from ceremony.topics.rules import parse_citation
from tests.cast import Cast

NOW = datetime(2021, 7, 26, 1, 0, tzinfo=UTC)


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The office with its year 2021 planned; a month whose first Monday is off is skipped."""
    with transaction():
        plan_year(get_root(), 2021, PlanWish(when_off=WhenOff.SKIP), domain="example.gov.vn", now=NOW)
    return cast


def _document(number: int) -> Document:
    text = f"Kế hoạch số {number}/KH-UBND ngày 1/7/2021 của UBND tỉnh về nội dung thứ {number}"
    return add_document(get_root(), parse_citation(text), None, NOW)[0]


def _august() -> Ceremony:
    return get_ceremony(get_root(), "2021-08")


def _attach(number: int, month: str = "2021-08") -> ProgrammeItem:
    with transaction():
        return attach_document(get_ceremony(get_root(), month), _document(number))


def test_a_programme_is_made_once_in_the_usual_order(planned: Cast) -> None:
    with transaction():
        made = standard_programme(_august())
        assert standard_programme(_august()) == made
    items = list_items(_august())
    assert [(item.position, item.kind) for item in items] == list(enumerate((part.kind for part in STANDARD), start=1))
    assert [item.title for item in items] == [part.title for part in STANDARD]


def test_the_first_document_takes_the_waiting_presentation_and_names_the_theme(planned: Cast) -> None:
    _attach(1)
    items = list_items(_august())
    assert len(items) == len(STANDARD)
    assert [item.document.subject for item in items if item.document] == ["nội dung thứ 1"]
    assert (_august().theme, _august().revision) == ("nội dung thứ 1", 0)


def test_further_documents_follow_in_their_order_and_leave_the_theme(planned: Cast) -> None:
    for number in (1, 2, 3):
        _attach(number)
    items = list_items(_august())
    assert [item.position for item in items] == list(range(1, len(STANDARD) + 3))
    assert [item.kind for item in items[3:7]] == [*[ItemKind.PRESENTATION] * 3, ItemKind.NEWS]
    assert [document.number for document in list_documents_of(_august())] == ["1", "2", "3"]
    assert _august().theme == "nội dung thứ 1"


def test_a_document_attached_twice_changes_nothing(planned: Cast) -> None:
    once = _attach(1).id
    assert _attach(1).id == once
    assert len(list_items(_august())) == len(STANDARD)


def test_a_presentation_is_added_where_the_programme_has_none(planned: Cast) -> None:
    with transaction() as session:
        only = ProgrammeItem(
            ceremony_id=_august().id, position=1, kind=ItemKind.FLAG_SALUTE, title="Chào cờ", minutes=5
        )
        session.add(only)
    _attach(1)
    assert [item.kind for item in list_items(_august())] == [ItemKind.FLAG_SALUTE, ItemKind.PRESENTATION]


def test_what_is_cancelled_or_skipped_is_not_prepared(planned: Cast) -> None:
    with pytest.raises(NothingHeld):
        _attach(1, "2021-05")
    with transaction():
        cancel_ceremony(_august(), "Quốc tang", NOW)
    with pytest.raises(CancelledAlready):
        _attach(1)
    assert list_items(_august()) == []


def test_a_postponed_ceremony_is_prepared_all_the_same(planned: Cast) -> None:
    with transaction():
        postpone_ceremony(_august(), "Covid-19", NOW)
    _attach(1)
    assert len(list_documents_of(_august())) == 1


def test_the_months_of_a_document_leave_out_what_is_cancelled(planned: Cast) -> None:
    for month in ("2021-09", "2021-08", "2021-10"):
        _attach(1, month)
    _attach(2, "2021-10")
    with transaction():
        cancel_ceremony(get_ceremony(get_root(), "2021-10"), "Quốc tang", NOW)
        one, two, three = (_document(number).id for number in (1, 2, 3))
    months = {key: [ceremony.month for ceremony in found] for key, found in months_of_documents(get_root()).items()}
    assert months == {one: ["2021-08", "2021-09"]}
    assert {two, three}.isdisjoint(months)


def test_documents_of_many_ceremonies_come_by_ceremony(planned: Cast) -> None:
    _attach(1)
    _attach(2)
    august, september = _august().id, get_ceremony(get_root(), "2021-09").id
    found = documents_by_ceremony([august, september])
    assert {key: [document.number for document in documents] for key, documents in found.items()} == {
        august: ["1", "2"],
        september: [],
    }

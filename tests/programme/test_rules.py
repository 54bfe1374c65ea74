"""The usual programme, and where a document stands."""

from datetime import UTC, datetime, timedelta

from ceremony.programme.rules import STANDARD, ItemKind, Presented, presented_state

NOW = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)


def test_the_usual_programme_takes_half_an_hour_and_holds_every_part_once() -> None:
    assert [part.kind for part in STANDARD] == list(ItemKind)
    assert sum(part.minutes for part in STANDARD) == 30


def test_a_document_is_presented_once_one_of_its_ceremonies_has_begun() -> None:
    later = NOW + timedelta(seconds=1)
    assert presented_state([], NOW) is Presented.UNUSED
    assert presented_state([None, later], NOW) is Presented.PLANNED
    assert presented_state([later, NOW], NOW) is Presented.PRESENTED

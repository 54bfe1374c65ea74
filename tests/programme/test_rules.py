"""The usual programme, and where a document stands."""

from datetime import UTC, date, datetime, timedelta

from ceremony.programme.rules import STANDARD, ItemKind, Presented, presented_state, repeated

NOW = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)


def test_a_document_is_repeated_within_24_months_of_its_last_presentation() -> None:
    held = [date(2019, 8, 5), date(2020, 2, 3)]
    assert repeated(held, date(2021, 8, 2)) == date(2020, 2, 3)
    assert repeated(held, date(2022, 2, 3)) is None
    assert repeated([date(2021, 9, 6)], date(2021, 8, 2)) is None


def test_the_usual_programme_takes_half_an_hour_and_holds_every_part_once() -> None:
    assert [part.kind for part in STANDARD] == list(ItemKind)
    assert sum(part.minutes for part in STANDARD) == 30


def test_a_document_is_presented_once_one_of_its_ceremonies_has_begun() -> None:
    later = NOW + timedelta(seconds=1)
    assert presented_state([], NOW) is Presented.UNUSED
    assert presented_state([None, later], NOW) is Presented.PLANNED
    assert presented_state([later, NOW], NOW) is Presented.PRESENTED

"""The usual programme, and where a document stands."""

from datetime import UTC, date, datetime, timedelta

from ceremony.programme.rules import (
    PRESENTATION,
    STANDARD,
    ItemKind,
    Part,
    Presented,
    place_for,
    presented_state,
    repeated,
    skeleton_of,
)

NOW = datetime(2021, 8, 2, 0, 0, tzinfo=UTC)


def test_a_document_is_repeated_within_24_months_of_its_last_presentation() -> None:
    held = [date(2019, 8, 5), date(2020, 2, 3)]
    assert repeated(held, date(2021, 8, 2)) == date(2020, 2, 3)
    assert repeated(held, date(2022, 2, 3)) is None
    assert repeated([date(2021, 9, 6)], date(2021, 8, 2)) is None


def test_the_usual_programme_takes_half_an_hour_and_holds_every_part_once() -> None:
    assert [part.kind for part in STANDARD] == [kind for kind in ItemKind if kind is not ItemKind.OTHER]
    assert sum(part.minutes for part in STANDARD) == 30


def test_a_document_is_presented_once_one_of_its_ceremonies_has_begun() -> None:
    later = NOW + timedelta(seconds=1)
    assert presented_state([], NOW) is Presented.UNUSED
    assert presented_state([None, later], NOW) is Presented.PLANNED
    assert presented_state([later, NOW], NOW) is Presented.PRESENTED


def test_a_skeleton_has_one_usual_presentation_whatever_was_presented() -> None:
    told = [Part(ItemKind.PRESENTATION, f"Nghị quyết số {number}", 8) for number in (1, 2)]
    story = Part(ItemKind.STORY, "Kể chuyện", 3, "Chuyện ngắn")
    assert skeleton_of([story, *told]) == [story, Part(ItemKind.PRESENTATION, PRESENTATION.title, 8)]


def test_what_is_carried_over_comes_before_the_conclusion() -> None:
    kinds = [part.kind for part in STANDARD]
    assert kinds[place_for(kinds)] is ItemKind.CONCLUSION
    assert place_for([ItemKind.STORY]) == 1
    assert place_for([]) == 0

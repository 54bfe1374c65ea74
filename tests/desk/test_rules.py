"""The states of a month's tasks, from what is stored."""

from dataclasses import replace

import pytest

from ceremony.desk.rules import MonthFacts, TaskName, TaskState, tasks_of
from ceremony.invitations.rules import Answers
from ceremony.publication.rules import ArticleState
from ceremony.schedule.rules import CeremonyState

PLANNED = MonthFacts(
    state=CeremonyState.PLANNED,
    has_date=True,
    items=0,
    documents=0,
    answers=Answers(0, 0, 0),
    is_roll_open=False,
    has_begun=False,
    is_closed=False,
    article=None,
)


def _states(facts: MonthFacts) -> list[str]:
    return [task.state.value for task in tasks_of(facts)]


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        (PLANNED, "done todo todo not-yet not-yet not-yet"),
        (replace(PLANNED, items=5, answers=Answers(3, 1, 1)), "done doing doing not-yet not-yet not-yet"),
        (replace(PLANNED, documents=1, answers=Answers(3, 2, 1)), "done done done not-yet not-yet not-yet"),
        (replace(PLANNED, documents=1, is_roll_open=True), "done done todo doing not-yet not-yet"),
        (replace(PLANNED, has_begun=True), "done missing missing doing not-yet todo"),
        (
            replace(PLANNED, documents=1, answers=Answers(3, 0, 0), has_begun=True, is_closed=True),
            "done done done done done todo",
        ),
        (
            replace(PLANNED, has_begun=True, is_closed=True, article=ArticleState.DRAFT),
            "done missing missing done done draft",
        ),
        (
            replace(PLANNED, state=CeremonyState.POSTPONED, has_date=False),
            "todo" + 5 * " not-yet",
        ),
        (replace(PLANNED, state=CeremonyState.CANCELLED), " ".join(["stopped"] * 6)),
        (replace(PLANNED, has_date=False), " ".join(["stopped"] * 6)),
    ],
)
def test_every_task_says_how_far_it_is(facts: MonthFacts, states: str) -> None:
    assert _states(facts) == states.split()


def test_the_tasks_stand_in_the_order_of_the_month() -> None:
    assert [task.name for task in tasks_of(PLANNED)] == list(TaskName)


def test_a_published_article_ends_the_month() -> None:
    over = replace(PLANNED, documents=1, answers=Answers(3, 3, 0), has_begun=True, is_closed=True)
    tasks = tasks_of(replace(over, article=ArticleState.PUBLISHED))
    assert {task.state for task in tasks} == {TaskState.DONE}
    assert not any(task.is_open for task in tasks)

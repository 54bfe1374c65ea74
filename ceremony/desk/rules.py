"""The tasks of a ceremony's month and the steps of the first run: how far each is, and which comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from ceremony.invitations.rules import Answers
from ceremony.publication.rules import ArticleState
from ceremony.schedule.rules import CeremonyState


class TaskName(StrEnum):
    """The tasks, in the order of the month."""

    DATE = "date"
    PROGRAMME = "programme"
    INVITATIONS = "invitations"
    ROLL = "roll"
    REPORT = "report"
    ARTICLE = "article"


class TaskState(StrEnum):
    """How far a task is."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    NOT_YET = "not-yet"
    DRAFT = "draft"
    MISSING = "missing"
    STOPPED = "stopped"


_OPEN = (TaskState.TODO, TaskState.DOING, TaskState.DRAFT)


@dataclass(frozen=True)
class MonthFacts:
    """What the states are derived from."""

    state: CeremonyState
    has_date: bool
    items: int
    documents: int
    answers: Answers
    is_roll_open: bool
    has_begun: bool
    is_closed: bool
    article: ArticleState | None


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    name: TaskName
    state: TaskState

    @property
    def is_open(self) -> bool:
        """Whether a person can go on with it now."""
        return self.state in _OPEN


def tasks_of(facts: MonthFacts) -> tuple[Task, ...]:
    """Return all tasks with their states, in the order of the month."""
    if facts.state is CeremonyState.PLANNED and facts.has_date:
        states = {name: derive(facts) for name, derive in _STATES.items()}
    else:
        rest = TaskState.NOT_YET if facts.state is CeremonyState.POSTPONED else TaskState.STOPPED
        postponed = facts.state is CeremonyState.POSTPONED
        states = dict.fromkeys(TaskName, rest) | {TaskName.DATE: TaskState.TODO if postponed else TaskState.STOPPED}
    return tuple(Task(name, states[name]) for name in TaskName)


def _programme(facts: MonthFacts) -> TaskState:
    if facts.documents:
        return TaskState.DONE
    if facts.has_begun:
        return TaskState.MISSING
    return TaskState.DOING if facts.items else TaskState.TODO


def _invitations(facts: MonthFacts) -> TaskState:
    if not facts.answers.invited:
        return TaskState.MISSING if facts.has_begun else TaskState.TODO
    return TaskState.DOING if facts.answers.silent and not facts.has_begun else TaskState.DONE


def _roll(facts: MonthFacts) -> TaskState:
    if facts.is_closed:
        return TaskState.DONE
    return TaskState.DOING if facts.has_begun or facts.is_roll_open else TaskState.NOT_YET


def _report(facts: MonthFacts) -> TaskState:
    return TaskState.DONE if facts.is_closed else TaskState.NOT_YET


def _article(facts: MonthFacts) -> TaskState:
    if facts.article is not None:
        return TaskState.DONE if facts.article is ArticleState.PUBLISHED else TaskState.DRAFT
    return TaskState.TODO if facts.has_begun else TaskState.NOT_YET


_STATES = {
    TaskName.DATE: lambda _facts: TaskState.DONE,
    TaskName.PROGRAMME: _programme,
    TaskName.INVITATIONS: _invitations,
    TaskName.ROLL: _roll,
    TaskName.REPORT: _report,
    TaskName.ARTICLE: _article,
}


class StepName(StrEnum):
    """The steps of the first run, in their order."""

    LETTERHEAD = "letterhead"
    STAFF = "staff"
    PLAN = "plan"
    MAIL = "mail"
    APPROVAL = "approval"


class StepState(StrEnum):
    """How far a step is."""

    TODO = "todo"
    DONE = "done"
    NOT_YET = "not-yet"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class StartFacts:
    """What the steps are derived from; a plan that was approved counts among `plans` too."""

    lacking: Collection[str]
    people: int
    plans: int
    approved: int
    has_sent: bool
    skipped: Collection[str]


# The office alone is no staff list.
_FEWEST_PEOPLE = 2


def steps_of(facts: StartFacts) -> dict[StepName, StepState]:
    """Return the state of every step: what is done is done, even where it was skipped before."""
    done = {
        StepName.LETTERHEAD: not facts.lacking,
        StepName.STAFF: facts.people >= _FEWEST_PEOPLE,
        StepName.PLAN: facts.plans > 0,
        StepName.MAIL: facts.has_sent,
        StepName.APPROVAL: facts.approved > 0,
    }
    return {name: _step_state(name, facts, is_done=done[name]) for name in StepName}


def _step_state(name: StepName, facts: StartFacts, *, is_done: bool) -> StepState:
    if is_done:
        return StepState.DONE
    if name in facts.skipped:
        return StepState.SKIPPED
    return StepState.NOT_YET if name is StepName.APPROVAL and not facts.plans else StepState.TODO

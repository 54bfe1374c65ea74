"""The first run of an office: what is set up, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.desk.rules import StartFacts, StepName, StepState, steps_of
from ceremony.people.models import Office, Person, Unit
from ceremony.people.queries import office_of
from ceremony.schedule.models import Series, YearPlan
from ceremony.schedule.rules import PlanState

# What every letter and paper shows of its sender.
_ON_PAPERS = ("name", "place_name", "contact")
# The server took the letter, whatever became of it later.
_TAKEN = (LetterState.ACCEPTED, LetterState.DELIVERED, LetterState.BOUNCED)


@dataclass(frozen=True)
class Start:
    """The steps of a host's first run; `draft` is the year of a plan that waits to be approved."""

    steps: Mapping[StepName, StepState]
    office: Office
    people: int
    years: tuple[int, ...]
    draft: int | None

    @property
    def done(self) -> int:
        """How many steps need nothing more."""
        return sum(state in (StepState.DONE, StepState.SKIPPED) for state in self.steps.values())

    @property
    def is_over(self) -> bool:
        """Whether every step is done or skipped."""
        return self.done == len(self.steps)

    @property
    def next_step(self) -> StepName | None:
        """The first step that can be done now."""
        return next((name for name, state in self.steps.items() if state is StepState.TODO), None)


def start_of(host: Unit) -> Start:
    """Return how far the host's first run is."""
    office = office_of(host)
    people = session().scalar(sa.select(sa.func.count()).select_from(Person).where(Person.host_id == host.id)) or 0
    plans = _plans(host)
    facts = StartFacts(
        lacking=[name for name in _ON_PAPERS if not getattr(office, name)],
        people=people,
        plans=len(plans),
        approved=sum(state is PlanState.APPROVED for _year, state in plans),
        has_sent=_has_sent(),
        skipped=office.skipped_steps or (),
    )
    draft = next((year for year, state in plans if state is PlanState.DRAFT), None)
    return Start(steps_of(facts), office, people, tuple(year for year, _state in plans), draft)


def _plans(host: Unit) -> list[tuple[int, PlanState]]:
    wanted = sa.select(YearPlan.year, YearPlan.state).join(Series).where(Series.host_id == host.id)
    return [(year, state) for year, state in session().execute(wanted.order_by(YearPlan.year))]


def _has_sent() -> bool:
    """Whether the mail server has ever taken a letter: it is the installation's, not one host's."""
    return session().scalars(sa.select(Letter.id).where(Letter.state.in_(_TAKEN)).limit(1)).first() is not None

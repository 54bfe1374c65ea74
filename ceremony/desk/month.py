"""What the task list of one ceremony shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ceremony.attendance.models import Attendance
from ceremony.attendance.queries import find_closing, get_window
from ceremony.attendance.rules import Figures
from ceremony.attendance.rules.windows import Window
from ceremony.core.db import session
from ceremony.core.mail.queries import count_states
from ceremony.desk.rules import MonthFacts, Task, tasks_of
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import count_answers
from ceremony.invitations.rules import Answers
from ceremony.programme.models import ProgrammeItem
from ceremony.programme.queries import list_documents_of, list_items
from ceremony.publication.models import Article
from ceremony.publication.queries import find_article
from ceremony.reports.queries import totals_by_ceremony
from ceremony.schedule.models import Ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.topics.queries import cite


@dataclass(frozen=True)
class Told:
    """How many people and guest units have an invitation, and so a letter of each change."""

    people: int
    guests: int

    @property
    def anybody(self) -> bool:
        """Whether a letter goes out at all."""
        return bool(self.people or self.guests)


@dataclass(frozen=True)
class Month:
    """One ceremony with everything that its tasks are derived from."""

    ceremony: Ceremony
    tasks: tuple[Task, ...]
    answers: Answers
    items: Sequence[ProgrammeItem]
    citations: tuple[str, ...]
    window: Window | None
    figures: Figures | None
    marked: int
    letters: dict[str, int]
    article: Article | None

    @property
    def done(self) -> int:
        """How many tasks are done."""
        return sum(1 for task in self.tasks if task.state == "done")


def month_of(ceremony: Ceremony, now: datetime) -> Month:
    """Return the task list of *ceremony* as it stands at *now*."""
    is_held = ceremony.state is CeremonyState.PLANNED and ceremony.date is not None
    window = get_window(ceremony) if is_held else None
    items, citations = list_items(ceremony), tuple(cite(one) for one in list_documents_of(ceremony))
    answers, article = count_answers(ceremony), find_article(ceremony)
    starts_at = ceremony.starts_at
    facts = MonthFacts(
        state=ceremony.state,
        has_date=ceremony.date is not None,
        items=len(items),
        documents=len(citations),
        answers=answers,
        is_roll_open=window is not None and window.opens <= now <= window.closes,
        has_begun=starts_at is not None and starts_at <= now,
        is_closed=find_closing(ceremony) is not None,
        article=article.state if article else None,
    )
    figures = totals_by_ceremony([ceremony.id]).get(ceremony.id)
    letters = count_states(thread=ceremony.uid)
    return Month(
        ceremony, tasks_of(facts), answers, items, citations, window, figures, _marked(ceremony), letters, article
    )


def _marked(ceremony: Ceremony) -> int:
    marks = sa.select(sa.func.count()).select_from(Attendance).where(Attendance.ceremony_id == ceremony.id)
    return session().scalar(marks) or 0


def count_told(ceremony: Ceremony) -> Told:
    """Return who gets a letter when the ceremony changes."""
    numbers = sa.select(
        sa.func.count().filter(Invitation.person_id.is_not(None)),
        sa.func.count().filter(Invitation.person_id.is_(None)),
    ).where(Invitation.ceremony_id == ceremony.id)
    return Told(*session().execute(numbers).one())

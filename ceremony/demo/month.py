"""The seed's month, from the plan to the article, played with the office's clock of July and August 2021."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from flask import Flask

from ceremony.attendance.actions import close_roll, mark_person, open_roll
from ceremony.attendance.queries import find_closing
from ceremony.attendance.rules import MarkSource, Said
from ceremony.core import clock
from ceremony.core.db import transaction
from ceremony.core.mail.delivery import deliver_due
from ceremony.demo import department
from ceremony.invitations.actions import Moment, Reply, answer_invitation, send_invitations
from ceremony.invitations.queries import list_invitations
from ceremony.invitations.rules import AnswerSource, AnswerValue
from ceremony.leave.actions import grant_leave
from ceremony.leave.queries import list_leaves
from ceremony.leave.rules import LeaveKind, LeaveState
from ceremony.people.models import Unit
from ceremony.publication.actions import draft_article
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_ceremony

OFFICE = "Hoàng Thị Mẫu Đơn"


@contextmanager
def office_time(day: date, wall: str) -> Iterator[datetime]:
    """Set the office's clock to *day* at *wall* while the block runs; gives that moment."""
    before = clock.installed()
    shows = datetime.combine(day, datetime.min.time(), before.zone) + _since_midnight(wall)
    clock.install(clock.Clock(before.zone, clock.Rehearsal(shows, clock.real_now())))
    try:
        yield clock.now()
    finally:
        clock.install(before)


def _since_midnight(wall: str) -> timedelta:
    hour, minute = map(int, wall.split(":"))
    return timedelta(hours=hour, minutes=minute)


@dataclass(frozen=True)
class SeedMonth:
    """The application, the host and its ceremony of 2/8/2021."""

    app: Flask
    host: Unit

    @property
    def ceremony(self) -> Ceremony:
        """The ceremony, in the session that is open now."""
        return get_ceremony(self.host, department.SEED_MONTH)

    def play(self) -> None:
        """Invite, answer, hold and close the month; what is done already is left as it is."""
        self.invite()
        self.answer()
        self.hold()

    def invite(self) -> None:
        """Send the invitations by real SMTP on Monday 26/7/2021."""
        with office_time(date(2021, 7, 26), "08:00") as now:
            with transaction():
                moment = Moment(now, clock.real_now(), 0, self.app.extensions["settings"])
                send_invitations(self.ceremony, moment)
            deliver_due(self.app)

    def answer(self) -> None:
        """Let everybody answer by link on Wednesday 28/7/2021, but the silent ones."""
        away = {absence.code: absence for absence in department.ABSENCES}
        with office_time(date(2021, 7, 28), "09:00") as now, transaction():
            for invitation in list_invitations(self.ceremony):
                code = invitation.person.staff_code if invitation.person else None
                if code is None or code in department.SILENT or invitation.answer is not None:
                    continue
                absence = away.get(code)
                if absence is None:
                    reply = Reply(AnswerValue.ACCEPTED, AnswerSource.LINK, invitation.name)
                else:
                    kind = LeaveKind(absence.kind)
                    reply = Reply(AnswerValue.DECLINED, AnswerSource.LINK, invitation.name, kind, absence.note)
                answer_invitation(invitation, reply, now)

    def hold(self) -> None:
        """Open the roll on Monday 2/8/2021, take it, close it, and draft the article."""
        day = date(2021, 8, 2)
        with office_time(day, "06:40") as now:
            self.grant_leaves(now)
            with transaction():
                if find_closing(self.ceremony) is None:
                    open_roll(self.ceremony, now)
        with office_time(day, "07:35") as now, transaction():
            ceremony = self.ceremony
            if find_closing(ceremony) is None:
                self.take_roll(ceremony, day, now)
                close_roll(ceremony, OFFICE, now)
            draft_article(ceremony, now)

    def grant_leaves(self, now: datetime) -> None:
        """Grant what was asked for that day."""
        day = self.ceremony.told.day
        with transaction():
            for leave in list_leaves(self.host, day, day + timedelta(days=1)):
                if leave.state is LeaveState.ASKED:
                    grant_leave(leave, now)

    def take_roll(self, ceremony: Ceremony, day: date, now: datetime) -> None:
        """Mark everybody who came, one late, the absent as absent."""
        away = {absence.code for absence in department.ABSENCES}
        minutes = Random(ceremony.key)  # noqa: S311 - plausible minutes, no secret
        for invitation in list_invitations(ceremony):
            person = invitation.person
            if person is None or person.staff_code in away:
                continue
            said, arrival = Said.PRESENT, clock.at(day, f"06:{minutes.randint(42, 59)}")
            if person.staff_code in department.LATE:
                said, arrival = Said.LATE, clock.at(day, "07:09")
            elif person.staff_code in department.ABSENT:
                said, arrival = Said.ABSENT, now
            mark_person(ceremony, person, said, arrival, MarkSource.OFFICE, OFFICE, now)

"""Marks, outcomes and fair figures: what closing a roll makes of each invited person."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ceremony.core.refusal import Gone, Refusal, msgid
from ceremony.leave.rules import LeaveKind


class Mark(StrEnum):
    """What was recorded of a person at a ceremony."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


class MarkSource(StrEnum):
    """Who recorded it, and how."""

    OFFICE = "office"
    RECORDER = "recorder"
    CODE = "code"
    IMPORT = "import"


class Said(StrEnum):
    """What the office may say of a person; `excused` becomes a granted leave of that day, not a mark."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class Outcome(StrEnum):
    """What closing makes of each invited person; the first that holds."""

    NOT_OBLIGED = "not_obliged"
    ATTENDED = "attended"
    EXCUSED = "excused"
    NOT_RECORDED = "not_recorded"
    ABSENT = "absent"


class NotThatDayYet(Refusal):
    """A roll cannot be taken of what has not come."""

    sentence = msgid("The ceremony of %(month)s is on %(date)s; its roll cannot be taken before that day.")
    cure = msgid("Who will be away can be entered now with: ceremony leave ask PERSON KIND FIRST LAST --grant")
    page_cure = msgid("Who will be away can be entered now on the page of absences.")


class NotBegunYet(Refusal):
    """A roll is not closed before people could come."""

    sentence = msgid("The ceremony of %(month)s begins at %(start)s on %(date)s; its roll cannot be closed before.")
    cure = msgid("Close it after the ceremony.")


class RollClosed(Gone):
    """The roll is closed."""

    sentence = msgid("The roll of %(month)s was closed on %(closed)s.")
    cure = msgid("A closed roll stays as it is; see it with: ceremony reports month %(month)s")
    page_cure = msgid("A closed roll stays as it is; see it in the reports.")


class NotOnTheRoll(Refusal):
    """Only invited people are on the roll."""

    sentence = msgid("%(who)s was not invited to the ceremony of %(month)s, so is not on its roll.")
    cure = msgid("Newcomers are invited before the ceremony with: ceremony invitations send %(month)s")
    page_cure = msgid("Newcomers are invited before the ceremony, on the page of the invitations.")


class Invited(NamedTuple):
    """One invited person as the roll sees it; unit and host are those of that day."""

    person_id: int
    unit_id: int
    host_id: int
    name: str
    staff_code: str | None
    check_in_code: str
    email: str | None
    joined: date | None
    left: date | None


class Taken(NamedTuple):
    """A mark as it was taken; `at` is the moment of arrival, or of recording, on the office's wall clock."""

    value: Mark
    source: MarkSource
    actor: str
    at: datetime


class Away(NamedTuple):
    """A granted leave, both days included; its note is left out on purpose."""

    first: date
    last: date
    kind: LeaveKind


@dataclass(frozen=True)
class Held:
    """The day of a ceremony and the moment at which it was over: no arrival is later."""

    day: date
    end: datetime


@dataclass(frozen=True)
class Verdict:
    """What closing says of one person; `source` is a mark's source, "leave", "staff-list" or ""."""

    outcome: Outcome
    why: str
    source: str = ""
    late: bool = False


def outcome_of(
    person: Invited, mark: Taken | None, leaves: Sequence[Away], held: Held, *, unit_recorded: bool, guest: bool = False
) -> Verdict:
    """Put an invited person into the first outcome that holds (the order of `Outcome`).

    *leaves* are the granted ones that cover the day; *unit_recorded*: a mark of anybody in the
    person's unit was taken.
    """
    came = mark is not None and mark.value is not Mark.ABSENT
    if guest:
        return Verdict(Outcome.NOT_OBLIGED, "khách mời")
    if not came and (free := _not_obliged(person, leaves, held.day)):
        return free
    if mark is not None and came:
        late = mark.value is Mark.LATE
        return Verdict(Outcome.ATTENDED, words_for_arrival(mark, held), mark.source.value, late)
    if leaves:
        return Verdict(Outcome.EXCUSED, words_for_leave(min(leaves)), "leave")
    if not unit_recorded:
        return Verdict(Outcome.NOT_RECORDED, "đơn vị chưa điểm danh")
    if mark is not None:
        return Verdict(Outcome.ABSENT, "được ghi vắng, không có đơn nghỉ được duyệt", mark.source.value)
    return Verdict(Outcome.ABSENT, "đơn vị có điểm danh nhưng không ghi có mặt, không có đơn nghỉ được duyệt")


def _not_obliged(person: Invited, leaves: Sequence[Away], day: date) -> Verdict | None:
    if person.left is not None and person.left <= day:
        return Verdict(Outcome.NOT_OBLIGED, f"đã rời đơn vị từ {person.left:%d/%m/%Y}", "staff-list")
    if person.joined is not None and person.joined > day:
        return Verdict(Outcome.NOT_OBLIGED, f"về đơn vị từ {person.joined:%d/%m/%Y}", "staff-list")
    duties = [leave for leave in leaves if leave.kind is LeaveKind.DUTY]
    if duties:
        return Verdict(Outcome.NOT_OBLIGED, f"được phân công trực {_days(min(duties))}", "leave")
    return None


def words_for_arrival(mark: Taken, held: Held) -> str:
    """Return how a person came; the time only where it is an arrival, not a later entry in the roll."""
    late = mark.value is Mark.LATE
    if mark.at.date() != held.day or mark.at > held.end:
        return "đi muộn" if late else "có mặt"
    time = f"{mark.at.hour:02d}h{mark.at.minute:02d}"
    return f"đi muộn, đến lúc {time}" if late else f"có mặt lúc {time}"


_KIND_WORDS = {
    LeaveKind.TRAVEL: "công tác",
    LeaveKind.LEAVE: "nghỉ phép",
    LeaveKind.SICK: "nghỉ ốm",
    LeaveKind.MATERNITY: "nghỉ thai sản",
    LeaveKind.STUDY: "đi học",
    LeaveKind.DUTY: "trực",
    LeaveKind.OTHER: "vắng có lý do",
}


def words_for_leave(leave: Away, *, own: bool = False) -> str:
    """Return why a person is excused; the kind, which may tell of health, only in the *own* record."""
    kind = _KIND_WORDS[leave.kind] if own else "vắng có lý do"
    return f"{kind}, được duyệt {_days(leave)}"


def _days(leave: Away) -> str:
    if leave.first == leave.last:
        return f"ngày {leave.first:%d/%m/%Y}"
    return f"từ {leave.first:%d/%m/%Y} đến {leave.last:%d/%m/%Y}"


@dataclass(frozen=True)
class Figures:
    """The counts of a closed roll, of one unit's own people or of a sum; `late` is part of `attended`."""

    attended: int = 0
    late: int = 0
    excused: int = 0
    absent: int = 0
    not_recorded: int = 0
    not_obliged: int = 0

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Figures":
        """Count *verdicts*."""
        counts = {outcome.value: 0 for outcome in Outcome}
        late = 0
        for verdict in verdicts:
            counts[verdict.outcome.value] += 1
            late += verdict.late
        return cls(late=late, **counts)

    def __add__(self, other: "Figures") -> "Figures":
        """Return the sum; only counts are added, a rate never is."""
        return Figures(**{name: count + getattr(other, name) for name, count in asdict(self).items()})

    @property
    def obliged(self) -> int:
        """Who had to come: everybody but those not obliged."""
        return self.attended + self.excused + self.not_recorded + self.absent

    @property
    def rate(self) -> float | None:
        """Attended ÷ (attended + absent), 0 to 1; None where that is nobody."""
        counted = self.attended + self.absent
        return self.attended / counted if counted else None

    def facts(self) -> dict[str, int | float | None]:
        """Return the counts and the rate under the names of reports."""
        names = ("obliged", "attended", "late", "excused", "absent", "not_recorded", "not_obliged", "rate")
        return {name: getattr(self, name) for name in names}


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def closing_hash(key: str, day: date, previous: str, people: Iterable[tuple[int, int, Taken | None, Verdict]]) -> str:
    """Return the SHA-256 of a closed roll: its ceremony, the host's previous hash, and every outcome.

    *people*: person id, unit id, mark, verdict. Hashed is one canonical JSON text, in the order of
    person ids, with the mark's value, source, actor and time in microseconds (single check-ins have no
    entry in the audit log). `why` stays outside: words may be erased, the outcome may not.
    """
    outcomes = []
    for person_id, unit_id, mark, verdict in sorted(people, key=lambda one: one[0]):
        said = None
        if mark is not None:
            said = (mark.value, mark.source, mark.actor, (mark.at - _EPOCH) // _MICROSECOND)
        outcomes.append((person_id, unit_id, verdict.outcome, verdict.late, verdict.source, said))
    text = json.dumps([key, day.isoformat(), previous, outcomes], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

"""One step back on a roll: what was said and what stood before, signed, so that a page can carry it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from ceremony.attendance.rules import Away, Mark, MarkSource, Taken
from ceremony.core.refusal import BadInput, Refusal, msgid

UNMARKED = "unmarked"
EXCUSED = "excused"
_PURPOSE = "roll-step-1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class NoSuchStep(BadInput):
    """What came back is no step that this program gave out for this roll."""

    sentence = msgid("This step cannot be taken back.")
    cure = msgid("Set the person's mark again by hand.")


class ChangedSince(Refusal):
    """Somebody has said something else meanwhile, and the last word stands."""

    sentence = msgid("The mark of %(who)s has been changed since.")
    cure = msgid("Look at the roll again and set it by hand where it is wrong.")


@dataclass(frozen=True)
class Step:
    """What was said of a person (None: of all the rest, at the moment `at`), and what stood before."""

    ceremony_id: int
    person_id: int | None
    said: str
    before: Taken | None
    was_away: bool
    at: datetime


def standing_of(mark: Taken | None, leaves: Sequence[Away]) -> str:
    """Return what stands of a person before the closing: present, late, excused, absent or unmarked."""
    if mark is not None and mark.value is not Mark.ABSENT:
        return mark.value.value
    if leaves:
        return EXCUSED
    return UNMARKED if mark is None else mark.value.value


def _count(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def write_step(key: str, step: Step) -> str:
    """Return the step, signed with the installation's *key*."""
    mark = step.before
    before = [mark.value, mark.source, mark.actor, _count(mark.at)] if mark else None
    fields = [step.ceremony_id, step.person_id, step.said, before, step.was_away, _count(step.at)]
    return str(URLSafeSerializer(key, salt=_PURPOSE).dumps(fields))


def read_step(key: str, text: str, ceremony_id: int) -> Step:
    """Return the step that was given out for this ceremony; raises NoSuchStep."""
    try:
        of, person_id, said, before, was_away, at = URLSafeSerializer(key, salt=_PURPOSE).loads(text)
    except (BadSignature, ValueError, TypeError) as error:
        raise NoSuchStep from error
    if of != ceremony_id:
        raise NoSuchStep
    mark = None
    if before is not None:
        value, source, actor, count = before
        mark = Taken(Mark(value), MarkSource(source), actor, _EPOCH + count * _MICROSECOND)
    return Step(of, person_id, said, mark, was_away, _EPOCH + at * _MICROSECOND)

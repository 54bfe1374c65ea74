"""What may be done to a planned ceremony, to a plan and to guests; each refusal by its name."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from ceremony.core.refusal import BadInput, Gone, NotFound, Refusal, msgid
from ceremony.schedule.rules.days import WorkDays
from ceremony.schedule.rules.states import CeremonyState

if TYPE_CHECKING:
    from ceremony.schedule.models import Ceremony, YearPlan


class PlannedAlready(Refusal):
    """A year is planned once."""

    sentence = msgid("The year %(year)s is planned already.")
    cure = msgid(
        "See it with: ceremony schedule show %(year)s; change single ceremonies with move, postpone or cancel."
    )
    page_cure = msgid("See it on the board of the year; single ceremonies can be moved, postponed or cancelled there.")


class ApprovedAlready(Refusal):
    """A plan is approved once."""

    sentence = msgid("The plan of %(year)s is approved already.")
    cure = msgid("There is nothing left to approve.")


class NotSigned(Refusal):
    """The office approves only what has been signed on paper; otherwise the manager does."""

    sentence = msgid("The plan of %(year)s has not been signed yet: its number and its day are missing.")
    cure = msgid("Enter the number and the day of the signed plan, or let a manager of the agency approve it here.")


class NotPlanned(NotFound):
    """A year has no plan."""

    sentence = msgid("The year %(year)s is not planned.")
    cure = msgid("Plan it with: ceremony schedule plan %(year)s")
    page_cure = msgid("Plan it on the board of that year.")


class NoSlots(Refusal):
    """The rule gives nothing in the year."""

    sentence = msgid("The rule %(rule)s gives no ceremony in %(year)s.")
    cure = msgid("Try another rule with: ceremony schedule preview")
    page_cure = msgid("Choose another rule.")


class KeyTaken(Refusal):
    """Another series' ceremonies have these addresses."""

    sentence = msgid("The address %(key)s belongs to another series already.")
    cure = msgid("Give this series another name with --series NAME.")
    page_cure = msgid("Give this series another name.")


class UnknownSeries(NotFound):
    """The host has no such series."""

    sentence = msgid("%(host)s has no series named %(name)s.")
    cure = msgid("Its series: %(known)s. A new one begins with: ceremony schedule plan YEAR --series NAME")
    page_cure = msgid("Its series: %(known)s.")


class SeriesNameUnusable(BadInput):
    """A series' name has to give a part of an address."""

    sentence = msgid("The series name %(name)s has no letter or digit.")
    cure = msgid("Give a short name such as giao-ban.")


class MissingReason(BadInput):
    """People must be told why."""

    sentence = msgid("The reason is empty.")
    cure = msgid("Say in a few words why: the letters and the plan show it.")


class DayWithoutDocument(BadInput):
    """A corrected day needs its name and what announced it."""

    sentence = msgid("The day needs a name and the document that announced it.")
    cure = msgid("Give both: --name 'Nghỉ bù' --document '12729/VPCP-KGVX'")
    page_cure = msgid("Write both, such as: Nghỉ bù; 12729/VPCP-KGVX.")


class NotCorrected(NotFound):
    """The office said nothing about the day."""

    sentence = msgid("This office has corrected nothing on %(date)s.")
    cure = msgid("See the days with: ceremony schedule days YEAR")
    page_cure = msgid("Look at the page of days off and working days.")


class UnreadableTime(BadInput):
    """What was given is no time of day."""

    sentence = msgid("%(text)s is no time of day.")
    cure = msgid("Write it as 07:00 or 07h00.")


class OntoDayOff(Refusal):
    """The new date is a day off."""

    sentence = msgid("%(date)s is a day off: %(name)s.")
    cure = msgid(
        "The next working day is %(next)s; if the day itself is worked, say so with: ceremony schedule day DATE working"
    )
    page_cure = msgid("The next working day is %(next)s; if the day itself is worked, say so on the page of days off.")


class IntoThePast(Refusal):
    """The new date is over."""

    sentence = msgid("%(date)s at %(start)s is over.")
    cure = msgid("Choose a later working day.")


class OnThatDayAlready(Refusal):
    """It is held on that date anyway."""

    sentence = msgid("The ceremony is on %(date)s already.")
    cure = msgid("Choose another date.")


class DateTaken(Refusal):
    """Another ceremony of the series has the date."""

    sentence = msgid("Another ceremony of this series, %(key)s, is on %(date)s.")
    cure = msgid("Choose another date, or move that ceremony first.")


class DateGone(Refusal):
    """A date is not simply taken away."""

    sentence = msgid("The ceremony of %(month)s needs a date.")
    cure = msgid("Give it one, or postpone it: ceremony schedule postpone %(month)s --reason T")
    page_cure = msgid("Give it one, or postpone it.")


class NoRainPlace(Refusal):
    """Nobody said where to go when it rains."""

    sentence = msgid("The ceremony of %(month)s has no place for rain.")
    cure = msgid("Enter one under its date and place first.")


class NobodyFollows(Refusal):
    """The ceremony is the last of its year."""

    sentence = msgid("No ceremony of this year follows the one of %(month)s.")
    cure = msgid("Move this one alone.")


class HeldAlready(Refusal):
    """It has begun or is over."""

    sentence = msgid("The ceremony of %(date)s has been held.")
    cure = msgid("What has happened stays; change one that is still to come.")


class NothingHeld(Refusal):
    """The slot was skipped, so there is nothing to stop or to prepare."""

    sentence = msgid("Nothing is held for the slot %(slot)s: it has no date.")
    cure = msgid("Give it a date with: ceremony schedule move %(slot)s DATE --reason T")
    page_cure = msgid("Give it a date first.")


class CancelledAlready(Refusal):
    """It is cancelled."""

    sentence = msgid("The ceremony of %(month)s is cancelled.")
    cure = msgid("Bring it back first with: ceremony schedule restore %(slot)s")
    page_cure = msgid("Bring it back first.")


class PostponedAlready(Refusal):
    """It is postponed."""

    sentence = msgid("The ceremony of %(month)s is postponed already.")
    cure = msgid("Give it a date with: ceremony schedule move %(slot)s DATE --reason T")
    page_cure = msgid("Give it a date.")


class NothingToRestore(Refusal):
    """It is planned."""

    sentence = msgid("The ceremony of %(month)s is neither postponed nor cancelled.")
    cure = msgid("There is nothing to restore.")


class GuestInside(Refusal):
    """The unit belongs to the host, so its people are invited by name."""

    sentence = msgid("%(unit)s belongs to %(host)s: its people are invited themselves.")
    cure = msgid("Name a unit outside of it; see: ceremony people units")
    page_cure = msgid("Choose a unit outside of it.")


class GuestWithoutMailbox(Refusal):
    """A guest unit is invited by its mailbox."""

    sentence = msgid("%(unit)s has no e-mail address.")
    cure = msgid("Give it one with: ceremony people unit %(unit)s --email ADDRESS")
    page_cure = msgid("Write its mailbox down on the page of the units.")


class NotAGuest(NotFound):
    """The series does not invite the unit."""

    sentence = msgid("%(unit)s is no guest of this series.")
    cure = msgid("Invite it with: ceremony schedule guest %(unit)s")
    page_cure = msgid("Invite it first.")


class TooFewHeads(BadInput):
    """A guest unit comes with somebody."""

    sentence = msgid("%(heads)s is no number of guests.")
    cure = msgid("Give a whole number from 1 on.")


class NoFeed(NotFound):
    """Calendars cannot subscribe to the unit yet."""

    sentence = msgid("%(unit)s has no address for calendars.")
    cure = msgid("Make one with: ceremony schedule feed %(unit)s")
    page_cure = msgid("Make one on the page of calendars.")


class FeedUnknown(Gone):
    """The address of a feed is not one of ours, or was revoked."""

    sentence = msgid("This address for calendars is not valid, or no longer valid.")
    cure = msgid("Ask your office for the new one.")


def require_signed(plan: "YearPlan") -> None:
    """Refuse to let the office approve what nobody has signed; raises NotSigned."""
    if not plan.number or plan.dated is None:
        raise NotSigned(year=plan.year)


def require_not_cancelled(ceremony: "Ceremony") -> None:
    """Refuse to change what is cancelled; raises CancelledAlready."""
    if ceremony.state is CeremonyState.CANCELLED:
        raise CancelledAlready(month=ceremony.month, slot=ceremony.slot)


def require_not_postponed(ceremony: "Ceremony") -> None:
    """Refuse to postpone twice; raises PostponedAlready."""
    if ceremony.state is CeremonyState.POSTPONED:
        raise PostponedAlready(month=ceremony.month, slot=ceremony.slot)


def require_not_skipped(ceremony: "Ceremony") -> None:
    """Refuse to stop or prepare what nobody holds; raises NothingHeld."""
    if ceremony.state is CeremonyState.PLANNED and ceremony.date is None:
        raise NothingHeld(slot=ceremony.slot)


def require_not_over(ceremony: "Ceremony", now: datetime) -> None:
    """Refuse to change a planned ceremony that has begun; raises HeldAlready."""
    starts_at = ceremony.starts_at
    if ceremony.state is CeremonyState.PLANNED and starts_at is not None and starts_at <= now:
        raise HeldAlready(date=ceremony.date)


def require_preparable(ceremony: "Ceremony") -> None:
    """Refuse to prepare what is not held; raises CancelledAlready or NothingHeld."""
    require_not_cancelled(ceremony)
    require_not_skipped(ceremony)


def require_new_date(new: date, start: str, starts_at: datetime, days: WorkDays, now: datetime) -> None:
    """Refuse a date that is over or off; raises IntoThePast, OntoDayOff or NoCalendar."""
    if starts_at <= now:
        raise IntoThePast(date=new, start=start)
    name = days.explain_off(new)
    if name:
        raise OntoDayOff(date=new, name=name, next=days.next_working_day(new))


def require_reason(reason: str) -> None:
    """Refuse to move or stop a ceremony without a reason; raises MissingReason."""
    if not reason:
        raise MissingReason

"""When people may check in by themselves, and when an arrival is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ceremony.attendance.rules import Mark
from ceremony.core.refusal import Gone, msgid


class CheckInClosed(Gone):
    """People check in by themselves around the start only."""

    sentence = msgid("Check-in for %(month)s is open from %(opens)s to %(closes)s.")
    cure = msgid("Please tell the office that you are here.")


@dataclass(frozen=True)
class Window:
    """From when to when people may check in by themselves; both moments in UTC."""

    opens: datetime
    closes: datetime


# Ceremonies overrun, and a queue before the code outlasts the last song.
CHECK_IN_MARGIN = timedelta(minutes=30)


def window_for(start: datetime, minutes: int, opens_before: int) -> Window:
    """Return the usual check-in time: *opens_before* minutes before the start to 30 after the end."""
    return Window(start - timedelta(minutes=opens_before), start + timedelta(minutes=minutes) + CHECK_IN_MARGIN)


def opened_by_hand(window: Window, minutes: int, now: datetime) -> Window:
    """Return *window* opened at *now*: earlier where it is not open yet, longer where it is over already.

    Only for a *now* on the ceremony's day: a ceremony may begin an hour late because of rain.
    """
    opens = min(window.opens, now)
    if now < window.closes:
        return Window(opens, window.closes)
    return Window(opens, now + timedelta(minutes=minutes) + CHECK_IN_MARGIN)


def mark_for_arrival(arrival: datetime, start: datetime, late_after: int) -> Mark:
    """Return present, or late from the minute after *late_after* minutes past the start.

    Seconds do not count, so that who is shown as 07h05 is judged by 07h05.
    """
    minute = arrival.replace(second=0, microsecond=0)
    return Mark.LATE if minute > start + timedelta(minutes=late_after) else Mark.PRESENT


def require_within(window: Window, arrival: datetime, month: str, shown: tuple[str, str]) -> None:
    """Refuse an arrival outside *window*, whose times *shown* says as people read them; raises CheckInClosed."""
    if not window.opens <= arrival <= window.closes:
        raise CheckInClosed(month=month, opens=shown[0], closes=shown[1])

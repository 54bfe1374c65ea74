"""How somebody signs in: passwords, one-time links, how long it lasts, how often it may be tried."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from ceremony.core.refusal import BadInput, Gone, NotFound, Refusal, msgid

IDLE = timedelta(minutes=30)
# However busy: a working day.
LONGEST = timedelta(hours=12)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
_FEWEST_LETTERS = 5


class Purpose(StrEnum):
    """What a one-time link is for."""

    SIGN_IN = "sign-in"
    PASSWORD = "password"  # noqa: S105 - no password, the word
    # To agree that the account's letters go elsewhere from now on.
    ADDRESS = "address"


LINK_LIFE = {
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.PASSWORD: timedelta(minutes=60),
    Purpose.ADDRESS: timedelta(days=7),
}
# Who installs the program and who will be the office may be two persons.
FIRST_LINK_LIFE = timedelta(hours=24)


class WrongSignIn(BadInput):
    """Address and password do not fit; which of the two is not told."""

    sentence = msgid("The e-mail address or the password is not right.")
    cure = msgid("Try again, or ask for a link by e-mail.")


class LinkUnknown(NotFound):
    """No link of ours."""

    sentence = msgid("This link is not complete.")
    cure = msgid("Open it once more from the letter, or ask for a new one on the sign-in page.")


class LinkSpent(Gone):
    """The link was used, has run out, or nobody has its address any more."""

    sentence = msgid("This link was used already, or its time has run out.")
    cure = msgid("Ask for a new one on the sign-in page.")


class WhoIsIt(BadInput):
    """Several persons share the address of a link."""

    sentence = msgid("Several persons have this address.")
    cure = msgid("Choose who you are.")


class OnlyByAnAddressOfTheirOwn(Refusal):
    """All who share the address hold a role that nobody shall take by opening a common mailbox."""

    sentence = msgid(
        "Several persons read the mailbox %(address)s, so nobody who leads or is the office signs in by it."
    )
    cure = msgid("Sign in with your password, or ask the office to write down an address that only you read.")


class TooOften(Refusal):
    """Too many tries; `seconds` says how long to wait."""

    sentence = msgid("That was tried too often. It is open again in %(wait)s.")
    cure = msgid("Wait, or open the link from a letter that you have already.")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(wait=f"{seconds // 60}:{seconds % 60:02d}")


class WeakPassword(BadInput):
    """Too short, too simple, or made of what everybody knows."""

    sentence = msgid("This password is too easy to guess.")
    cure = msgid("Take at least %(least)s characters, such as four words that do not belong together.")

    def __init__(self) -> None:
        super().__init__(least=SHORTEST_PASSWORD)


class WrongPassword(BadInput):
    """The present password is not right."""

    sentence = msgid("The present password is not right.")
    cure = msgid("Type it again, or let a letter with a link be sent.")


def check_password(password: str, known: tuple[str, ...]) -> None:
    """Refuse a password that is easily guessed; *known* are the person's address and name. Raises WeakPassword.

    Length instead of rules about signs (NIST SP 800-63B section 3.1.1, OWASP ASVS 5.0 section 6.2).
    """
    lower = password.casefold()
    wholes = [text.casefold() for text in known]
    parts = [part for text in wholes for part in re.split(r"\W+", text) if len(part) >= 4]
    for part in (*wholes, *parts):
        lower = lower.replace(part, "")
    too_short = len(password) < SHORTEST_PASSWORD or len(lower) < SHORTEST_PASSWORD // 2
    if too_short or lower.isdigit() or len(password) > LONGEST_PASSWORD or len(set(lower)) < _FEWEST_LETTERS:
        raise WeakPassword


def is_live(created: datetime, seen: datetime, now: datetime) -> bool:
    """Whether a sign-in still holds: used within the idle time, and not older than a working day.

    A moment in the future is not trusted: the office's clock was set back.
    """
    return timedelta(0) <= now - seen < IDLE and timedelta(0) <= now - created < LONGEST


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def agent_label(user_agent: str) -> str:
    """Return "Firefox, Windows": enough to know one's own device by, too little to know a person by."""
    found = [next((label for mark, label in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))


# Who forgets after this long without a try is no machine.
MEMORY = timedelta(hours=24)
_LONGEST_WAIT = timedelta(minutes=15)
# So many tries are free: of one account and of its second factor, of one network address (a whole office may share
# it), of letters with links.
FREE_TRIES = {"account": 5, "network": 50, "letter": 3, "second": 5}


def wait_after(tries: int, free: int) -> timedelta:
    """Return how long to wait after so many tries: nothing at first, then 2, 4, 8 … seconds up to 15 minutes."""
    over = tries - free
    if over < 0:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(over + 1, 20)), _LONGEST_WAIT)

"""The second factor: a code of an app, or a recovery code that is used up."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from ceremony.accounts.rules.roles import Held, Role
from ceremony.core.refusal import BadInput, Forbidden, Gone, NotFound, msgid

# From the password or the link to the code.
HALF_LIFE = timedelta(minutes=10)
RECOVERY_CODES = 10
# Seconds by which a phone's clock may differ, each way: one code (RFC 6238 section 5.2).
SKEW = 30
LONGEST_NAME = 60


class WrongCode(BadInput):
    """Neither the app's code nor a recovery code."""

    sentence = msgid("This code is not right.")
    cure = msgid("Type the code that the app shows now, or one of your recovery codes.")


class HalfOver(Gone):
    """Too long between the password and the code."""

    sentence = msgid("Signing in has taken too long.")
    cure = msgid("Begin again on the sign-in page.")


class NoSuchFactor(NotFound):
    """The factor is not among the visitor's own."""

    sentence = msgid("There is no such second factor.")
    cure = msgid("Open your profile again.")


class HoldsMore(Forbidden):
    """Somebody holds a role on a unit that the visitor's office does not stand at or above."""

    sentence = msgid("%(name)s holds a role on %(unit)s, which your office does not reach.")
    cure = msgid("Ask the office of that unit.")


def typed_code(text: str) -> str:
    """Return a code as it was meant: without blanks and dashes, small."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def stands_above(held: Iterable[Held], path: str) -> bool:
    """Whether an office is held on the unit with this path or above it, whatever hosts lie between."""
    return any(one.role is Role.OFFICE and path.startswith(one.path) for one in held)


def first_out_of_reach(held: Collection[Held], granted: Iterable[Held]) -> Held | None:
    """Return the first of somebody's roles whose unit no office among *held* stands at or above."""
    return next((one for one in granted if not stands_above(held, one.path)), None)

"""Signing in through the office's own identity provider (OpenID Connect): what must hold, and what is refused."""

from datetime import datetime, timedelta

from ceremony.core.refusal import Forbidden, Gone, Refusal, msgid

# From the button to the provider's answer, and from there to the press that signs in.
FLOW_LIFE = timedelta(minutes=10)
# Seconds that the provider's clock may differ, each way.
SKEW = 60


class ProviderSilent(Refusal):
    """The provider cannot be reached in time, or answers nonsense."""

    sentence = msgid("%(provider)s cannot be reached now, or does not answer as it should.")
    cure = msgid("Try again in some minutes, or let a link be sent to your mailbox.")


class ProviderRefused(Forbidden):
    """The provider let nobody in, or the visitor stopped there."""

    sentence = msgid("%(provider)s did not sign you in.")
    cure = msgid("Try again, or let a link be sent to your mailbox.")


class ProofInvalid(Forbidden):
    """The token is not the provider's, not for this program, not for this visit, or not of this time."""

    sentence = msgid("What %(provider)s answered does not hold, so nobody was signed in.")
    cure = msgid("Begin again. If it happens again, tell whoever runs this program; its log says more.")


class FlowOver(Gone):
    """The way to the provider and back was not begun in this browser, was gone already, or took too long."""

    sentence = msgid("This sign-in was used already, took too long, or was begun in another browser.")
    cure = msgid("Begin again on the sign-in page.")


class AddressUnproven(Forbidden):
    """The provider does not say that the visitor's address is theirs."""

    sentence = msgid("%(provider)s has not confirmed your e-mail address.")
    cure = msgid("Confirm it there, or let a link be sent to your mailbox.")


class AddressUnknown(Forbidden):
    """Nobody here has the address: no account is made for strangers."""

    sentence = msgid("Nobody in the staff list has the address %(address)s.")
    cure = msgid("Ask the office of your agency to write it beside your name.")


class AddressOfLeaver(Forbidden):
    """Who has the address does not work here any more."""

    sentence = msgid("By the staff list, whoever has the address %(address)s has left.")
    cure = msgid("If this is wrong, ask the office of your agency to correct the list.")


class AccountClosed(Forbidden):
    """The account with the address was closed."""

    sentence = msgid("The account with the address %(address)s is closed.")
    cure = msgid("Ask the office of your agency.")


class MailboxShared(Forbidden):
    """A mailbox of several tells nothing about who sits here."""

    sentence = msgid("Several persons have the address %(address)s, so it does not tell who you are.")
    cure = msgid("Let a link be sent there and choose who you are, or ask the office for an address of your own.")


def require_young(since: datetime, now: datetime) -> None:
    """Refuse what was begun too long ago, or in the future; raises FlowOver."""
    if not timedelta(0) <= now - since < FLOW_LIFE:
        raise FlowOver


def same_address(one: str, other: str) -> bool:
    """Whether two addresses name one mailbox: in any case of ASCII letters, else letter by letter.

    Unicode's lower case makes a k of the Kelvin sign, and so of one's address another's.
    """
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())

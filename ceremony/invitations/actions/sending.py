"""What the office does: invite, remind, take back, announce a change."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ceremony.core.audit.actions import record
from ceremony.core.db import session
from ceremony.core.language import gettext, language
from ceremony.core.mail.actions import Recipient, queue_letters, withdraw
from ceremony.core.mail.editions import make_edition
from ceremony.core.mail.queries import gone_out, lost_addresses
from ceremony.core.mail.rules import Priority, address_problem
from ceremony.core.settings import Settings
from ceremony.invitations.letters import PRIORITY, Specimen, draft_letter, recipient_of, subject_of
from ceremony.invitations.models import Invitation
from ceremony.invitations.queries import list_behind, list_invitations, people_to_invite
from ceremony.invitations.rules import (
    NobodyInvited,
    Occasion,
    Problem,
    Sent,
    answer_for,
    reminder_key,
    require_ahead,
)
from ceremony.people.queries.namesakes import called
from ceremony.people.rules.units import require_open
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import list_guests, lock_ceremony
from ceremony.schedule.rules import CeremonyState
from ceremony.schedule.rules.held import require_held


@dataclass(frozen=True)
class Moment:
    """When an edge acts: the office's time, the machine's, and how long letters are held back."""

    now: datetime
    real_now: datetime
    hold_seconds: int
    settings: Settings


def send_invitations(ceremony: Ceremony, moment: Moment) -> Sent:
    """Invite everybody who belongs to the host on that day, and the guests.

    Again: only who is new, or has another address since a letter could not be delivered.

    Raises NotHeld, AlreadyBegun or UnitClosed.
    """
    lock_ceremony(ceremony)
    require_open(ceremony.host.name, ceremony.host.active_to)
    require_ahead(ceremony, moment.now)
    _write_invitations(ceremony)
    everybody = list_invitations(ceremony)
    lost = lost_addresses(ceremony.uid)
    waiting = [one for one in everybody if one.announced_revision is None or _has_other_address(one, lost)]
    letters, problems = _write_letters(ceremony, waiting, Occasion.INVITATION, moment)
    _mark_announced(waiting, ceremony.revision, problems)
    if letters:
        record("send invitations", f"ceremony:{ceremony.key}", after={"invited": len(everybody), "letters": letters})
    return Sent(len(everybody), letters, tuple(problems.values()))


def _write_invitations(ceremony: Ceremony) -> None:
    """Add a row for everybody who is to be invited and has none."""
    assert ceremony.date is not None
    known = list_invitations(ceremony)
    people = {one.person_id for one in known}
    units = {one.unit_id for one in known if one.is_guest}
    shared = {"ceremony_id": ceremony.id, "host_id": ceremony.host_id}
    rows = [
        {**shared, "person_id": person.id, "unit_id": person.unit_id, "heads": 1, "nonce": secrets.token_urlsafe(16)}
        for person in people_to_invite(ceremony.host, ceremony.date)
        if person.id not in people
    ]
    rows += [
        {**shared, "person_id": None, "unit_id": one.unit_id, "heads": one.heads, "nonce": secrets.token_urlsafe(16)}
        for one in list_guests(ceremony.series)
        if one.unit_id not in units and not one.unit.is_closed
    ]
    if rows:
        session().execute(sa.insert(Invitation), rows)


def _has_other_address(invitation: Invitation, lost: Mapping[str, set[str]]) -> bool:
    addresses = lost.get(f"invitation:{invitation.id}")
    return addresses is not None and invitation.address is not None and invitation.address not in addresses


def _write_letters(
    ceremony: Ceremony, invitations: Sequence[Invitation], occasion: Occasion, moment: Moment, key: str = ""
) -> tuple[int, dict[int, Problem]]:
    """Queue one letter to each; returns how many, and by invitation id whom none can reach."""
    problems: dict[int, Problem] = {}
    by_language: dict[str, list[Recipient]] = {}
    for one in invitations:
        problem = unreachable(one)
        if problem is not None:
            problems[one.id] = Problem(called(one.person) if one.person else one.name, problem)
            continue
        code = one.person.language if one.person is not None else "vi"
        with language(code):
            by_language.setdefault(code, []).append(recipient_of(one, occasion))
    letters = 0
    for code, recipients in by_language.items():
        draft = draft_letter(subject_of(ceremony, moment.settings), occasion, code, moment.now)
        letters += queue_letters(
            make_edition(draft, moment.now),
            recipients,
            key=key or f"{occasion.value}:{ceremony.revision}",
            priority=PRIORITY[occasion],
            now=moment.now,
            real_now=moment.real_now,
            hold_seconds=moment.hold_seconds,
            expires_at=ceremony.starts_at,
        )
    return letters, problems


def unreachable(invitation: Invitation) -> str | None:
    """Say why no letter can reach who is invited; None where one can."""
    if not invitation.address:
        return gettext("has no e-mail address; add one, then send again")
    problem = address_problem(invitation.address)
    return None if problem is None else gettext(problem)


def _mark_announced(invitations: Iterable[Invitation], revision: int, problems: dict[int, Problem]) -> None:
    for one in invitations:
        if one.id not in problems:
            one.announced_revision = revision


def remind(ceremony: Ceremony, moment: Moment, unit_id: int | None = None) -> Sent:
    """Write once more to those who have not answered, of one unit or of all; twice on one day changes nothing.

    Raises NotHeld, AlreadyBegun or NobodyInvited.
    """
    lock_ceremony(ceremony)
    require_ahead(ceremony, moment.now)
    everybody = list_invitations(ceremony)
    if not everybody:
        raise NobodyInvited(month=ceremony.month)
    silent = [
        one
        for one in everybody
        if one.announced_revision is not None
        and answer_for(one, ceremony.revision) is None
        and _comes_into_question(one)
        and unit_id in (None, one.unit_id)
    ]
    key = reminder_key(ceremony.revision, moment.now)
    letters, problems = _write_letters(ceremony, silent, Occasion.REMINDER, moment, key)
    if letters:
        record("remind", f"ceremony:{ceremony.key}", after={"letters": letters})
    return Sent(len(everybody), letters, tuple(problems.values()))


def _comes_into_question(invitation: Invitation) -> bool:
    """Whether the person belongs to the office on the day: who will have left by then is asked for nothing more."""
    day = invitation.ceremony.date
    return day is None or invitation.person is None or invitation.person.belongs_on(day)


def send_copy(specimen: Specimen, to: Recipient, moment: Moment) -> None:
    """Write the letter of *specimen* to somebody who wants to see it; it counts as nobody's invitation."""
    queue_letters(
        make_edition(specimen.copy_of(), moment.now),
        [to],
        key=f"copy:{moment.now.isoformat()}",
        priority=Priority.SIGN_IN,
        now=moment.now,
        real_now=moment.real_now,
    )
    record("send copy", f"ceremony:{specimen.ceremony.key}", after={"to": to.address, "as": specimen.invitation.name})


def undo_sending(ceremony: Ceremony) -> int:
    """Take back the letters that have not left; who got none counts as not yet invited.

    Returns how many letters were taken back.
    """
    lock_ceremony(ceremony)
    require_held(ceremony)
    taken_back = withdraw(ceremony.uid)
    reached = gone_out(ceremony.uid)
    for one in list_invitations(ceremony):
        one.announced_revision = reached.get(f"invitation:{one.id}")
    if taken_back:
        record("take back letters", f"ceremony:{ceremony.key}", after={"letters": taken_back})
    return taken_back


def announce_changes(moment: Moment) -> int:
    """Write to the invited of every ceremony that changed after its letters; returns how many letters.

    A change whose first letters never left needs no second one: who has nothing gets the newest
    date only, and is not told of a cancelling.
    """
    return sum(_announce(ceremony, moment) for ceremony in list_behind())


def _announce(ceremony: Ceremony, moment: Moment) -> int:
    lock_ceremony(ceremony)
    behind = [
        one
        for one in list_invitations(ceremony)
        if one.announced_revision is not None and one.announced_revision < ceremony.revision
    ]
    reached = gone_out(ceremony.uid)
    known = [one for one in behind if f"invitation:{one.id}" in reached]
    if ceremony.starts_at is not None and moment.now >= ceremony.starts_at:
        _mark_announced(behind, ceremony.revision, {})
        return 0
    held = _rest_of_hold(ceremony, moment)
    if ceremony.state is CeremonyState.PLANNED:
        new = [one for one in behind if one not in known and _comes_into_question(one)]
        told = [one for one in known if _comes_into_question(one)]
        letters = _write_letters(ceremony, told, Occasion.UPDATE, held)[0]
        letters += _write_letters(ceremony, new, Occasion.INVITATION, held)[0]
    else:
        letters = _write_letters(ceremony, known, Occasion.CANCELLATION, held)[0]
    _mark_announced(behind, ceremony.revision, {})
    record("announce change", f"ceremony:{ceremony.key}", after={"revision": ceremony.revision, "letters": letters})
    return letters


def keep_quiet(ceremony: Ceremony) -> int:
    """Let those who have a letter of the last revision count as told of this one; return how many.

    For a change that was called out on the spot. The date stands, so answers stand. Who has no letter yet
    gets the first one as it is now.
    """
    reached, last = gone_out(ceremony.uid), ceremony.revision - 1
    told = [
        one
        for one in list_invitations(ceremony)
        if one.announced_revision == last and f"invitation:{one.id}" in reached
    ]
    for one in told:
        one.announced_revision = ceremony.revision
        if one.answer_revision == last:
            one.answer_revision = ceremony.revision
    record(
        "change without letters", f"ceremony:{ceremony.key}", after={"revision": ceremony.revision, "told": len(told)}
    )
    return len(told)


def _rest_of_hold(ceremony: Ceremony, moment: Moment) -> Moment:
    """Return *moment* with what is left of the hold-back, which counts from the change."""
    passed = (moment.now - ceremony.changed_at) / timedelta(seconds=1)
    rest = max(0, round(moment.hold_seconds - passed))
    return Moment(moment.now, moment.real_now, rest, moment.settings)

"""Questions about accounts, the roles they hold, and the links and browsers they sign in with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import joinedload

from ceremony.accounts.models import Grant, OneTimeLink, Passkey, RecoveryCode, SecondFactor, SignIn, User
from ceremony.accounts.rules import Held, Role, holds
from ceremony.accounts.rules.sign_in import LONGEST, LinkSpent, LinkUnknown, OnlyByAnAddressOfTheirOwn, Purpose
from ceremony.core.db import session
from ceremony.core.refusal import Gone, msgid
from ceremony.people.models import Office, Person, Unit
from ceremony.people.queries import list_people_with_address
from ceremony.people.queries.namesakes import place_of


def list_users(address: str) -> list[User]:
    """Return the accounts of who has this address now, in any case of its letters; several where persons share it."""
    here, alone = sa.func.lower(Person.email), sa.func.lower(User.email)
    ways = sa.or_(here == address.lower(), sa.and_(User.person_id.is_(None), alone == address.lower()))
    return list(session().scalars(sa.select(User).outerjoin(User.person).where(ways).order_by(User.id)))


def find_user(address: str) -> User | None:
    """Return the account of who has this address now, the oldest where persons share it."""
    return next(iter(list_users(address)), None)


def find_user_of(person_id: int) -> User | None:
    """Return the account of a person."""
    return session().scalars(sa.select(User).where(User.person_id == person_id)).one_or_none()


def find_grant(user: User, role: Role, unit: Unit) -> Grant | None:
    """Return the grant of this role on this very unit that has no end yet."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.role == role, Grant.unit_id == unit.id, Grant.ends.is_(None)
    )
    return session().scalars(held).one_or_none()


def list_grants(user: User, role: Role, unit: Unit, today: date) -> Sequence[Grant]:
    """Return the grants of this role on this very unit that hold on *today* or will, those without an end first."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id,
        Grant.role == role,
        Grant.unit_id == unit.id,
        _holds_or_will(today),
    )
    return session().scalars(held.order_by(Grant.ends.is_not(None), Grant.id)).all()


def _holds_or_will(today: date) -> sa.ColumnElement[bool]:
    """Whether a grant holds on *today* or will; one that was taken back before it began ends where it begins."""
    return sa.or_(Grant.ends.is_(None), sa.and_(Grant.ends > today, Grant.ends > Grant.starts))


class NoSuchRole(Gone):
    """The role is not held, or not any more."""

    sentence = msgid("This role is not held any more.")
    cure = msgid("Open the page of the roles again.")


def get_grant(grant_id: int, today: date) -> Grant:
    """Return the grant with this id that holds on *today* or will; raises NoSuchRole."""
    grant = session().get(Grant, grant_id)
    if grant is None or (grant.ends is not None and grant.ends <= today):
        raise NoSuchRole
    return grant


def list_roles(unit_ids: Collection[int], today: date) -> list[Grant]:
    """Return the grants on these units that hold on *today* or will: the office's first, then in unit order.

    The units, accounts and persons are loaded with them.
    """
    held = sa.select(Grant).where(Grant.unit_id.in_(unit_ids), _holds_or_will(today))
    loaded = held.options(joinedload(Grant.unit), joinedload(Grant.user).joinedload(User.person))
    order = {role: place for place, role in enumerate(Role)}
    return sorted(session().scalars(loaded), key=lambda one: (order[one.role], one.unit.path, one.starts, one.id))


def list_roles_of_leavers(left_by: date, today: date) -> list[Grant]:
    """Return the grants that hold on *today* or will, of whoever had left on the day *left_by*."""
    held = sa.select(Grant).join(Grant.user).join(User.person).where(Person.left <= left_by, _holds_or_will(today))
    return list(session().scalars(held.order_by(Grant.id)))


def has_other_office(grant: Grant, today: date) -> bool:
    """Whether somebody else who can sign in holds the office on the grant's unit or above it today."""
    others = (
        sa.select(Grant.id)
        .join(Grant.user)
        .outerjoin(User.person)
        .where(Grant.role == Role.OFFICE, Grant.unit_id.in_(grant.unit.ancestor_ids), Grant.user_id != grant.user_id)
        .where(Grant.starts <= today, sa.or_(Grant.ends.is_(None), Grant.ends > today), User.active)
        .where(sa.or_(Person.id.is_(None), Person.left.is_(None), Person.left > today))
    )
    return session().scalars(others.limit(1)).first() is not None


def addresses_of_holders(host: Unit, today: date) -> dict[int, str | None]:
    """Return the address of everybody in *host* who holds a role, now or later, by person id."""
    wanted = (
        sa.select(Person.id, Person.email)
        .join(User, User.person_id == Person.id)
        .join(Grant, Grant.user_id == User.id)
        .where(Person.host_id == host.id, sa.or_(Grant.ends.is_(None), Grant.ends > today))
    )
    return {row[0]: row[1] for row in session().execute(wanted)}


def roles_of(user: User, today: date) -> list[Grant]:
    """Return the grants that *user* holds today, oldest first, with their units."""
    held = sa.select(Grant).where(
        Grant.user_id == user.id, Grant.starts <= today, sa.or_(Grant.ends.is_(None), Grant.ends > today)
    )
    return list(session().scalars(held.order_by(Grant.id).options(joinedload(Grant.unit))))


def held_by(user: User, today: date) -> list[Held]:
    """Return the roles that *user* holds today, for the rules; none where the account is closed."""
    return [Held(grant.role, grant.unit.path) for grant in roles_of(user, today)] if user.active else []


def host_paths() -> list[str]:
    """Return the paths of all hosts."""
    return list(session().scalars(sa.select(Unit.path).join(Office, Office.unit_id == Unit.id)))


def may(user: User, role: Role, unit: Unit, today: date) -> bool:
    """Whether *user* holds *role* on *unit*, or above it with no other host between."""
    return holds(held_by(user, today), (role,), unit.path, host_paths())


def find_sign_in(key: str, uniquifier: str) -> SignIn | None:
    """Return the sign-in of a cookie with its account and person, unless it was revoked or the account closed."""
    wanted = (
        sa.select(SignIn)
        .join(SignIn.user)
        .where(SignIn.key == key, SignIn.revoked_at.is_(None), User.fs_uniquifier == uniquifier, User.active)
        .options(joinedload(SignIn.user).joinedload(User.person))
    )
    return session().scalars(wanted).one_or_none()


def list_sign_ins(user: User, now: datetime) -> Sequence[SignIn]:
    """Return the browsers that *user* may still be signed in with, the newest first."""
    wanted = sa.select(SignIn).where(
        SignIn.user_id == user.id, SignIn.revoked_at.is_(None), SignIn.created_at > now - LONGEST
    )
    return session().scalars(wanted.order_by(SignIn.id.desc())).all()


def list_factors(user: User) -> Sequence[SecondFactor]:
    """Return the authenticator apps of *user*, the oldest first."""
    wanted = sa.select(SecondFactor).where(SecondFactor.user_id == user.id)
    return session().scalars(wanted.order_by(SecondFactor.id)).all()


def list_passkeys(user: User) -> Sequence[Passkey]:
    """Return the passkeys of *user*, the oldest first."""
    return session().scalars(sa.select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all()


def has_second_factor(user: User) -> bool:
    """Whether *user* signs in with a second factor: an authenticator app or a passkey."""
    kinds = [sa.exists().where(table.user_id == user.id) for table in (SecondFactor, Passkey)]
    return bool(session().scalar(sa.select(sa.or_(*kinds))))


def count_recovery_codes(user: User) -> int:
    """Return how many recovery codes *user* has left."""
    left = sa.select(sa.func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return session().scalar(left) or 0


def find_by_uniquifier(uniquifier: str) -> User | None:
    """Return the open account that a cookie calls so."""
    return session().scalars(sa.select(User).where(User.fs_uniquifier == uniquifier, User.active)).one_or_none()


def _signer(purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=f"one-time link 1: {purpose.value}")


def token_of(link: OneTimeLink) -> str:
    """Return the signed token of a link."""
    return str(_signer(link.purpose).dumps(link.nonce))


def get_link(token: str, purpose: Purpose, now: datetime, *, lock: bool = False) -> OneTimeLink:
    """Return the link of a token that can still be used; raises LinkUnknown or LinkSpent.

    With *lock* nobody else can use it until the transaction ends.
    """
    try:
        nonce = _signer(purpose).loads(token)
    except BadSignature as error:
        raise LinkUnknown from error
    wanted = sa.select(OneTimeLink).where(OneTimeLink.nonce == nonce)
    link = session().scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if link is None or link.used_at is not None or not link.made_at <= now < link.expires_at:
        raise LinkSpent
    return link


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a link may sign in: an account, a person without one yet, or both; `key` names them in a form.

    `is_shared`: the address is others' too.
    """

    key: str
    name: str
    unit: str
    user: User | None
    person: Person | None
    is_shared: bool = False


def list_candidates(address: str, today: date) -> list[Candidate]:
    """Return whom a letter to *address* may be for: the accounts and the persons who have it, none that is closed."""
    people = list_people_with_address(address, today)
    users = {user.person_id: user for user in list_users(address)}
    accounts = _accounts_of([person.id for person in people])
    found = [_of_person(person, accounts.get(person.id)) for person in people]
    alone = users.get(None)
    if alone is not None:
        if len(people) == 1 and found[0].user is None:
            # The administrator of the first hour, whom the staff list now has.
            return [Candidate(found[0].key, found[0].name, found[0].unit, alone, people[0])]
        found.append(Candidate(f"account-{alone.id}", alone.name, "", alone, None))
    found = [replace(one, is_shared=len(found) > 1) for one in found]
    return [one for one in found if one.user is None or one.user.active]


def _of_person(person: Person, user: User | None) -> Candidate:
    return Candidate(f"person-{person.id}", person.full_name, place_of(person), user, person)


def _accounts_of(person_ids: list[int]) -> dict[int | None, User]:
    found = session().scalars(sa.select(User).where(User.person_id.in_(person_ids)))
    return {user.person_id: user for user in found}


def candidates_of(link: OneTimeLink, today: date) -> list[Candidate]:
    """Return whom *link* may sign in; raises LinkSpent where nobody is left, or OnlyByAnAddressOfTheirOwn.

    From a mailbox that several open nobody signs in as the office or a manager.
    """
    if link.user is not None:
        found = [Candidate(f"account-{link.user.id}", link.user.name, "", link.user, link.user.person)]
        found = [one for one in found if link.user.active]
    else:
        found = list_candidates(link.email, today)
    if not found:
        raise LinkSpent
    powerful = _of_office_and_managers([one.user.id for one in found if one.user and one.is_shared], today)
    found = [one for one in found if one.user is None or one.user.id not in powerful]
    if not found:
        raise OnlyByAnAddressOfTheirOwn(address=link.email)
    return found


def _of_office_and_managers(user_ids: list[int], today: date) -> set[int]:
    """Return which of these accounts hold the office or manage a unit, now or later."""
    held = sa.select(Grant.user_id).where(
        Grant.user_id.in_(user_ids),
        Grant.role.in_((Role.OFFICE, Role.MANAGER)),
        sa.or_(Grant.ends.is_(None), Grant.ends > today),
    )
    return set(session().scalars(held))

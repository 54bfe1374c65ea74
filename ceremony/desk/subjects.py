"""What an act of the audit log was done to, in words and with the page that shows it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from ceremony.accounts.models import User
from ceremony.attendance.models import Objection
from ceremony.core.db import session
from ceremony.core.language import gettext
from ceremony.core.mail.models import Letter
from ceremony.core.refusal import msgid
from ceremony.core.web.words import numeric_date, short_date
from ceremony.invitations.models import Invitation
from ceremony.leave.models import Leave
from ceremony.people.models import Correction, Person, Unit
from ceremony.people.queries.namesakes import called
from ceremony.schedule.actions.plan import FIRST_SERIES
from ceremony.schedule.models import Ceremony
from ceremony.topics.models import Document
from ceremony.topics.queries import cite

# The kinds that can be asked for; "letters" and "installation" have one subject each.
KINDS = {
    "ceremony": msgid("Ceremonies"),
    "invitation": msgid("Answers to invitations"),
    "plan": msgid("Plans of a year"),
    "day": msgid("Days off and working days"),
    "person": msgid("Staff"),
    "unit": msgid("Units and settings"),
    "leave": msgid("Absences"),
    "objection": msgid("Contested records"),
    "correction": msgid("Corrections asked for"),
    "document": msgid("Documents"),
    "account": msgid("Accounts and roles"),
    "letter": msgid("Single letters"),
    "installation": msgid("The installation"),
}


@dataclass(frozen=True)
class Subject:
    """What it is called, and the address of its page where it has one."""

    words: str
    address: str | None = None


Found = Mapping[str, Subject]


def name_subjects(subjects: Iterable[str]) -> dict[str, Subject]:
    """Return each subject ("person:12") in words; one that is gone keeps what is recorded of it."""
    by_kind: dict[str, set[str]] = {}
    for subject in subjects:
        kind, _, rest = subject.partition(":")
        by_kind.setdefault(kind, set()).add(rest)
    named: dict[str, Subject] = {}
    for kind, rests in by_kind.items():
        found = NAMERS[kind](rests) if kind in NAMERS else {}
        for rest in rests:
            whole = f"{kind}:{rest}" if rest else kind
            named[whole] = found.get(rest) or Subject(whole)
    return named


def _rows(model: Any, ids: Collection[str]) -> Iterable[Any]:
    numbers = [int(one) for one in ids if one.isdigit()]
    return session().scalars(sa.select(model).where(model.id.in_(numbers)))


def _ceremonies(keys: Collection[str]) -> Found:
    found = session().scalars(sa.select(Ceremony).where(Ceremony.key.in_(keys)))
    return {
        one.key: Subject(
            gettext("ceremony of %(date)s", date=short_date(one.told.day)),
            url_for("desk.show_ceremony", key=one.key),
        )
        for one in found
    }


def _people(ids: Collection[str]) -> Found:
    return {
        str(one.id): Subject(called(one), url_for("people.show_person", person_id=one.id)) for one in _rows(Person, ids)
    }


def _units(codes: Collection[str]) -> Found:
    found = session().scalars(sa.select(Unit).where(Unit.code.in_(codes)))
    return {one.code: Subject(one.name) for one in found}


def _leaves(ids: Collection[str]) -> Found:
    found = session().execute(
        sa.select(Leave, Person)
        .join(Person, Person.id == Leave.person_id)
        .where(Leave.id.in_([int(one) for one in ids if one.isdigit()]))
    )
    return {str(leave.id): Subject(f"{called(person)}, {_days(leave)}") for leave, person in found}


def _days(leave: Leave) -> str:
    first, last = numeric_date(leave.first_day), numeric_date(leave.last_day)
    return first if first == last else f"{first} – {last}"


def _accounts(ids: Collection[str]) -> Found:
    return {str(one.id): Subject(account_name(one)) for one in _rows(User, ids)}


def account_name(user: User) -> str:
    """Return the account's name, with what tells its person from a namesake."""
    return called(user.person) if user.person is not None else user.name


def name_actors(ids: Collection[int]) -> dict[int, str]:
    """Return the accounts that acted, by id, with what tells them from others of the same name."""
    return {one.id: account_name(one) for one in _rows(User, [str(number) for number in ids])}


def _documents(ids: Collection[str]) -> Found:
    return {
        str(one.id): Subject(cite(one), url_for("documents.show_document", document=one.id))
        for one in _rows(Document, ids)
    }


def _letters(ids: Collection[str]) -> Found:
    return {str(one.id): Subject(gettext("letter to %(address)s", address=one.address)) for one in _rows(Letter, ids)}


def _invitations(ids: Collection[str]) -> Found:
    return {
        str(one.id): Subject(
            gettext(
                "%(name)s, ceremony of %(date)s",
                name=called(one.person) if one.person else one.name,
                date=short_date(one.ceremony.told.day),
            )
        )
        for one in _rows(Invitation, ids)
    }


def _objections(ids: Collection[str]) -> Found:
    return {
        str(one.id): Subject(
            gettext("%(name)s, ceremony of %(date)s", name=called(one.person), date=short_date(one.ceremony.told.day)),
            url_for("attendance.show_objections", key=one.ceremony.key),
        )
        for one in _rows(Objection, ids)
    }


def _corrections(ids: Collection[str]) -> Found:
    return {
        str(one.id): Subject(called(one.person), url_for("people.show_corrections", unit=one.person.host.code))
        for one in _rows(Correction, ids)
    }


def _plans(rests: Collection[str]) -> Found:
    """Name "SNV:main:2021"."""
    return {
        rest: Subject(
            gettext("plan of the year %(year)s", year=rest.rpartition(":")[2]),
            _board_of(*rest.split(":")),
        )
        for rest in rests
    }


def _board_of(host: str, series: str, year: str) -> str:
    return url_for("desk.show_year", year=int(year), unit=host, series=None if series == FIRST_SERIES else series)


def _days_of_a_host(rests: Collection[str]) -> Found:
    """Name "SNV:2021-09-02"."""
    return {
        rest: Subject(gettext("day %(date)s", date="/".join(reversed(rest.partition(":")[2].split("-")))))
        for rest in rests
    }


def _series(rests: Collection[str]) -> Found:
    return {rest: Subject(gettext("guest units of the ceremonies")) for rest in rests}


def _one(words: str) -> Callable[[Collection[str]], Found]:
    return lambda rests: {rest: Subject(gettext(words)) for rest in rests}


NAMERS: dict[str, Callable[[Collection[str]], Found]] = {
    "ceremony": _ceremonies,
    "person": _people,
    "unit": _units,
    "leave": _leaves,
    "account": _accounts,
    "document": _documents,
    "letter": _letters,
    "invitation": _invitations,
    "objection": _objections,
    "correction": _corrections,
    "plan": _plans,
    "day": _days_of_a_host,
    "series": _series,
    "installation": _one(msgid("the installation")),
    "letters": _one(msgid("letters on their way")),
}

"""What was done by whom, newest first, found by who, what and when; and whether the record is whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ceremony.accounts.browser import my_units, page_host
from ceremony.accounts.models import User
from ceremony.accounts.rules import Role
from ceremony.attendance.models import Objection
from ceremony.core.audit.actions import verify
from ceremony.core.audit.models import AuditEntry
from ceremony.core.audit.queries import (
    PAGE,
    Wanted,
    count_entries,
    list_actors,
    list_entries,
    subjects_beginning,
)
from ceremony.core.clock import local, office_day_bounds
from ceremony.core.language import gettext
from ceremony.core.mail.models import Letter
from ceremony.core.text import fold
from ceremony.core.web.access import who_may
from ceremony.core.web.forms import DayField, SearchForm
from ceremony.core.web.words import capital
from ceremony.desk.acts import ACTS, act_words, actor_words
from ceremony.desk.subjects import KINDS, Subject, name_actors, name_subjects
from ceremony.desk.values import value_name, value_words
from ceremony.invitations.models import Invitation
from ceremony.leave.models import Leave
from ceremony.people.models import Correction, Person, Unit
from ceremony.people.queries import host_ids, office_of
from ceremony.schedule.models import Ceremony
from ceremony.topics.models import Document

blueprint = Blueprint("audit", __name__)


class FindForm(SearchForm):
    """Who, what and when."""

    who = StringField(_l("Who, marks are not needed"))
    act = SelectField(_l("Act"))
    about = SelectField(_l("About"))
    since = DayField(_l("From"))
    until = DayField(_l("Up to"))


def _form() -> FindForm:
    form = FindForm(request.args)
    acts = sorted(((act, capital(gettext(words))) for act, words in ACTS.items()), key=lambda one: fold(one[1]))
    every = SelectChoice("", gettext("all"))
    form.act.choices = [every, *(SelectChoice(act, words) for act, words in acts)]
    form.about.choices = [every, *(SelectChoice(kind, gettext(words)) for kind, words in KINDS.items())]
    for field in (form.act, form.about):
        field.data = field.data or ""
    return form


@dataclass(frozen=True)
class Change:
    """One value that an act found and left."""

    name: str
    before: str
    after: str


def _changes(entry: AuditEntry) -> list[Change] | None:
    """Return what an entry changed, in words; None where its values were erased."""
    if entry.values is None:
        return None
    before, after = entry.values.get("before", {}), entry.values.get("after", {})
    changed = (name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))
    return [
        Change(words, value_words(name, before.get(name)), value_words(name, after.get(name)))
        for name in changed
        if (words := value_name(name)) is not None
    ]


def _actor(entry: AuditEntry, actors: Mapping[int, str]) -> str:
    """Return who acted as the entry says it; with what tells from a namesake, where the name is still the same."""
    known = actors.get(entry.actor_id or 0, "")
    return known if known.startswith(entry.actor_label) else actor_words(entry.actor_label)


def _subject(kind: str, column: Any) -> sa.ColumnElement[str]:
    return sa.literal(f"{kind}:").concat(sa.cast(column, sa.Text))


def subjects_of(host: Unit) -> Wanted:
    """Return which subjects the host's office may read about: all where there is no other host, else its own.

    One list of subjects: with a condition for each kind beside the others, both databases read the whole log.
    """
    if host_ids() <= {host.id}:
        return sa.true()
    people = sa.select(Person.id).where(Person.host_id == host.id)
    ceremonies = sa.select(Ceremony.id).where(Ceremony.host_id == host.id)
    codes = [f"unit:{unit.code}" for unit in my_units(host, Role.OFFICE)]
    own = (
        sa.select(_subject("person", Person.id)).where(Person.host_id == host.id),
        sa.select(_subject("leave", Leave.id)).where(Leave.person_id.in_(people)),
        sa.select(_subject("account", User.id)).where(User.person_id.in_(people)),
        sa.select(_subject("ceremony", Ceremony.key)).where(Ceremony.host_id == host.id),
        sa.select(_subject("invitation", Invitation.id)).where(Invitation.ceremony_id.in_(ceremonies)),
        sa.select(_subject("objection", Objection.id)).where(Objection.person_id.in_(people)),
        sa.select(_subject("correction", Correction.id)).where(Correction.person_id.in_(people)),
        sa.select(_subject("document", Document.id)).where(Document.host_id == host.id),
        _letters_of(host),
        *(subjects_beginning(f"{kind}:{host.code}:") for kind in ("plan", "series", "day")),
    )
    return sa.or_(AuditEntry.subject.in_(codes), AuditEntry.subject.in_(sa.union_all(*own)))


def _letters_of(host: Unit) -> sa.Select[str]:
    """Return the subjects of the host's letters that the log tells of: few of very many."""
    told = subjects_beginning("letter:").subquery()
    number = sa.cast(sa.func.substr(told.c.subject, len("letter:") + 1), sa.Integer)
    return sa.select(told.c.subject).join(Letter, Letter.id == number).where(Letter.host == host.code)


def _wanted(form: FindForm, host: Unit) -> Wanted:
    """Return what the form asks for, among what the host's office may read."""
    wanted: list[Wanted] = [subjects_of(host)]
    if form.who.data:
        names = [name for name in list_actors(wanted[0]) if fold(form.who.data) in fold(name)]
        wanted.append(AuditEntry.actor_label.in_(names))
    if form.act.data:
        wanted.append(AuditEntry.act == form.act.data)
    if form.about.data:
        kind = form.about.data
        wanted.append(sa.or_(AuditEntry.subject == kind, AuditEntry.subject.startswith(f"{kind}:", autoescape=True)))
    if form.since.data:
        wanted.append(AuditEntry.at >= office_day_bounds(form.since.data)[0])
    if form.until.data:
        wanted.append(AuditEntry.at < office_day_bounds(form.until.data)[1])
    if request.args.get("subject"):
        wanted.append(AuditEntry.subject == request.args["subject"])
    return sa.and_(*wanted)


@blueprint.get("/audit")
@who_may(role="office")
def show_audit() -> ResponseReturnValue:
    """Show the acts; with `?verify=1` also whether the whole chain holds, with `?subject=` those on one thing."""
    host, form = page_host(), _form()
    is_right = form.validate()
    wanted = _wanted(form, host) if is_right else sa.false()
    count = count_entries(wanted)
    pages = max(1, -(-count // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    is_oldest_first = request.args.get("sort") == "when"
    entries = list_entries(wanted, number, oldest_first=is_oldest_first)
    actors = name_actors({one.actor_id for one in entries if one.actor_id is not None})
    # Only what stands in the list is named: an address may hold anybody's number.
    subjects, asked = name_subjects({one.subject for one in entries}), request.args.get("subject", "")
    page = render_template(
        "audit/audit.html",
        office=office_of(host),
        host=host,
        form=form,
        entries=[
            (one, _actor(one, actors), local(one.at), act_words(one.act), subjects[one.subject], _changes(one))
            for one in entries
        ],
        subject=subjects.get(asked) or (Subject(asked) if asked else None),
        is_filtered=any((form.who.data, form.act.data, form.about.data, form.since.data, form.until.data)),
        sorted="when" if is_oldest_first else "-when",
        count=count,
        number=number,
        pages=pages,
        verdict=verify() if "verify" in request.args else None,
    )
    return make_response(page, 200 if is_right else 422)

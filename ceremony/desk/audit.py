"""What was done by whom, newest first, and whether the record is whole."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ceremony.accounts.browser import my_units, page_host
from ceremony.accounts.models import User
from ceremony.accounts.rules import Role
from ceremony.core.audit.actions import verify
from ceremony.core.audit.models import AuditEntry
from ceremony.core.audit.queries import PAGE, Subjects, count_entries, list_entries
from ceremony.core.clock import local
from ceremony.core.web.access import who_may
from ceremony.leave.models import Leave
from ceremony.people.models import Person, Unit
from ceremony.people.queries import host_ids, office_of
from ceremony.schedule.models import Ceremony

blueprint = Blueprint("audit", __name__)


@dataclass(frozen=True)
class Change:
    """One value that an act found and left."""

    name: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after


def _changes(entry: AuditEntry) -> list[Change] | None:
    """Return what an entry changed; None where its values were erased."""
    if entry.values is None:
        return None
    before, after = entry.values.get("before", {}), entry.values.get("after", {})
    names = dict.fromkeys((*before, *after))
    return [Change(name, _text(before.get(name)), _text(after.get(name))) for name in names]


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _subject(kind: str, column: Any) -> sa.ColumnElement[str]:
    return sa.literal(f"{kind}:").concat(sa.cast(column, sa.Text))


def subjects_of(host: Unit) -> Subjects:
    """Return which subjects the host's office may read about: all where there is no other host, else its own."""
    if host_ids() <= {host.id}:
        return sa.true()
    people = sa.select(Person.id).where(Person.host_id == host.id)
    codes = [f"unit:{unit.code}" for unit in my_units(host, Role.OFFICE)]
    subject = AuditEntry.subject
    return sa.or_(
        subject.in_(codes),
        subject.in_(sa.select(_subject("person", Person.id)).where(Person.host_id == host.id)),
        subject.in_(sa.select(_subject("leave", Leave.id)).where(Leave.person_id.in_(people))),
        subject.in_(sa.select(_subject("account", User.id)).where(User.person_id.in_(people))),
        subject.in_(sa.select(_subject("ceremony", Ceremony.key)).where(Ceremony.host_id == host.id)),
        *(subject.startswith(f"{kind}:{host.code}:", autoescape=True) for kind in ("plan", "series", "day")),
    )


@blueprint.get("/audit")
@who_may(role="office")
def show_audit() -> ResponseReturnValue:
    """Show the acts; with `?verify=1` also whether the whole chain holds."""
    host = page_host()
    subjects = subjects_of(host)
    count = count_entries(subjects)
    pages = max(1, -(-count // PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    entries = [(entry, local(entry.at), _changes(entry)) for entry in list_entries(subjects, number)]
    return render_template(
        "audit/audit.html",
        office=office_of(host),
        host=host,
        entries=entries,
        count=count,
        number=number,
        pages=pages,
        verdict=verify() if "verify" in request.args else None,
    )

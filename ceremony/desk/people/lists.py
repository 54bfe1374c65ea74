"""Taking over a staff list: choose a file, see what would happen, write."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.actions import link_accounts
from ceremony.accounts.browser import page_host
from ceremony.core.clock import today
from ceremony.core.db import transaction
from ceremony.core.language import gettext
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.sheets.rules import LARGEST_FILE
from ceremony.core.web.access import who_may
from ceremony.desk.people.forms import ListForm, WriteForm
from ceremony.desk.people.pack import mark_of, pack, unpack
from ceremony.desk.people.views import blueprint, page, refused
from ceremony.people.actions import ImportResult, import_people, read_staff_list
from ceremony.people.rules.staff_list import Problem

_NO_FILE = msgid("Choose a file.")


class TrialChanged(Refusal):
    """The staff changed after the trial."""

    sentence = msgid("The staff have changed since the trial; nothing was written.")
    cure = msgid("Look at the new figures and write again.")


def _cell(problem: Problem) -> str:
    return f"{problem.column or ''}{problem.row or ''}"


def _trial(name: str, content: bytes, complete: bool, status: int = 200, fault: str = "") -> ResponseReturnValue:
    result = _try(content, complete=complete)
    data = {"name": name, "content": pack(content), "shown": mark_of(result), "complete": complete}
    problems = [(_cell(one), one.is_error, gettext(one.sentence) % one.values) for one in result.problems]
    problems.sort(key=lambda problem: not problem[1])
    form = WriteForm(formdata=None, data=data)
    return page("trial", status, form=form, result=result, problems=problems, name=name, fault=fault)


def _try(content: bytes, *, complete: bool) -> ImportResult:
    return import_people(page_host(), read_staff_list(content), dry_run=True, complete=complete, today=today())


@blueprint.get("/people/import")
@who_may(role="office")
def show_import() -> ResponseReturnValue:
    """Ask for the file."""
    return page("import", form=ListForm(formdata=None))


@blueprint.post("/people/import")
@who_may(role="office")
def try_import() -> ResponseReturnValue:
    """Show what the file would do; write nothing."""
    form, file = ListForm(), request.files.get("file")
    if not form.validate() or file is None or not file.filename:
        form.file.errors = [gettext(_NO_FILE)]
        return page("import", 422, form=form)
    # One byte more than is allowed tells that the file is too large.
    content = file.stream.read(LARGEST_FILE + 1)
    result = _try(content, complete=form.complete.data)
    return _trial(file.filename, content, form.complete.data, 422 if result.errors else 200)


@blueprint.post("/people/import/write")
@who_may(role="office")
def write_import() -> ResponseReturnValue:
    """Write the list that was tried, where it still does what was shown."""
    form = WriteForm()
    try:
        content = unpack(form.content.data or "")
    except Refusal as refusal:
        again = ListForm(formdata=None)
        return page("import", refused(again, refusal), form=again)
    complete, name = bool(form.complete.data), form.name.data or ""
    staff = read_staff_list(content)
    try:
        with transaction():
            host = page_host()
            if mark_of(import_people(host, staff, dry_run=True, complete=complete, today=today())) != form.shown.data:
                raise TrialChanged
            result = import_people(host, staff, complete=complete, today=today())
            link_accounts(today())
    except TrialChanged as refusal:
        return _trial(name, content, complete, 409, gettext(refusal.sentence) + " " + gettext(refusal.cure))
    words = {"new": result.new, "changed": result.changed, "left": result.left}
    flash(gettext("The list is taken over: %(new)s new, %(changed)s changed, %(left)s left.", **words), "success")
    return redirect(url_for("people.show_people", unit=request.args.get("unit")), code=303)

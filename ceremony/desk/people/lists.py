"""Taking over a staff list: choose a file or paste it, see what would happen, write; and giving it out again."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ceremony.accounts.actions import link_accounts
from ceremony.accounts.browser import held, page_host
from ceremony.accounts.queries import addresses_of_holders
from ceremony.core.clock import today
from ceremony.core.db import transaction
from ceremony.core.going_back import NoBackupHere
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.sheets.rules import LARGEST_FILE
from ceremony.core.web.access import who_may
from ceremony.desk.people.forms import ListForm, WriteForm
from ceremony.desk.people.pack import mark_of, pack, unpack
from ceremony.desk.people.trial import (
    NAMED,
    OPEN,
    SHOWN,
    Wishes,
    by_unit,
    cell,
    changes_in_words,
    person_in_words,
    shown_problems,
    wishes_of,
)
from ceremony.desk.people.views import ask_holders, blueprint, page, refused
from ceremony.people.actions import ImportResult, back_up_before, import_people, read_staff_list
from ceremony.people.actions.going_back import NothingToGoBackTo
from ceremony.people.models import Unit
from ceremony.people.papers import staff_csv, staff_rows, staff_workbook
from ceremony.people.queries import list_people, list_subtree
from ceremony.people.rules.staff_list import StaffList

_NO_FILE = msgid("Choose a file, or paste the list.")
_BACKUP = msgid(
    "Everything as it was before is kept in the backup %(file)s; whoever runs the server can bring it back."
)
_PASTED = msgid("pasted list")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TrialChanged(Refusal):
    """The staff changed after the trial."""

    sentence = msgid("The staff have changed since the trial; nothing was written.")
    cure = msgid("Look at the new figures and write again.")


def _try(content: bytes, wishes: Wishes) -> ImportResult:
    staff = read_staff_list(content, wishes.as_it_is)
    return import_people(
        page_host(), staff, dry_run=True, complete=wishes.complete, choices=wishes.choices, today=today()
    )


def _trial(name: str, content: bytes, wishes: Wishes, status: int = 200, fault: str = "") -> ResponseReturnValue:
    result = _try(content, wishes)
    units = {unit.id: unit for unit in list_subtree(page_host())}
    data = {
        "name": name,
        "content": pack(content),
        "shown": mark_of(result),
        "wishes": wishes.packed(),
        "complete": wishes.complete,
    }
    return page(
        "trial",
        422 if result.errors and status == 200 else status,
        form=WriteForm(formdata=None, data=data),
        result=result,
        problems=shown_problems(result, units),
        converted=[(one.key, cell(one), one.before, one.after) for one in result.converted[:SHOWN]],
        as_it_is=sorted(wishes.as_it_is),
        absent=[person_in_words(person, units) for person in result.absent[:NAMED]],
        absent_by_unit=by_unit(result.absent, units),
        changes=changes_in_words(result, units),
        open=OPEN,
        to_choose=bool(result.candidates),
        only_to_choose=bool(result.errors) and all(one.place in result.candidates for one in result.errors),
        name=name,
        fault=fault,
    )


@blueprint.get("/people/import")
@who_may(role="office")
def show_import() -> ResponseReturnValue:
    """Ask for the list."""
    return page("import", form=ListForm(formdata=None))


@blueprint.post("/people/import")
@who_may(role="office")
def try_import() -> ResponseReturnValue:
    """Show what the list would do; write nothing."""
    if request.form.get("content"):
        return _try_again()
    form, file = ListForm(), request.files.get("file")
    # As it was pasted: the form's own text has its tabs and line ends joined to single spaces.
    is_valid, text = form.validate(), request.form.get("text", "").strip("\r\n ")
    if not is_valid or not ((file is not None and file.filename) or text):
        form.file.errors = [gettext(_NO_FILE)]
        return page("import", 422, form=form)
    if file is not None and file.filename:
        # One byte more than is allowed tells that the file is too large.
        return _trial(file.filename, file.stream.read(LARGEST_FILE + 1), Wishes(complete=form.complete.data))
    return _trial(gettext(_PASTED), text.encode(), Wishes(complete=form.complete.data))


def _try_again() -> ResponseReturnValue:
    """Try the same list with what was decided about it."""
    form = WriteForm()
    try:
        content = unpack(form.content.data or "")
    except Refusal as refusal:
        return _lost(refusal)
    return _trial(form.name.data or "", content, _wishes(form))


def _wishes(form: WriteForm) -> Wishes:
    used, shown = request.form.getlist("use"), request.form.getlist("converted")
    return wishes_of(request.form.to_dict(), shown, used, complete=bool(form.complete.data))


def _lost(refusal: Refusal) -> ResponseReturnValue:
    again = ListForm(formdata=None)
    return page("import", refused(again, refusal), form=again)


def _back_up(staff: StaffList, wishes: Wishes) -> str | None:
    """Make the backup where one is needed; where this machine makes none, say so and go on."""
    try:
        return back_up_before(page_host(), staff, complete=wishes.complete, choices=wishes.choices, today=today())
    except NoBackupHere as refusal:
        flash(" ".join(words_of(refusal)), "warning")
        return None


@blueprint.post("/people/import/write")
@who_may(role="office")
def write_import() -> ResponseReturnValue:
    """Write the list that was tried, where the staff are still as they were then."""
    form = WriteForm()
    try:
        content = unpack(form.content.data or "")
    except Refusal as refusal:
        return _lost(refusal)
    before, wishes = wishes_of({"wishes": form.wishes.data or ""}, (), (), complete=False), _wishes(form)
    tried = read_staff_list(content, before.as_it_is)
    staff = tried if wishes.as_it_is == before.as_it_is else read_staff_list(content, wishes.as_it_is)
    day = today()
    try:
        backup = _back_up(staff, wishes)
        with transaction():
            host = page_host()
            again = import_people(host, tried, dry_run=True, choices=before.choices, today=day)
            if mark_of(again) != form.shown.data:
                raise TrialChanged
            addresses = addresses_of_holders(host, day)
            result = import_people(
                host, staff, complete=wishes.complete, choices=wishes.choices, backup=backup, today=day
            )
            ask_holders(addresses)
            link_accounts(day, held())
    except (TrialChanged, NothingToGoBackTo) as refusal:
        fault = " ".join(words_of(refusal))
        return _trial(form.name.data or "", content, wishes, 409, fault)
    if result.errors:
        return _trial(form.name.data or "", content, wishes)
    words = {"new": result.new, "changed": result.changed, "left": result.left}
    flash(gettext("The list is taken over: %(new)s new, %(changed)s changed, %(left)s left.", **words), "success")
    if result.backup:
        flash(gettext(_BACKUP, file=result.backup), "info")
    return redirect(url_for("people.show_people", unit=request.args.get("unit")), code=303)


@blueprint.get("/people/import/template.xlsx")
@who_may(role="office")
def download_template() -> ResponseReturnValue:
    """Give out an empty list, with the units that it may name."""
    return _file(staff_workbook([], _open_units()), _XLSX, "mau-danh-sach-can-bo.xlsx")


@blueprint.get("/people/export.<any(xlsx, csv):suffix>")
@who_may(role="office")
def download_people(suffix: str) -> ResponseReturnValue:
    """Give out the staff list; imported again it changes nothing."""
    host = page_host()
    units = _open_units()
    rows = staff_rows(list_people(host, today()), units)
    name = f"danh-sach-can-bo-{host.code}-{today().isoformat()}"
    if suffix == "csv":
        return _file(staff_csv(rows), "text/csv; charset=utf-8", f"{name}.csv")
    return _file(staff_workbook(rows, units), _XLSX, f"{name}.xlsx")


def _open_units() -> list[Unit]:
    return [unit for unit in list_subtree(page_host()) if not unit.is_closed]


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)

"""ceremony people …"""

import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import click

from ceremony.accounts.actions import link_accounts
from ceremony.cli.base import DAY, Frame, RefusedWith, command, progress, say
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.going_back import NoBackupHere
from ceremony.core.language import gettext, words_of
from ceremony.core.refusal import Refusal, msgid
from ceremony.core.sheets.rules import LARGEST_FILE
from ceremony.desk.personal.actions import forget_person
from ceremony.people.actions import (
    ImportResult,
    back_up_before,
    close_unit,
    import_people,
    leave_office,
    merge_unit,
    move_person,
    read_staff_list,
    reopen_unit,
    set_unit,
)
from ceremony.people.models import Person, Unit
from ceremony.people.queries import (
    count_own_people,
    get_person,
    get_person_by_id,
    get_unit,
    host_ids,
    list_people,
    list_subtree,
    list_units,
)
from ceremony.people.queries.leavers import list_leavers
from ceremony.people.rules.staff_list import Converted, Problem, StaffList

_SHOWN = 20
_COUNTS = ("rows", "new", "changed", "unchanged", "missing", "left", "units_new")


class NotConfirmed(Refusal):
    """Somebody saw the converted text and said no."""

    sentence = msgid("Nothing was imported: the converted text was not confirmed.")
    cure = msgid("Correct these cells in the list, or convert the whole file to Unicode, and import it again.")


class NotAskedFor(Refusal):
    """Nobody said yes to an erasure."""

    sentence = msgid("The personal data of %(name)s were not erased: nothing would bring them back.")
    cure = msgid("Run the same command with --yes.")


group = click.Group("people", help="Units, persons and the staff list.")


@command(group, "import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--complete", is_flag=True, help="Who is missing from the list's units leaves today.")
@click.option("--no-backup", is_flag=True, help="Make no backup, also where people change.")
def import_list(frame: Frame, file: Path, dry_run: bool, complete: bool, no_backup: bool) -> dict[str, Any]:
    """Take over a staff list.

    FILE is an Excel workbook (.xlsx, .xls), an OpenDocument one (.ods) or CSV, as the office keeps it:
    the columns Họ và tên, Chức vụ, Đơn vị, Đối tượng, Thư điện tử, Mã số are found under any usual
    wording, units also as headings between people or as sheets. Before people change or leave a backup
    is made into the folder backups/ of the instance.
    """
    # One byte more than is allowed tells that the file is too large.
    with file.open("rb") as stream, progress(gettext("Reading the staff list")):
        staff = read_staff_list(stream.read(LARGEST_FILE + 1))
    if staff.converted and not dry_run:
        _ask_about_conversion(staff.converted)
    backup = None
    if not dry_run and not no_backup:
        with progress(gettext("Making a backup to go back to")):
            backup = _back_up(frame, staff, complete=complete)
    with nullcontext() if dry_run else transaction(), progress(gettext("Comparing and writing")):
        result = import_people(frame.host, staff, dry_run=dry_run, complete=complete, backup=backup, today=today())
        if not dry_run and not result.errors:
            link_accounts(today())
    answer = _answer(result)
    if result.errors:
        first = _words(result.errors[0])
        raise RefusedWith(answer, gettext("Nothing was imported from %(file)s.", file=file.name) + f" {first}")
    return answer


def _back_up(frame: Frame, staff: StaffList, *, complete: bool) -> str | None:
    try:
        return back_up_before(frame.host, staff, complete=complete, today=today())
    except NoBackupHere as refusal:
        say(" ".join(words_of(refusal)))
        return None


def _ask_about_conversion(converted: list[Converted]) -> None:
    """Let the person at the terminal see what becomes of text in an old encoding; ask nobody else."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    for cell in converted[:_SHOWN]:
        say(f"{cell.sheet or ''} {cell.column}{cell.row}: {cell.before} → {cell.after}".strip())
    if len(converted) > _SHOWN:
        say(gettext("… and %(number)s more", number=len(converted) - _SHOWN))
    if not click.confirm(gettext("This text stood in an old encoding. Is it right so?"), default=True, err=True):
        raise NotConfirmed


def _answer(result: ImportResult) -> dict[str, Any]:
    counts = {name: getattr(result, name) for name in _COUNTS}
    problems = [
        {
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "severity": "error" if problem.is_error else "warning",
            "kind": problem.kind.value,
            "problem": _words(problem),
        }
        for problem in result.problems
    ]
    converted = [
        {"sheet": cell.sheet, "row": cell.row, "column": cell.column, "before": cell.before, "after": cell.after}
        for cell in result.converted
    ]
    return {**counts, "backup": result.backup, "converted": converted, "problems": problems}


def _words(problem: Problem) -> str:
    return gettext(problem.sentence) % problem.values


def person_as_json(person: Person) -> dict[str, Any]:
    """Return a person as `people list` shows it."""
    return {
        "code": person.staff_code,
        "check_in_code": person.check_in_code,
        "name": person.full_name,
        "position": person.position,
        "category": person.category,
        "unit": person.unit.name,
        "unit_code": person.unit.code,
        "email": person.email,
        "joined": person.joined.isoformat() if person.joined else None,
        "left": person.left.isoformat() if person.left else None,
    }


@command(group, "list")
@click.option("--all", "everyone", is_flag=True, help="Also who has left.")
def list_them(frame: Frame, everyone: bool) -> list[dict[str, Any]]:
    """List the people of the host, unit by unit, in Vietnamese name order."""
    return [person_as_json(person) for person in list_people(frame.host, today(), everyone=everyone)]


@command(group, "leave", writes=True)
@click.argument("person")
@click.argument("day", metavar="DATE", type=DAY)
def leave(frame: Frame, person: str, day: date) -> list[dict[str, Any]]:
    """Note that PERSON leaves: DATE is the first day on which they no longer belong here."""
    found = get_person(frame.host, person, today())
    leave_office(found, day)
    return [person_as_json(found)]


@command(group, "move", writes=True)
@click.argument("person")
@click.argument("unit")
@click.argument("day", metavar="DATE", type=DAY)
def move(frame: Frame, person: str, unit: str, day: date) -> list[dict[str, Any]]:
    """Move PERSON to UNIT (its code) as of DATE, today or earlier."""
    found = get_person(frame.host, person, today())
    move_person(found, get_unit(unit), day, today())
    return [person_as_json(found)]


def _unit_as_json(unit: Unit, hosts: set[int], people: dict[int, int]) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "parent": unit.parent.code if unit.parent else None,
        "email": unit.email,
        "order": unit.position,
        "host": unit.id in hosts,
        "people": people.get(unit.id, 0),
    }


@command(group, "units")
@click.option("--all", "everything", is_flag=True, help="Also units that are no more.")
def units(frame: Frame, everything: bool) -> list[dict[str, Any]]:
    """List all units, parents first; with --unit that one and those below it."""
    wanted = list_subtree(get_unit(frame.unit_code)) if frame.unit_code else list_units()
    hosts, people = host_ids(), count_own_people(today())
    return [_unit_as_json(unit, hosts, people) for unit in wanted if everything or not unit.is_closed]


@command(group, "unit", writes=True, hosted=False)
@click.argument("code")
@click.option("--name", help="Its name; a new unit needs one.")
@click.option("--parent", metavar="CODE", help="The unit it stands below; without it a new one stands outside.")
@click.option("--email", help="Its mailbox; empty to remove it.")
def unit(_frame: Frame, code: str, name: str | None, parent: str | None, email: str | None) -> dict[str, Any]:
    """Make or change the unit CODE."""
    changed = set_unit(code, name, get_unit(parent) if parent else None, email)
    return _unit_as_json(changed, host_ids(), count_own_people(today()))


@command(group, "close-unit", writes=True, hosted=False)
@click.argument("code")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--into", metavar="CODE", help="Its people and the units below it go there.")
def close(_frame: Frame, code: str, day: date, into: str | None) -> dict[str, Any]:
    """Close the unit CODE: DATE, today or earlier, is the first day on which it is no more.

    Past figures keep its name. With --into it is merged into another unit.
    """
    unit = get_unit(code)
    moved = merge_unit(unit, get_unit(into), day, today()) if into else 0
    if not into:
        close_unit(unit, day, today())
    return {"code": unit.code, "closed": day.isoformat(), "into": into and get_unit(into).code, "moved": moved}


@command(group, "reopen-unit", writes=True, hosted=False)
@click.argument("code")
def reopen(_frame: Frame, code: str) -> dict[str, Any]:
    """Take the closing of the unit CODE back; who was moved stays where they are."""
    unit = get_unit(code)
    reopen_unit(unit)
    return _unit_as_json(unit, host_ids(), count_own_people(today()))


@command(group, "retention")
def retention(frame: Frame) -> list[dict[str, Any]]:
    """List who has left and from which day their personal data are erased."""
    return [
        {**person_as_json(one.person), "erased_from": one.due.isoformat()} for one in list_leavers(frame.host, today())
    ]


@command(group, "forget")
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def forget(frame: Frame, person: str, yes: bool) -> dict[str, Any]:
    """Erase the personal data of PERSON, who has left; figures of closed rolls stay, under a number."""
    found = get_person(frame.host, person, today())
    name, number = found.full_name, found.id
    question = gettext("Erase the personal data of %(name)s? Nothing brings them back.", name=name)
    if not yes and not (sys.stdin.isatty() and click.confirm(question, default=False, err=True)):
        raise NotAskedFor(name=name)
    with transaction():
        forget_person(get_person_by_id(number), now(), today())
    return {"forgotten": person, "stands_as": get_person_by_id(number).full_name}
